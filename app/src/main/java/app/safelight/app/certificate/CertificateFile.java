package app.safelight.app.certificate;

import app.safelight.core.model.Sha256;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The certificate as a JSON file; `docs/format/certificate.md` describes it.
public final class CertificateFile {
    /// Most digests that a certificate may list; more photos than anybody has.
    private static final int MAX_CONTENTS = 50_000_000;

    private static final JsonFactory JSON = new JsonFactory();

    private CertificateFile() {}

    /// What a file says that a check needs.
    public record Claims(int format, Sha256 hashRoot, List<Sha256> contents, long exceptions) {
        public Claims {
            contents = List.copyOf(contents);
        }
    }

    /// A file that is no certificate, or a damaged one.
    public static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String detail) {
            super(detail);
        }
    }

    public static void write(Certificate certificate, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("safelightCertificate", Certificate.FORMAT);
            json.writeStringField("madeAt", certificate.madeAt().toString());
            json.writeBooleanField("everythingIsSafe", certificate.everythingIsSafe());
            json.writeObjectFieldStart("source");
            json.writeStringField("id", certificate.source().id());
            json.writeStringField("kind", certificate.source().kind());
            json.writeStringField("location", certificate.source().location());
            json.writeStringField("listedAt", certificate.listedAt().toString());
            json.writeEndObject();
            json.writeObjectFieldStart("policy");
            json.writeNumberField("copies", certificate.policyCopies());
            json.writeStringField("evidence", certificate.policyEvidence());
            json.writeNumberField("maxAgeDays", certificate.policyMaxAgeDays());
            json.writeEndObject();
            json.writeNumberField("safe", certificate.safeAssets());
            json.writeNumberField("safeBytes", certificate.safeBytes());
            json.writeNumberField("excluded", certificate.excluded());
            json.writeStringField("oldestProof", certificate.oldestProof().toString());
            json.writeStringField("validUntil", certificate.validUntil().toString());
            json.writeArrayFieldStart("places");
            for (Certificate.PlaceName place : certificate.places()) {
                json.writeStartObject();
                json.writeStringField("id", place.id());
                json.writeStringField("location", place.location());
                json.writeNumberField("contents", place.contents());
                json.writeBooleanField("connected", place.connected());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("exceptions");
            for (Certificate.Unproven exception : certificate.exceptions()) {
                json.writeStartObject();
                json.writeStringField("path", exception.path());
                strings(json, "codes", exception.codes());
                strings(json, "reasons", exception.reasons());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("hashRoot", certificate.hashRoot().toString());
            strings(
                    json,
                    "contents",
                    certificate.contents().stream().map(Sha256::toString).toList());
            json.writeEndObject();
        }
    }

    private static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    /// @throws Malformed if it is no certificate
    public static Claims read(Path file) throws IOException {
        try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
            return read(json);
        } catch (JsonProcessingException broken) {
            throw new Malformed("it is not well-formed: " + broken.getOriginalMessage());
        } catch (IllegalArgumentException wrong) {
            throw new Malformed(String.valueOf(wrong.getMessage()));
        }
    }

    private static Claims read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Malformed("it is no JSON object");
        }
        int format = 0;
        Optional<Sha256> root = Optional.empty();
        List<Sha256> contents = new ArrayList<>();
        long exceptions = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "safelightCertificate" -> format = json.getIntValue();
                case "hashRoot" -> root = Optional.of(Sha256.parse(json.getText()));
                case "contents" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        contents.add(Sha256.parse(json.getText()));
                        if (contents.size() > MAX_CONTENTS) {
                            throw new Malformed("it lists more than " + MAX_CONTENTS + " contents");
                        }
                    }
                }
                case "exceptions" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        json.skipChildren();
                        exceptions++;
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (format < 1 || format > Certificate.FORMAT) {
            throw new Malformed(
                    format < 1 ? "it is no Safelight certificate" : "a later version of Safelight has made it");
        }
        return new Claims(format, root.orElseThrow(() -> new Malformed("it has no hash root")), contents, exceptions);
    }
}
