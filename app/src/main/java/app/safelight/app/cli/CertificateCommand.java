package app.safelight.app.cli;

import app.safelight.app.certificate.Certificate;
import app.safelight.app.certificate.CertificateFile;
import app.safelight.app.certificate.CertificateMaker;
import app.safelight.app.certificate.CertificatePage;
import app.safelight.app.certificate.HashRoot;
import app.safelight.app.certificate.PlaceLook;
import app.safelight.app.text.Amounts;
import app.safelight.app.wiring.Places;
import app.safelight.core.backup.ReadBack;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.source.SourceLabel;
import app.safelight.place.drive.AgeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "certificate",
        description = {
            "Write down what is proven safe, and every exception by name, before erasing or trading in.",
            "For each source a page to read and a JSON file to check. Places that are connected are looked at once more:"
                    + " a copy that is gone is an exception."
        },
        footer = {"", "Example: safelight certificate --out /home/me/certificates"})
final class CertificateCommand extends SafelightCommand {
    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Folder to write to. Default: here.")
    String folder = ".";

    @Option(names = "--source", paramLabel = "ID", description = "Only this source; 'safelight sources' tells ids.")
    @Nullable
    String source;

    CertificateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    private record Written(Certificate certificate, Path page, Path file) {}

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException {
        try (Session session = Session.reading(surroundings);
                Places places = session.knownPlaces()) {
            PlaceLook look = new PlaceLook(places.usable(), session.clock().instant());
            List<Written> written = new ArrayList<>();
            for (Map.Entry<SourceId, SourceLabel> one :
                    new TreeMap<>(session.ledger().sources()).entrySet()) {
                if (source == null || source.equals(one.getKey().value())) {
                    written.add(write(session, look, one.getKey(), one.getValue()));
                }
            }
            if (written.isEmpty()) {
                throw new Trouble(
                        ExitCode.NOT_FOUND, "there is no such source.", "'safelight sources' lists those known.");
            }
            report(written);
            return written.stream().allMatch(one -> one.certificate().everythingIsSafe())
                    ? ExitCode.OK
                    : ExitCode.NOT_SAFE;
        }
    }

    private Written write(Session session, PlaceLook look, SourceId id, SourceLabel label)
            throws Trouble, LedgerException, PlaceException {
        Certificate certificate = new CertificateMaker(
                        session.ledger(),
                        session.settings().policy(),
                        session.words(),
                        look,
                        session.clock().instant())
                .make(id, label);
        String name = "safelight-" + id + "-" + LocalDate.ofInstant(certificate.madeAt(), session.zone());
        Path out = surroundings.folder().resolve(folder).normalize();
        Path file = out.resolve(name + ".json");
        Path page = out.resolve(name + ".html");
        try {
            Files.createDirectories(out);
            CertificateFile.write(certificate, file);
            CertificatePage.write(certificate, page, name + ".json", session.zone());
        } catch (IOException failure) {
            throw new Trouble(
                    ExitCode.USAGE, "the certificate could not be written: " + failure, "Name another --out folder.");
        }
        return new Written(certificate, page, file);
    }

    private void report(List<Written> written) {
        if (common.json) {
            output.json(json -> json.object(it -> it.array(
                    "certificates",
                    written,
                    (array, one) -> array.object(object -> object.put(
                                    "source", one.certificate().source().id())
                            .put("everythingIsSafe", one.certificate().everythingIsSafe())
                            .put("safe", one.certificate().safeAssets())
                            .put("exceptions", one.certificate().exceptions().size())
                            .array(
                                    "notConnected",
                                    one.certificate().notConnected(),
                                    (away, location) -> away.value(location))
                            .put("hashRoot", one.certificate().hashRoot().toString())
                            .put("file", one.file().toString())
                            .put("page", one.page().toString())))));
            return;
        }
        for (Written one : written) {
            Certificate certificate = one.certificate();
            output.line(certificate.source().location() + ": " + Amounts.number(certificate.safeAssets())
                    + " photos and files proven safe, "
                    + (certificate.everythingIsSafe()
                            ? "no exception."
                            : Amounts.count(certificate.exceptions().size(), "exception", "exceptions")
                                    + ". Do NOT erase this source yet."));
            if (!certificate.notConnected().isEmpty()) {
                output.line("  Not connected now, so not looked at: " + String.join(", ", certificate.notConnected())
                        + ". Connect it and make the certificate again before you erase anything.");
            }
            output.line("  " + one.page());
            output.line("  " + one.file());
        }
    }

