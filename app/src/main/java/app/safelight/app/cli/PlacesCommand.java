package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.DriveTrial;
import app.safelight.app.wiring.Places;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.policy.ReasonCode;
import app.safelight.place.drive.AgeKeyFile;
import app.safelight.place.drive.AgeKeys;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.DriveRebuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "places",
        description = "List where copies are kept, what each holds, and when it was last read.",
        footer = {"", "Example: safelight places add /mnt/drive"})
final class PlacesCommand extends SafelightCommand {
    /// What the ledger knows of one place.
    private static final class Row {
        private final PlaceId id;
        private final String location;
        private final Optional<PlaceFault> fault;
        private long contents;
        private long sizeBytes;
        private long lost;
        private Instant oldestRead = Instant.MAX;

        Row(PlaceId id, String location, Optional<PlaceFault> fault) {
            this.id = id;
            this.location = location;
            this.fault = fault;
        }

        void count(CopyState copy, long bytes) {
            switch (copy) {
                case CopyState.Held held -> {
                    contents++;
                    sizeBytes += bytes;
                    oldestRead = held.readAt().isBefore(oldestRead) ? held.readAt() : oldestRead;
                }
                case CopyState.Lost _ -> lost++;
            }
        }
    }

    PlacesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, LedgerException, PlaceException {
        try (Session session = Session.reading(surroundings);
                Places here = session.knownPlaces()) {
            Map<PlaceId, Row> rows = new TreeMap<>();
            session.ledger()
                    .places()
                    .forEach((id, location) -> rows.put(
                            id,
                            new Row(
                                    id,
                                    location,
                                    Optional.ofNullable(here.unusable().get(location)))));
            session.ledger().contents(content -> {
                for (CopyState copy : content.copies()) {
                    Row row = rows.get(copy.place());
                    if (row != null) {
                        row.count(copy, content.content().sizeBytes());
                    }
                }
            });
            List<Row> list = List.copyOf(rows.values());
            if (common.json) {
                output.json(json -> json.object(it -> it.array(
                        "places",
                        list,
                        (array, row) -> array.object(one -> {
                            one.put("place", row.id.value())
                                    .put("location", row.location)
                                    .put("reachable", row.fault.isEmpty())
                                    .put("contents", row.contents)
                                    .put("sizeBytes", row.sizeBytes)
                                    .put("lost", row.lost)
                                    .put("oldestRead", row.contents == 0 ? null : row.oldestRead.toString());
                            row.fault.ifPresent(fault -> writeCode(one, fault));
                        }))));
            } else if (list.isEmpty()) {
                output.line("No place is known yet. Make one with: safelight places add FOLDER");
            } else {
                list.forEach(row -> say(session, row));
            }
            return ExitCode.OK;
        }
    }

