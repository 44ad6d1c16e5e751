package app.safelight.app.cli;

import app.safelight.app.icloud.ICloudCount;
import app.safelight.app.icloud.Standing;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.ICloudWords;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetType;
import app.safelight.apple.photoslibrary.Engine;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.LibraryStatus;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.apple.photoslibrary.Reading;
import app.safelight.apple.photoslibrary.SyncCause;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "icloud",
        description = {
            "Say what iCloud reports to have of a photo library, what it has not, and why.",
            "This is what the device's own database says: a report, never a proof. Nothing is changed."
        },
        footer = {"", "Example: safelight icloud ~/Pictures/Photos.photoslibrary --list"})
final class IcloudCommand extends SafelightCommand {
    /// A password is a line; a longer file is another file.
    private static final int MAX_PASSWORD_BYTES = 4096;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "A Mac's .photoslibrary, a backup folder of an iPhone, a copied media folder, or a"
                    + " Photos.sqlite.")
    String source = "";

    @Option(names = "--list", description = "Name every photo that iCloud is not reported to have, with the reason.")
    boolean list;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a line for every photo into this new file.")
    @Nullable
    String csv;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with nothing but the password of an encrypted backup. Otherwise it is asked for.")
    @Nullable
    String passwordFile;

    IcloudCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble {
        Path path = surroundings.folder().resolve(source).normalize();
        char[] password = null;
        try {
            password = PhotoLibraries.needsPassword(path) ? password() : null;
            Path work = surroundings.home().folder().resolve("work");
            try (PhotoLibraries opened = PhotoLibraries.open(path, password, work)) {
                return report(path, opened);
            }
        } catch (LibraryException failure) {
            throw new Trouble(ExitCode.SOURCE, ICloudWords.fault(failure.fault()), ICloudWords.fix(failure.fault()));
        } catch (BackupException failure) {
            throw new Trouble(ExitCode.SOURCE, ICloudWords.fault(failure.fault()), ICloudWords.fix(failure.fault()));
        } catch (IOException failure) {
            throw new Trouble(ExitCode.SOURCE, "it could not be read or written: " + failure.getMessage(), "");
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    /// @return null if nobody can be asked
    private char @Nullable [] password() throws Trouble {
        if (passwordFile == null) {
            return surroundings.terminal()
                    ? Objects.requireNonNull(System.console()).readPassword("Password of the backup: ")
                    : null;
        }
        Path file = surroundings.folder().resolve(passwordFile);
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > MAX_PASSWORD_BYTES) {
                throw new Trouble(ExitCode.USAGE, passwordFile + " is too long to be a password.", "");
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            int length = text.length();
            while (length > 0 && (text.get(length - 1) == '\n' || text.get(length - 1) == '\r')) {
                length--;
            }
            char[] password = new char[length];
            text.get(password);
            return password;
        } catch (NoSuchFileException none) {
            throw new Trouble(ExitCode.USAGE, "there is no file " + passwordFile + ".", "");
        } catch (CharacterCodingException binary) {
            throw new Trouble(ExitCode.USAGE, passwordFile + " holds no text.", "");
        } catch (IOException failure) {
            throw new Trouble(ExitCode.USAGE, passwordFile + " cannot be read: " + failure.getMessage(), "");
        }
    }

    private ExitCode report(Path path, PhotoLibraries opened) throws IOException {
        PhotosLibrary library = opened.library();
        ICloudCount count = new ICloudCount();
        library.assets(count::add);
        if (csv != null) {
            writeCsv(library, surroundings.folder().resolve(csv));
        }
        if (common.json) {
            json(path, opened, count);
        } else {
            say(path, opened, count);
        }
        return count.atRisk() == 0 ? ExitCode.OK : ExitCode.NOT_SAFE;
    }

    private void say(Path path, PhotoLibraries opened, ICloudCount count) throws IOException {
        LibraryStatus status = opened.library().status();
        output.line(path
                + opened.backup()
                        .map(backup ->
                                " (a backup of " + backup.deviceName() + ", iOS " + backup.productVersion() + ")")
                        .orElse(""));
        output.line("iCloud Photos: " + switched(status));
        output.line(
                "The device reports of " + Amounts.count(count.assets(), "photo or video", "photos and videos") + ":");
        count.groups()
                .forEach((standing, group) -> output.line(String.format("  %8s  ", Amounts.number(group.assets()))
                        + ICloudWords.standing(standing) + " (" + Amounts.bytes(group.sizeBytes()) + ")"));
        count.refusals()
                .forEach((reason, number) ->
                        output.line(String.format("  %8s    given up on because: ", Amounts.number(number)) + reason));
        if (count.onlyInICloud().assets() > 0) {
            output.line(
                    String.format("  %8s  ", Amounts.number(count.onlyInICloud().assets()))
                            + "of those in iCloud have their original ONLY there ("
                            + Amounts.bytes(count.onlyInICloud().sizeBytes()) + ")");
        }
        sayCauses(status);
        sayVerdict(status, count);
        if (list) {
            opened.library()
                    .assets(named(asset -> output.line("  " + Standing.of(asset) + "  " + asset.path()
                            + original(asset)
                            + (asset.quarantineReason() == null ? "" : ": " + asset.quarantineReason()))));
        }
    }

    private String switched(LibraryStatus status) {
        String since = status.sync()
                .found()
                .flatMap(sync -> Optional.ofNullable(sync.lastSync()))
                .map(date -> ", last in step with iCloud "
                        + Amounts.time(date, surroundings.zone().get()))
                .orElse("");
        return switch (status.icloudPhotos()) {
            case ON -> "on" + since;
            case OFF -> "switched OFF" + since;
            case NEVER_USED -> "never used with this library";
            case UNKNOWN -> "not to be seen from here";
        };
    }

    private void sayCauses(LibraryStatus status) {
        if (!status.causes().isEmpty()) {
            output.line("What the device says holds it up:");
        }
        for (SyncCause cause : status.causes()) {
            output.line("  " + cause + "  " + ICloudWords.cause(cause));
            output.line("            HINT: " + ICloudWords.fix(cause));
        }
        for (Reading.Unreadable<?> hidden : status.unreadable()) {
            output.line("  could not be read, and may hide a cause: " + hidden.path() + " (" + hidden.why() + ")");
        }
    }

    private void sayVerdict(LibraryStatus status, ICloudCount count) {
        if (count.atRisk() == 0) {
            output.line("iCloud reports to have everything of this library. That is a report, not a proof:");
            output.line("HINT: Only a copy that was read back is proven. 'safelight backup' makes one.");
            return;
        }
        output.line("DO NOT ERASE THIS DEVICE: " + Amounts.count(count.atRisk(), "photo or video", "photos and videos")
                + " (" + Amounts.bytes(count.atRiskBytes()) + ") may exist only here.");
        if (status.icloudPhotos() == LibraryStatus.ICloudPhotos.ON) {
            output.line("While iCloud Photos is on, iCloud Backup leaves all photos out. So what is not uploaded is in"
                    + " neither.");
        }
        output.line("HINT: Copy them now: safelight backup SOURCE --to DRIVE");
    }

    private static String original(Asset asset) {
        return asset.originalFilename() == null ? "" : " (" + asset.originalFilename() + ")";
    }

    /// Only what is at risk reaches the sink.
    private static Consumer<Asset> named(Consumer<Asset> sink) {
        return asset -> {
            if (Standing.of(asset).atRisk()) {
                sink.accept(asset);
            }
        };
    }

    private void json(Path path, PhotoLibraries opened, ICloudCount count) throws LibraryException {
        PhotosLibrary library = opened.library();
        LibraryStatus status = library.status();
        LibraryException[] failure = new LibraryException[1];
        output.json(json -> json.object(it -> {
            it.put("source", path.toString())
                    .put(
                            "modelVersion",
                            library.modelVersion().map(String::valueOf).orElse(null))
                    .put("icloudPhotos", status.icloudPhotos().name())
                    .put(
                            "lastSync",
                            status.sync()
                                    .found()
                                    .flatMap(sync -> Optional.ofNullable(sync.lastSync()))
                                    .map(Object::toString)
                                    .orElse(null))
                    .put("assetCount", count.assets())
                    .put("atRisk", count.atRisk())
                    .put("atRiskBytes", count.atRiskBytes())
                    .put("onlyInICloud", count.onlyInICloud().assets())
                    .put("onlyInICloudBytes", count.onlyInICloud().sizeBytes())
                    .put("outgoingBytes", outgoing(status))
                    .array("causes", List.copyOf(status.causes()), (array, cause) -> array.value(cause.name()))
                    .array("unreadable", status.unreadable(), (array, hidden) -> array.value(hidden.path()))
                    .object("standings", inner -> {
                        for (Map.Entry<Standing, ICloudCount.Group> group :
                                count.groups().entrySet()) {
                            inner.object(
                                    group.getKey().name(),
                                    one -> one.put("assets", group.getValue().assets())
                                            .put("sizeBytes", group.getValue().sizeBytes()));
                        }
                    })
                    .object("refusals", inner -> {
                        for (Map.Entry<String, Long> reason : count.refusals().entrySet()) {
                            inner.put(reason.getKey(), reason.getValue());
                        }
                    });
            it.array("assets", assets -> {
                try {
                    library.assets(asset -> {
                        try {
                            assets.object(one -> write(one, asset));
                        } catch (IOException impossible) {
                            throw new UncheckedIOException(impossible);
                        }
                    });
                } catch (LibraryException broken) {
                    failure[0] = broken;
                }
            });
        }));
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static long outgoing(LibraryStatus status) {
        return status.engine().found().map(Engine::outgoing).orElse(Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void write(Output.Json json, Asset asset) throws IOException {
        json.put("uuid", asset.uuid())
                .put("path", asset.path())
                .put("originalFilename", asset.originalFilename())
                .array("types", types(asset), Output.Json::value)
                .put("trashed", asset.trashed().code())
                .put("hidden", asset.hidden())
                .put("favorite", asset.favorite())
                .put("icloud", asset.icloud().code())
                .put("quarantineReason", asset.quarantineReason())
                .put("editNotUploaded", asset.editNotUploaded())
                .put("pairedNotUploaded", asset.pairedNotUploaded())
                .put("outgoingBytes", asset.outgoingBytes())
                .put("originalLocal", asset.originalLocal().code())
                .put("optimizedAway", asset.optimizedAway())
                .put("standing", Standing.of(asset).name());
    }

    private static List<String> types(Asset asset) {
        return asset.types().stream().map(AssetType::label).sorted().toList();
    }

    private void writeCsv(PhotosLibrary library, Path file) throws IOException {
        try (BufferedWriter out =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write("uuid,path,originalFilename,standing,icloud,quarantineReason,originalLocal,outgoingBytes\r\n");
            library.assets(asset -> {
                try {
                    out.write(String.join(
                                    ",",
                                    cell(asset.uuid()),
                                    cell(asset.path()),
                                    cell(asset.originalFilename()),
                                    cell(Standing.of(asset).name()),
                                    cell(asset.icloud().code()),
                                    cell(asset.quarantineReason()),
                                    cell(asset.originalLocal().code()),
                                    Long.toString(asset.outgoingBytes()))
                            + "\r\n");
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /// A field of RFC 4180. One that a spreadsheet would take for a formula gets an apostrophe, as names come
    /// from strangers too.
    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(unit -> unit == ',' || unit == '"' || unit == '\n' || unit == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