    @Command(
            name = "check",
            description = {
                "Check that a certificate is whole and still holds.",
                "With --place it also looks that the connected places still hold every content it lists, reading each again"
                        + " from its medium."
            },
            footer = {"", "Example: safelight certificate check safelight-card-2026-06-01.json --place /mnt/drive"})
    static final class Check extends SafelightCommand {
        private static final int MAX_NAMED = 20;

        @Parameters(index = "0", paramLabel = "FILE", description = "The certificate's JSON file.")
        String file = "";

        @Option(names = "--place", paramLabel = "PLACE", description = "A place to read. Again for more places.")
        List<String> places = List.of();

        Check(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run() throws Trouble, PlaceException {
            CertificateFile.Claims claims = claims();
            Sha256 root = HashRoot.of(claims.contents());
            if (!root.equals(claims.hashRoot())) {
                throw new Trouble(
                        ExitCode.INVALID,
                        "the certificate does not hold: its list of contents has hash " + root + ", not "
                                + claims.hashRoot() + ".",
                        "The file was changed or damaged; make a new certificate.");
            }
            List<Sha256> absent = places.isEmpty() ? List.of() : absent(claims.contents());
            if (common.json) {
                output.json(json -> json.object(it -> it.put("whole", true)
                        .put("contents", claims.contents().size())
                        .put("exceptions", claims.exceptions())
                        .put("placesRead", places.size())
                        .array("notFound", absent, (array, one) -> array.value(one.toString()))));
            } else {
                output.line("The certificate is whole: "
                        + Amounts.number(claims.contents().size()) + " contents, hash root " + root + ".");
                if (places.isEmpty()) {
                    output.line("No place was read. Add --place FOLDER to read the copies again.");
                } else if (absent.isEmpty()) {
                    output.line("Every content was read again from " + String.join(" and ", places) + " and is good.");
                } else {
                    output.line(Amounts.number(absent.size()) + " contents are NOT at the places named:");
                    absent.stream().limit(MAX_NAMED).forEach(one -> output.line("  " + one));
                }
            }
            return absent.isEmpty() ? ExitCode.OK : ExitCode.INVALID;
        }

        private CertificateFile.Claims claims() throws Trouble {
            try {
                return CertificateFile.read(surroundings.folder().resolve(file));
            } catch (CertificateFile.Malformed malformed) {
                throw new Trouble(
                        ExitCode.INVALID,
                        file + " does not hold: " + malformed.getMessage() + ".",
                        "Make a new certificate with 'safelight certificate'.");
            } catch (IOException failure) {
                throw new Trouble(
                        ExitCode.NOT_FOUND,
                        file + " cannot be read: " + failure + ".",
                        "Name the JSON file that 'safelight certificate' wrote.");
            }
        }

        /// The contents that no named place has, whole, on its medium.
        private List<Sha256> absent(List<Sha256> wanted) throws PlaceException {
            Map<Sha256, Boolean> found = new HashMap<>();
            ReadBack readBack = new ReadBack(surroundings.clock());
            wanted.forEach(content -> found.put(content, false));
            for (String name : places) {
                try (Place place =
                        Places.alone(surroundings.folder().resolve(name).normalize(), AgeKeys.NONE)) {
                    List<ContentId> held = new ArrayList<>();
                    place.list(content -> {
                        if (Boolean.FALSE.equals(found.get(content.sha256()))) {
                            held.add(content);
                        }
                    });
                    for (ContentId content : held) {
                        if (readBack.check(place, content) instanceof ReadBack.Result.Good) {
                            found.put(content.sha256(), true);
                        }
                    }
                }
            }
            return wanted.stream()
                    .filter(content -> Boolean.FALSE.equals(found.get(content)))
                    .toList();
        }
    }
}