    private static void writeCode(Output.Json json, PlaceFault fault) {
        try {
            json.put("code", ReasonCode.of(fault).name());
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private void say(Session session, Row row) {
        output.line(row.location + "  (" + row.id + ")");
        output.line("  " + Amounts.count(row.contents, "content", "contents") + ", " + Amounts.bytes(row.sizeBytes)
                + (row.contents == 0 ? "" : ", all read since " + Amounts.time(row.oldestRead, session.zone()))
                + (row.lost == 0 ? "" : "; " + Amounts.number(row.lost) + " LOST"));
        row.fault.ifPresent(fault -> output.line("  cannot be used now: " + Words.fault(fault)));
    }

    @Command(
            name = "add",
            description =
                    "Make a folder on a drive a place that keeps copies. A backup to a new folder does it as well.",
            footer = {"", "Example: safelight places add /mnt/drive"})
    static final class Add extends SafelightCommand {
        @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder, best at the top of an empty drive.")
        String folder = "";

        @Option(
                names = "--encrypt",
                paramLabel = "KEYFILE",
                description = {
                    "Encrypt every file for the key in this file, so that the 'age' program opens it. If there is no"
                            + " such file, a new key is made: keep a copy of it elsewhere."
                })
        @Nullable
        String keyFile;

        Add(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run() throws Trouble, LedgerException, PlaceException {
            Optional<Path> madeKey = keyFile == null ? Optional.empty() : createEncrypted(keyFile);
            try (Session session = Session.writing(surroundings, "places add");
                    Places places = session.places(List.of(folder), Places.Missing.CREATE)) {
                Place place = places.only();
                session.ledger()
                        .append(
                                session.clock().instant(),
                                List.of(new LedgerEvent.PlaceSeen(place.id(), place.location())));
                String evidence = Words.evidence(place.traits().strongestEvidence());
                if (common.json) {
                    output.json(json -> json.object(it -> it.put(
                                    "place", place.id().value())
                            .put("location", place.location())
                            .put("evidence", place.traits().strongestEvidence().name())));
                } else {
                    output.line(place.location() + " is a place now (" + place.id() + "). Copies there can be "
                            + evidence + ".");
                    if (keyFile != null) {
                        output.line("Its files are encrypted for the key in " + keyFile + ".");
                    }
                    madeKey.ifPresent(path -> output.line("HINT: Keep a copy of the new key " + path
                            + " somewhere else. Without it nobody can ever read this place."));
                    if (!place.traits()
                            .strongestEvidence()
                            .isAtLeast(session.settings().policy().evidence())) {
                        output.line("Your policy asks that copies are "
                                + Words.evidence(session.settings().policy().evidence())
                                + ", which this file system does not allow.");
                        output.line("HINT: " + Words.fix(ReasonCode.EVIDENCE_TOO_WEAK));
                    }
                }
                return ExitCode.OK;
            }
        }

        /// Makes the folder an encrypted place, and remembers where its key is.
        ///
        /// @return the key file, if it had to be made
        private Optional<Path> createEncrypted(String named) throws Trouble, PlaceException {
            Path path = placeFolder(surroundings, folder);
            Path keys = surroundings.folder().resolve(named).normalize();
            if (new DriveLocation(path).isPlace()) {
                throw new Trouble(
                        ExitCode.USAGE,
                        folder + " is a place already; whether it is encrypted was decided when it was made.",
                        "Choose another folder.");
            }
            if (keys.startsWith(path)) {
                throw new Trouble(
                        ExitCode.USAGE,
                        "the key would lie on the drive that it locks.",
                        "Choose a file elsewhere, such as ~/safelight-key.txt.");
            }
            boolean made = !Files.exists(keys);
            try {
                AgeKeyFile file =
                        made ? AgeKeyFile.make(keys, surroundings.clock().instant()) : AgeKeyFile.read(keys);
                Session.settings(surroundings.home())
                        .withKeyFile(keys)
                        .write(surroundings.home().settings());
                String recipient = file.keys().getFirst().recipient();
                Places.create(path, surroundings.clock(), new SecureRandom(), Optional.of(recipient))
                        .close();
            } catch (IOException failure) {
                throw keyTrouble(named, failure);
            }
            return made ? Optional.of(keys) : Optional.empty();
        }
    }

    @Command(
            name = "test",
            description = {
                "Test a drive: run everything that Safelight relies on, in a folder of its own that is removed afterwards.",
                "Stores a few megabytes. Nothing else on the drive is touched."
            },
            footer = {"", "Example: safelight places test /mnt/drive"})
    static final class Test extends SafelightCommand {
        @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder on the drive.")
        String folder = "";

        Test(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run() throws Trouble, PlaceException {
            Path path = placeFolder(surroundings, folder);
            List<ContractResult> results = new ArrayList<>();
            DriveTrial.run(path, surroundings.clock(), result -> {
                results.add(result);
                if (!common.json) {
                    output.line(sentence(result));
                }
            });
            long failed = results.stream()
                    .filter(result -> result instanceof ContractResult.Failed)
                    .count();
            if (common.json) {
                output.json(json -> json.object(it -> it.put("failed", failed)
                        .array(
                                "checks",
                                results,
                                (array, result) -> array.object(one -> one.put("check", result.check())
                                        .put("result", code(result))
                                        .put("detail", detail(result))))));
            } else {
                output.line(
                        failed == 0
                                ? "This drive keeps what Safelight relies on."
                                : Amounts.count(failed, "check", "checks") + " failed: do not trust this drive.");
            }
            return failed == 0 ? ExitCode.OK : ExitCode.PLACE;
        }

        private static String code(ContractResult result) {
            return switch (result) {
                case ContractResult.Passed _ -> "PASSED";
                case ContractResult.Failed _ -> "FAILED";
                case ContractResult.NotRun _ -> "NOT_RUN";
            };
        }

        private static @Nullable String detail(ContractResult result) {
            return switch (result) {
                case ContractResult.Passed _ -> null;
                case ContractResult.Failed(var _, var detail) -> detail;
                case ContractResult.NotRun(var _, var why) -> why;
            };
        }

        private static String sentence(ContractResult result) {
            return switch (result) {
                case ContractResult.Passed(var check) -> "ok       " + check;
                case ContractResult.Failed(var check, var detail) -> "FAILED   " + check + ": " + detail;
                case ContractResult.NotRun(var check, var why) -> "not run  " + check + ": " + why;
            };
        }
    }

    @Command(
            name = "rebuild",
            description = {
                "Make a drive's records anew from its files, reading every one. For when the records are damaged.",
                "Photos stay where they are; files that are not what the old records say are set aside."
            },
            footer = {"", "Example: safelight places rebuild /mnt/drive"})
    static final class Rebuild extends SafelightCommand {
        @Parameters(index = "0", paramLabel = "PLACE", description = "Folder of the place.")
        String folder = "";

        @Option(names = "--key", paramLabel = "FILE", description = KEY_HELP)
        @Nullable
        String key;

        Rebuild(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run() throws Trouble, LedgerException, PlaceException {
            Path path = placeFolder(surroundings, folder);
            if (!Session.isLedgerThere(surroundings)) {
                return report(path, rebuild(path, Optional.empty()), 0);
            }
            try (Session session = Session.reading(surroundings)) {
                DriveRebuild.Rebuilt rebuilt = rebuild(path, Places.expectedAt(path, session.ledger()));
                boolean lost = rebuilt.damagedLines() > 0 || rebuilt.origins() < rebuilt.contents();
                return report(path, rebuilt, lost ? rememberOrigins(path, session.ledger()) : 0);
            }
        }

        private DriveRebuild.Rebuilt rebuild(Path path, Optional<PlaceId> expected) throws Trouble, PlaceException {
            return new DriveLocation(path)
                    .rebuild(expected, surroundings.clock().instant(), keys(key));
        }

        /// The files on a drive do not say where they came from; the ledger does. Without it a restore could not
        /// give them back under their names.
        ///
        /// @return how many origins the drive was told
        private static long rememberOrigins(Path path, Ledger ledger) throws LedgerException, PlaceException {
            try (Place place = Places.alone(path, AgeKeys.NONE)) {
                OriginWriter writer = new OriginWriter(place);
                for (SourceId source : ledger.sources().keySet()) {
                    ledger.assets(source, writer::take);
                }
                return writer.finish();
            }
        }

        /// Writes the origins of what a place claims, some hundred in one step.
        private static final class OriginWriter {
            /// A step costs a flush of the drive; this many lines are a few ten kilobytes.
            private static final int BATCH_ORIGINS = 512;

            private final Place place;
            private final List<Origin> batch = new ArrayList<>();
            private @Nullable PlaceException failed;
            private long written;

            OriginWriter(Place place) {
                this.place = place;
            }

            void take(AssetState asset) {
                if (failed != null) {
                    return;
                }
                try {
                    for (AssetState.Part part : asset.parts()) {
                        Optional<ContentId> content = part.item().content();
                        if (content.isPresent() && place.claims(content.get())) {
                            batch.add(new Origin(part.item().key(), part.item().modifiedAt(), content.get()));
                        }
                    }
                    if (batch.size() >= BATCH_ORIGINS) {
                        flush();
                    }
                } catch (PlaceException failure) {
                    failed = failure;
                }
            }

            private void flush() throws PlaceException {
                place.settle(List.of(), List.copyOf(batch));
                written += batch.size();
                batch.clear();
            }

            long finish() throws PlaceException {
                if (failed != null) {
                    throw failed;
                }
                if (!batch.isEmpty()) {
                    flush();
                }
                return written;
            }
        }

        private ExitCode report(Path path, DriveRebuild.Rebuilt rebuilt, long remembered) {
            if (common.json) {
                output.json(json -> json.object(it -> it.put("contents", rebuilt.contents())
                        .put("origins", rebuilt.origins())
                        .put("originsFromLedger", remembered)
                        .put("damagedLines", rebuilt.damagedLines())
                        .array("damagedFiles", rebuilt.damagedFiles(), Output.Json::value)
                        .array("twins", rebuilt.twins(), Output.Json::value)
                        .array("sealedFiles", rebuilt.sealedFiles(), Output.Json::value)));
            } else {
                output.line(path + ": records made anew from " + Amounts.count(rebuilt.contents(), "file", "files")
                        + "; " + Amounts.count(rebuilt.origins(), "origin", "origins") + " kept"
                        + (remembered == 0 ? "." : ", " + Amounts.number(remembered) + " told again by the ledger."));
                rebuilt.damagedFiles().forEach(file -> output.line("  DAMAGED, set aside: " + file));
                rebuilt.twins().forEach(file -> output.line("  the same content stands elsewhere too: " + file));
                rebuilt.sealedFiles().forEach(file -> output.line("  encrypted, and nothing says what it is: " + file));
                if (!rebuilt.sealedFiles().isEmpty()) {
                    output.line("HINT: Run it again with --key KEYFILE.");
                }
                output.line("HINT: Run 'safelight verify " + folder + "', then 'safelight heal'.");
            }
            return rebuilt.damagedFiles().isEmpty() && rebuilt.sealedFiles().isEmpty() ? ExitCode.OK : ExitCode.DAMAGE;
        }
    }
}
