package app.safelight.app.cli;

import app.safelight.app.browse.ByDate;
import app.safelight.app.browse.PhotoFacts;
import app.safelight.app.browse.PhotoFilter;
import app.safelight.app.browse.PhotoGroups;
import app.safelight.app.browse.Safety;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.PhotoWords;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "browse",
        description = {
            "List the photos of a library to choose from, or count them.",
            "One a line: when it was taken, its kind, the size of its original, what iCloud reports, whether a backup has"
                    + " proven it safe, and its path. The oldest first, those without a date last. With --by only how many"
                    + " there are by album, kind, month or size. All conditions must hold together."
        },
        footer = {"", "Example: safelight browse iphone --kind videos --larger 100MB --not-safe"})
final class BrowseCommand extends LibraryCommand {
    @Mixin
    final PhotoFilterOptions wanted = new PhotoFilterOptions();

    @Option(names = "--by", paramLabel = "GROUP", description = "Count instead: by album, kind, month or size.")
    PhotoGroups.@Nullable By by;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write a line for every photo into this new file.")
    @Nullable
    String csv;

    BrowseCommand(Surroundings surroundings) {
        this(surroundings, PhoneCommand.finder(surroundings));
    }

    BrowseCommand(Surroundings surroundings, PhoneCommand.Finder finder) {
        super(surroundings, finder);
    }

    /// A failure of the ledger amid a pass over the photos.
    private static final class LedgerFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient LedgerException failure;

        LedgerFailed(LedgerException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    @Override
    ExitCode run(Found found) throws Trouble, LedgerException, IOException {
        PhotoFilter filter = wanted.filter();
        requireNew(csv);
        try (PhotoLibraries opened = found.opening().open();
                KnownSafety safety = KnownSafety.of(surroundings, found.name(), opened)) {
            Listing listing =
                    new Listing(opened, filter, safety, surroundings.zone().get());
            if (csv != null) {
                writeCsv(listing, csv);
            }
            if (by != null) {
                groups(found, listing, by);
            } else if (common.json) {
                json(found, listing);
            } else {
                say(listing);
            }
            return ExitCode.OK;
        } catch (LedgerFailed failed) {
            throw failed.failure;
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    /// The photos that are wanted, which can be gone through again and again.
    private record Listing(PhotoLibraries opened, PhotoFilter filter, KnownSafety known, ZoneId zone) {
        void each(BiConsumer<PhotoFacts, Safety> sink) throws LibraryException {
            opened.library().assets(asset -> {
                PhotoFacts photo = PhotoFacts.of(asset, opened.standing(asset), zone);
                if (filter.selects(photo)) {
                    Safety safety = safety(photo);
                    if (filter.selects(photo, safety)) {
                        sink.accept(photo, safety);
                    }
                }
            });
        }

        void byDate(BiConsumer<PhotoFacts, Safety> sink) throws LibraryException {
            ByDate.Photos photos = one -> each((photo, _) -> one.accept(photo));
            Consumer<PhotoFacts> each = photo -> sink.accept(photo, safety(photo));
            new ByDate(photos).tell(each);
        }

        private Safety safety(PhotoFacts photo) {
            try {
                return known.of(photo.path());
            } catch (LedgerException failure) {
                throw new LedgerFailed(failure);
            }
        }
    }

    private void say(Listing listing) throws LibraryException {
        PhotoGroups.Group all = new PhotoGroups.Group();
        listing.byDate((photo, safety) -> {
            all.add(photo, safety);
            output.line(PhotoWords.line(photo, safety));
        });
        output.line(total(all));
    }

    private static String total(PhotoGroups.Group all) {
        return Amounts.count(all.photos(), "photo or video", "photos and videos") + " ("
                + Amounts.bytes(all.sizeBytes()) + "), of which " + Amounts.number(all.notSafe())
                + " not proven safe.";
    }

    private void groups(Found found, Listing listing, PhotoGroups.By wantedGroups) throws LibraryException {
        PhotoGroups groups = new PhotoGroups(wantedGroups);
        PhotoGroups.Group all = new PhotoGroups.Group();
        listing.each((photo, safety) -> {
            groups.add(photo, safety);
            all.add(photo, safety);
        });
        if (common.json) {
            output.json(json -> json.object(it -> {
                it.put("source", found.name().typed())
                        .put("by", wantedGroups.name().toLowerCase(Locale.ROOT))
                        .array(
                                "groups",
                                groups.groups(),
                                (array, one) ->
                                        array.object(group -> write(group.put("name", one.name()), one.group())));
                it.object("total", total -> write(total, all));
            }));
            return;
        }
        groups.groups()
                .forEach(one -> output.line(String.format(
                        Locale.ROOT,
                        "%9s  %8s  %9s not proven safe  %s",
                        Amounts.number(one.group().photos()),
                        Amounts.bytes(one.group().sizeBytes()),
                        Amounts.number(one.group().notSafe()),
                        one.name())));
        output.line(total(all));
    }

    private static void write(Output.Json json, PhotoGroups.Group group) throws IOException {
        json.put("photos", group.photos()).put("sizeBytes", group.sizeBytes()).put("notSafe", group.notSafe());
    }

    private void json(Found found, Listing listing) throws LibraryException {
        LibraryException[] failure = new LibraryException[1];
        PhotoGroups.Group all = new PhotoGroups.Group();
        output.json(json -> json.object(it -> {
            it.put("source", found.name().typed());
            it.array("assets", assets -> {
                try {
                    listing.byDate((photo, safety) -> {
                        all.add(photo, safety);
                        try {
                            assets.object(one -> write(one, photo, safety));
                        } catch (IOException impossible) {
                            throw new UncheckedIOException(impossible);
                        }
                    });
                } catch (LibraryException broken) {
                    failure[0] = broken;
                }
            });
            it.object("total", total -> write(total, all));
        }));
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static void write(Output.Json json, PhotoFacts photo, Safety safety) throws IOException {
        json.put("uuid", photo.uuid())
                .put("path", photo.path())
                .put("originalFilename", photo.originalFilename())
                .array("kinds", List.copyOf(photo.kinds()), (array, kind) -> array.value(typed(kind)))
                .put("taken", photo.taken().map(Object::toString).orElse(null))
                .put("sizeBytes", photo.sizeBytes())
                .array("albums", photo.albums(), Output.Json::value)
                .put("favorite", photo.favorite())
                .put("hidden", photo.hidden())
                .put("icloud", StandingText.typed(photo.standing()))
                .put("safety", safety.name());
    }

    private static String typed(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void writeCsv(Listing listing, String file) throws IOException {
        List<String> names = List.of(
                "uuid",
                "path",
                "originalFilename",
                "kinds",
                "taken",
                "sizeBytes",
                "albums",
                "favorite",
                "hidden",
                "icloud",
                "safety");
        try (Csv lines = new Csv(surroundings.folder().resolve(file), names)) {
            listing.byDate((photo, safety) -> lines.line(
                    photo.uuid(),
                    photo.path(),
                    photo.originalFilename(),
                    String.join(
                            " ",
                            photo.kinds().stream().map(BrowseCommand::typed).toList()),
                    photo.taken().map(Object::toString).orElse(null),
                    Long.toString(photo.sizeBytes()),
                    String.join("; ", photo.albums()),
                    Boolean.toString(photo.favorite()),
                    Boolean.toString(photo.hidden()),
                    StandingText.typed(photo.standing()),
                    safety.name()));
        }
    }
}
