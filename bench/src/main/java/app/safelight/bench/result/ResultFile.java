package app.safelight.bench.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A result as one JSON file, `bench/README.md` says what stands where. Medians, ratios and the words noisy and
/// quiet are written for readers; reading takes only what was measured and works them out again.
public final class ResultFile {
    /// Counts up when a reader of the former shape would go wrong.
    private static final int FORMAT = 1;

    /// Real ones are under 200 kB; whatever is larger is something else.
    private static final long MAX_FILE_BYTES = 16 << 20;

    /// Real ones nest seven deep.
    private static final int MAX_DEPTH = 16;

    private static final JsonFactory JSON = new JsonFactory();

    private ResultFile() {}

    /// Writes the result to `folder/<name>.json`, over an older one.
    ///
    /// @return the file
    public static Path write(Result result, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(result.name() + ".json");
        Path fresh = folder.resolve(result.name() + ".json.fresh");
        Files.writeString(fresh, text(result) + "\n");
        return Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    static String text(Result result) throws IOException {
        java.io.StringWriter text = new java.io.StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            write(result, out);
        }
        return text.toString();
    }

    private static void write(Result result, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("format", FORMAT);
        out.writeStringField("name", result.name());
        out.writeStringField("title", result.title());
        out.writeStringField("startedAt", result.startedAt().toString());
        writeMachine(result.machine(), out);
        out.writeNumberField("loadBefore", result.loadBefore());
        out.writeBooleanField("quiet", result.quiet());
        out.writeArrayFieldStart("notes");
        for (String note : result.notes()) {
            out.writeString(note);
        }
        out.writeEndArray();
        writeContenders(result, out);
        writeTargets(result, out);
        out.writeArrayFieldStart("rounds");
        for (Round round : result.rounds()) {
            write(round, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeMachine(MachineFacts machine, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("machine");
        out.writeNumberField("cores", machine.cores());
        out.writeStringField("processor", machine.processor());
        out.writeNumberField("memoryBytes", machine.memoryBytes());
        out.writeStringField("fileSystem", machine.fileSystem());
        out.writeStringField("kernel", machine.kernel());
        out.writeStringField("java", machine.java());
        out.writeEndObject();
    }

    private static void writeContenders(Result result, JsonGenerator out) throws IOException {
        Map<String, Summary> summaries = result.summaries();
        Map<String, Double> ratios = result.ratiosToOurs();
        out.writeArrayFieldStart("contenders");
        for (ContenderFacts contender : result.contenders()) {
            out.writeStartObject();
            out.writeStringField("id", contender.id());
            out.writeStringField("label", contender.label());
            out.writeStringField("version", contender.version());
            Summary summary = summaries.get(contender.id());
            if (summary != null) {
                out.writeObjectFieldStart("median");
                writeUsage(summary.median(), out);
                out.writeEndObject();
                out.writeNumberField("fastestSeconds", rounded(summary.fastestSeconds()));
                out.writeNumberField("slowestSeconds", rounded(summary.slowestSeconds()));
            }
            Double ratio = ratios.get(contender.id());
            if (ratio != null) {
                out.writeNumberField("timesOurs", rounded(ratio));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeTargets(Result result, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("targets");
        for (TargetReading target : result.targets()) {
            out.writeStartObject();
            out.writeStringField("text", target.text());
            out.writeNumberField("value", rounded(target.value()));
            out.writeStringField("unit", target.unit());
            out.writeBooleanField("met", target.met());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void write(Round round, JsonGenerator out) throws IOException {
        Disturbance disturbance = round.disturbance();
        out.writeStartObject();
        out.writeNumberField("number", round.number());
        out.writeNumberField("loadBefore", disturbance.loadBefore());
        out.writeNumberField("loadAfter", disturbance.loadAfter());
        out.writeNumberField("othersShare", rounded(disturbance.othersShare()));
        out.writeNumberField("stolenShare", rounded(disturbance.stolenShare()));
        out.writeBooleanField("noisy", disturbance.noisy());
        out.writeArrayFieldStart("turns");
        for (Turn turn : round.turns()) {
            out.writeStartObject();
            out.writeStringField("contender", turn.contender());
            out.writeArrayFieldStart("steps");
            for (StepReading step : turn.steps()) {
                out.writeStartObject();
                out.writeStringField("step", step.step());
                writeUsage(step.usage(), out);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeUsage(Usage usage, JsonGenerator out) throws IOException {
        out.writeNumberField("wallSeconds", rounded(usage.wallSeconds()));
        out.writeNumberField("userSeconds", rounded(usage.userSeconds()));
        out.writeNumberField("systemSeconds", rounded(usage.systemSeconds()));
        out.writeNumberField("peakMemoryBytes", usage.peakMemoryBytes());
    }

    /// To a tenth of a millisecond: what stands behind it is chance.
    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /// @throws MalformedResult if it is not such a file
    public static Result read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new MalformedResult(file.getFileName() + " is larger than any result");
        }
        return parse(Files.readString(file, StandardCharsets.UTF_8));
    }

    static Result parse(String text) throws IOException {
        Object tree;
        try (JsonParser in = JSON.createParser(text)) {
            in.nextToken();
            tree = value(in, 0);
        } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
            throw new MalformedResult("no JSON: " + noJson.getOriginalMessage());
        }
        return result(Fields.of(tree));
    }

    private static Object value(JsonParser in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new MalformedResult("nested deeper than " + MAX_DEPTH);
        }
        JsonToken token = in.currentToken();
        if (token == null) {
            throw new MalformedResult("it ends too early");
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                fields.put(name, value(in, depth + 1));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(in, depth + 1));
            }
            return elements;
        }
        if (token.isNumeric()) {
            return in.getDoubleValue();
        }
        if (token.isBoolean()) {
            return in.getBooleanValue();
        }
        return in.getText();
    }

    private static Result result(Fields fields) throws MalformedResult {
        if (fields.number("format") != FORMAT) {
            throw new MalformedResult("format " + fields.number("format") + "; this program reads " + FORMAT);
        }
        List<ContenderFacts> contenders = new ArrayList<>();
        for (Fields one : fields.list("contenders")) {
            contenders.add(new ContenderFacts(one.text("id"), one.text("label"), one.text("version")));
        }
        List<Round> rounds = new ArrayList<>();
        for (Fields one : fields.list("rounds")) {
            rounds.add(round(one));
        }
        List<TargetReading> targets = new ArrayList<>();
        for (Fields one : fields.list("targets")) {
            targets.add(new TargetReading(one.text("text"), one.number("value"), one.text("unit"), one.truth("met")));
        }
        Fields machine = fields.fields("machine");
        try {
            return new Result(
                    fields.text("name"),
                    fields.text("title"),
                    Instant.parse(fields.text("startedAt")),
                    new MachineFacts(
                            (int) machine.number("cores"),
                            machine.text("processor"),
                            (long) machine.number("memoryBytes"),
                            machine.text("fileSystem"),
                            machine.text("kernel"),
                            machine.text("java")),
                    fields.number("loadBefore"),
                    contenders,
                    rounds,
                    targets,
                    fields.texts("notes"));
        } catch (DateTimeException noInstant) {
            throw new MalformedResult("startedAt is no time: " + noInstant.getMessage());
        }
    }

    private static Round round(Fields fields) throws MalformedResult {
        List<Turn> turns = new ArrayList<>();
        for (Fields one : fields.list("turns")) {
            List<StepReading> steps = new ArrayList<>();
            for (Fields step : one.list("steps")) {
                steps.add(new StepReading(
                        step.text("step"),
                        new Usage(
                                step.number("wallSeconds"),
                                step.number("userSeconds"),
                                step.number("systemSeconds"),
                                (long) step.number("peakMemoryBytes"))));
            }
            if (steps.isEmpty()) {
                throw new MalformedResult("a turn without steps");
            }
            turns.add(new Turn(one.text("contender"), steps));
        }
        return new Round(
                (int) fields.number("number"),
                new Disturbance(
                        fields.number("loadBefore"),
                        fields.number("loadAfter"),
                        fields.number("othersShare"),
                        fields.number("stolenShare")),
                turns);
    }

    /// One JSON object, asked for what it must have.
    private record Fields(Map<?, ?> map) {
        static Fields of(Object value) throws MalformedResult {
            if (value instanceof Map<?, ?> map) {
                return new Fields(map);
            }
            throw new MalformedResult("no object where one must be");
        }

        Object need(String name) throws MalformedResult {
            Object value = map.get(name);
            if (value == null) {
                throw new MalformedResult(name + " is missing");
            }
            return value;
        }

        String text(String name) throws MalformedResult {
            if (need(name) instanceof String text) {
                return text;
            }
            throw new MalformedResult(name + " is no text");
        }

        double number(String name) throws MalformedResult {
            if (need(name) instanceof Double number) {
                return number;
            }
            throw new MalformedResult(name + " is no number");
        }

        boolean truth(String name) throws MalformedResult {
            if (need(name) instanceof Boolean truth) {
                return truth;
            }
            throw new MalformedResult(name + " is neither true nor false");
        }

        Fields fields(String name) throws MalformedResult {
            return of(need(name));
        }

        List<Fields> list(String name) throws MalformedResult {
            if (!(need(name) instanceof List<?> elements)) {
                throw new MalformedResult(name + " is no list");
            }
            List<Fields> all = new ArrayList<>();
            for (Object element : elements) {
                all.add(of(element));
            }
            return all;
        }

        List<String> texts(String name) throws MalformedResult {
            if (!(need(name) instanceof List<?> elements)) {
                throw new MalformedResult(name + " is no list");
            }
            List<String> all = new ArrayList<>();
            for (Object element : elements) {
                if (!(element instanceof String text)) {
                    throw new MalformedResult(name + " has something that is no text");
                }
                all.add(text);
            }
            return all;
        }
    }
}
