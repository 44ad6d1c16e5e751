package app.safelight.simulator.world;

import app.safelight.core.contract.PlaceContract;
import app.safelight.core.contract.PlaceContract.Setting;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Wrong places, each wrong in one way.
final class PlaceMutants {
    private static final Instant FIRST_FAT_TIME = Instant.parse("1980-01-01T00:00:00Z");

    private PlaceMutants() {}

    static List<Mutant<Setting>> all() {
        return List.of(
                mutant("gives wrong bytes", PlaceMutants::givesWrongBytes, "settled-content-is-there"),
                mutant("has another id each time", anotherId(), "place-stays-itself"),
                mutant("forgets when closed", PlaceMutants::forgetsWhenClosed, "survives-reopening"),
                mutant(
                        "counts what is finished as settled",
                        PlaceMutants::settlesEarly,
                        "nothing-before-settle",
                        "settles-only-what-is-given"),
                mutant(
                        "settles the rest when closed",
                        PlaceMutants::settlesOnClose,
                        "nothing-unsettled-after-reopening"),
                mutant("keeps what was abandoned", PlaceMutants::keepsAbandoned, "abandoned-leaves-nothing"),
                mutant("fails to settle nothing", PlaceMutants::failsOnNothing, "settles-nothing"),
                mutant("settles only so many", PlaceMutants::settlesOnlySome, "settles-many"),
                mutant("settles only in order", PlaceMutants::settlesOnlyInOrder, "settles-in-any-order"),
                mutant(
                        "lists what was stored again twice",
                        listsAgain(),
                        "same-content-is-kept-once",
                        "same-content-twice-in-one-settle"),
                mutant("has one buffer for all stagings", PlaceMutants::oneBuffer, "two-stagings-at-once"),
                mutant("reads one at a time", PlaceMutants::readsOneAtATime, "reads-at-once"),
                mutant("refuses empty contents", PlaceMutants::refusesEmpty, "empty-content"),
                mutant(
                        "cuts large contents",
                        place -> altered(place, AlteredBody.How.CUT_AT_A_MEGABYTE),
                        "large-content"),
                mutant(
                        "never says that a body ends",
                        place -> altered(place, AlteredBody.How.NOTHING_INSTEAD_OF_THE_END),
                        "body-keeps-its-promises"),
                mutant("wraps a reader's failure", PlaceMutants::wrapsFailures, "reader-failure-passes-untouched"),
                mutant("reads unknown contents as empty", PlaceMutants::readsUnknown, "unknown-content-is-missing"),
                mutant(
                        "looks for room too late",
                        PlaceMutants::ignoresSize,
                        "refuses-what-cannot-fit",
                        "refuses-what-is-too-large"),
                mutant("overwrites a file of the same name", overwrites(name -> name), "many-same-names"),
                mutant(
                        "overwrites a file whose name differs in case",
                        overwrites(name -> name.toLowerCase(Locale.ROOT)),
                        "names-that-clash"),
                mutant(
                        "overwrites a file whose name differs in spelling",
                        overwrites(name -> Normalizer.normalize(name, Normalizer.Form.NFC)),
                        "names-that-clash"),
                mutant(
                        "refuses line breaks in names",
                        place -> refusing(
                                place, hint -> hint.originalName().contains("\n"), new PlaceFault.Denied("line break")),
                        "odd-names"),
                mutant("remembers names composed", PlaceMutants::composesNames, "odd-names"),
                mutant("calls an overlong name a failed write", PlaceMutants::failsOnLongNames, "overlong-name"),
                mutant(
                        "refuses times before FAT",
                        place -> refusing(
                                place,
                                hint -> hint.modifiedAt().isBefore(FIRST_FAT_TIME),
                                new PlaceFault.WriteFailed("time")),
                        "odd-times"),
                mutant(
                        "tells the newest origin first",
                        place -> tellingOrigins(place, List::reversed),
                        "origins-oldest-first"),
                mutant(
                        "tells origins by name",
                        place -> tellingOrigins(
                                place,
                                origins -> origins.stream()
                                        .sorted(Comparator.comparing(Origin::key))
                                        .toList()),
                        "origins-oldest-first"),
                mutant("keeps the first origin of a key", PlaceMutants::firstOriginWins, "newest-origin-wins"),
                mutant(
                        "forgets origins that bring no bytes",
                        PlaceMutants::originsOnlyWithBytes,
                        "origins-of-held-content"),
                mutant(
                        "remembers whole seconds",
                        place -> tellingOrigins(
                                place,
                                origins -> origins.stream()
                                        .map(PlaceMutants::toSeconds)
                                        .toList()),
                        "origins-survive-reopening"),
                mutant("misses everything", PlaceMutants::missesEverything, "whole-is-not-missing"),
                mutant(
                        "misses nothing",
                        PlaceMutants::missesNothing,
                        "missing-sees-deletion",
                        "missing-sees-truncation"),
                mutant("misses only what is gone", PlaceMutants::missesOnlyDeleted, "missing-sees-truncation"),
                mutant(
                        "answers out of its own memory",
                        answersFromMemory(),
                        "deleted-is-not-read",
                        "truncated-is-not-whole",
                        "rot-is-not-hidden"),
                mutant(
                        "deletes what it sets aside",
                        PlaceMutants::deletesWhatIsAside,
                        "set-aside-is-forgotten-and-kept"),
                mutant(
                        "does not set aside",
                        PlaceMutants::setsNothingAside,
                        "set-aside-makes-room",
                        "deleted-can-come-back",
                        "set-aside-is-forgotten-and-kept"),
                mutant("fails to set aside the unknown", PlaceMutants::failsOnUnknown, "set-aside-of-unknown"),
                Mutant.of("leaves its contents behind", PlaceMutants::withoutCleanUp, "leaves-nothing-behind"));
    }

    private static Mutant<Setting> mutant(String name, Function<FakePlace, Place> variant, String... caughtBy) {
        return Mutant.of(name, () -> new FakePlaceSetting(variant), caughtBy);
    }

    private static Place altered(FakePlace right, AlteredBody.How how) {
        return new ForwardingPlace(right) {
            @Override
            public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
                    throws PlaceException, E {
                return place.read(content, evidence, body -> reader.read(new AlteredBody(body, how)));
            }
        };
    }

    private static Place givesWrongBytes(FakePlace right) {
        return altered(right, AlteredBody.How.FIRST_BYTE_FLIPPED);
    }

    private static Function<FakePlace, Place> anotherId() {
        int[] opened = {0};
        return right -> {
            PlaceId id = new PlaceId("fake-" + opened[0]++);
            return new ForwardingPlace(right) {
                @Override
                public PlaceId id() {
                    return id;
                }
            };
        };
    }

    private static Place forgetsWhenClosed(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void close() {
                place.erase(List.copyOf(place.durableContents().keySet()), PlaceContract.SOURCE);
                place.close();
            }
        };
    }

    private static Place settlesEarly(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    @Override
                    public Staged finish(ContentId content) throws PlaceException {
                        Staged staged = super.finish(content);
                        place.settle(List.of(staged), List.of());
                        return staged;
                    }
                };
            }

            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                place.settle(List.of(), origins);
            }
        };
    }

    private static Place settlesOnClose(FakePlace right) {
        return new ForwardingPlace(right) {
            private final Set<Staged> finished = new HashSet<>();

            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    @Override
                    public Staged finish(ContentId content) throws PlaceException {
                        Staged staged = super.finish(content);
                        finished.add(staged);
                        return staged;
                    }
                };
            }

            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                finished.removeAll(new HashSet<>(staged));
                place.settle(staged, origins);
            }

            @Override
            public void close() {
                try {
                    place.settle(List.copyOf(finished), List.of());
                } catch (PlaceException failure) {
                    throw new IllegalStateException(failure);
                }
                place.close();
            }
        };
    }

    private static Place keepsAbandoned(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

                    @Override
                    public void write(byte[] buffer, int offset, int length) throws PlaceException {
                        bytes.write(buffer, offset, length);
                        super.write(buffer, offset, length);
                    }

                    @Override
                    public void abandon() {
                        try {
                            Staged staged = finish(Truth.contentOf(bytes.toByteArray()));
                            place.settle(List.of(staged), List.of());
                        } catch (PlaceException failure) {
                            throw new IllegalStateException(failure);
                        }
                    }
                };
            }
        };
    }

    /// Settles what a wrong variant thinks should be settled.
    @FunctionalInterface
    private interface Settles {
        void settle(FakePlace place, List<Staged> staged, List<Origin> origins) throws PlaceException;
    }

    private static Place settling(FakePlace right, Settles how) {
        return new ForwardingPlace(right) {
            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                how.settle(place, staged, origins);
            }
        };
    }

    private static Place failsOnNothing(FakePlace right) {
        return settling(right, (place, staged, origins) -> {
            if (staged.isEmpty()) {
                throw new PlaceException(new PlaceFault.WriteFailed("nothing to write"));
            }
            place.settle(staged, origins);
        });
    }

    private static Place settlesOnlySome(FakePlace right) {
        return settling(
                right,
                (place, staged, origins) -> place.settle(staged.subList(0, Math.min(16, staged.size())), origins));
    }

    private static Place settlesOnlyInOrder(FakePlace right) {
        return new ForwardingPlace(right) {
            private final List<Staged> finished = new ArrayList<>();

            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    @Override
                    public Staged finish(ContentId content) throws PlaceException {
                        Staged staged = super.finish(content);
                        finished.add(staged);
                        return staged;
                    }
                };
            }

            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                if (!finished.subList(0, staged.size()).equals(staged)) {
                    throw new PlaceException(new PlaceFault.WriteFailed("not in order"));
                }
                finished.subList(0, staged.size()).clear();
                place.settle(staged, origins);
            }
        };
    }

    private static Function<FakePlace, Place> listsAgain() {
        Map<ContentId, Integer> settled = new TreeMap<>();
        return right -> new ForwardingPlace(right) {
            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                place.settle(staged, origins);
                staged.forEach(one -> settled.merge(one.content(), 1, Integer::sum));
            }

            @Override
            public void list(Consumer<? super ContentId> sink) throws PlaceException {
                place.list(content -> {
                    for (int i = settled.getOrDefault(content, 0); i > 0; i--) {
                        sink.accept(content);
                    }
                });
            }
        };
    }

    private static Place oneBuffer(FakePlace right) {
        ByteArrayOutputStream shared = new ByteArrayOutputStream();
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                shared.reset();
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        shared.write(buffer, offset, length);
                    }

                    @Override
                    public Staged finish(ContentId content) throws PlaceException {
                        super.write(shared.toByteArray(), 0, shared.size());
                        return super.finish(content);
                    }
                };
            }
        };
    }

    private static Place readsOneAtATime(FakePlace right) {
        return new ForwardingPlace(right) {
            private boolean reading;

            @Override
            public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
                    throws PlaceException, E {
                if (reading) {
                    throw new PlaceException(new PlaceFault.Busy("another reader"));
                }
                reading = true;
                try {
                    return place.read(content, evidence, reader);
                } finally {
                    reading = false;
                }
            }
        };
    }

    private static Place refusesEmpty(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                if (sizeBytes == 0) {
                    throw new PlaceException(new PlaceFault.WriteFailed("nothing to write"));
                }
                return place.stage(hint, sizeBytes);
            }
        };
    }

    private static Place wrapsFailures(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
                    throws PlaceException, E {
                try {
                    return place.read(content, evidence, reader);
                } catch (RuntimeException failure) {
                    throw new IllegalStateException("while reading " + content, failure);
                }
            }
        };
    }

    private static Place readsUnknown(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
                    throws PlaceException, E {
                if (place.claims(content)) {
                    return place.read(content, evidence, reader);
                }
                return PlaceMutants.<R, E>readBytes(new byte[0], reader);
            }
        };
    }

    private static <R, E extends Exception> R readBytes(byte[] bytes, BodyReader<R, E> reader) throws E {
        try {
            return reader.read(new BytesBody(bytes, new SplittableRandom(1), _ -> {}));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Place ignoresSize(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return place.stage(hint, 0);
            }
        };
    }

    /// A place of plain files that does not look whether a name is taken.
    private static Function<FakePlace, Place> overwrites(UnaryOperator<String> sameName) {
        Map<String, ContentId> files = new HashMap<>();
        Map<Staged, String> names = new HashMap<>();
        return right -> new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                return new ForwardingStaging(place.stage(hint, sizeBytes)) {
                    @Override
                    public Staged finish(ContentId content) throws PlaceException {
                        Staged staged = super.finish(content);
                        names.put(staged, sameName.apply(hint.originalName()));
                        return staged;
                    }
                };
            }

            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                place.settle(staged, origins);
                for (Staged one : staged) {
                    ContentId old = files.put(names.getOrDefault(one, ""), one.content());
                    if (old != null && place.claims(old)) {
                        place.strike(new PlaceTrouble.Loses(old));
                    }
                }
            }
        };
    }

    /// What a name hint is refused for.
    @FunctionalInterface
    private interface Refuses {
        boolean refuses(NameHint hint);
    }

    private static Place refusing(FakePlace right, Refuses what, PlaceFault fault) {
        return new ForwardingPlace(right) {
            @Override
            public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
                if (what.refuses(hint)) {
                    throw new PlaceException(fault);
                }
                return place.stage(hint, sizeBytes);
            }
        };
    }

    private static Place failsOnLongNames(FakePlace right) {
        return refusing(
                right,
                hint -> hint.originalName().getBytes(StandardCharsets.UTF_8).length > 255,
                new PlaceFault.WriteFailed("File name too long"));
    }

    private static Place tellingOrigins(FakePlace right, UnaryOperator<List<Origin>> how) {
        return new ForwardingPlace(right) {
            @Override
            public void origins(Consumer<? super Origin> sink) throws PlaceException {
                List<Origin> origins = new ArrayList<>();
                place.origins(origins::add);
                how.apply(origins).forEach(sink);
            }
        };
    }

    private static Place composesNames(FakePlace right) {
        return tellingOrigins(
                right,
                origins -> origins.stream()
                        .map(origin -> new Origin(
                                new ItemKey(
                                        origin.key().source(),
                                        Normalizer.normalize(origin.key().path(), Normalizer.Form.NFC)),
                                origin.modifiedAt(),
                                origin.content()))
                        .toList());
    }

    private static Place firstOriginWins(FakePlace right) {
        return tellingOrigins(right, origins -> {
            Set<ItemKey> told = new HashSet<>();
            return origins.stream().filter(origin -> told.add(origin.key())).toList();
        });
    }

    private static Origin toSeconds(Origin origin) {
        return new Origin(origin.key(), origin.modifiedAt().truncatedTo(ChronoUnit.SECONDS), origin.content());
    }

    private static Place originsOnlyWithBytes(FakePlace right) {
        return settling(
                right, (place, staged, origins) -> place.settle(staged, staged.isEmpty() ? List.of() : origins));
    }

    private static Place missesEverything(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void missing(Consumer<? super ContentId> sink) throws PlaceException {
                place.list(sink);
            }
        };
    }

    private static Place missesNothing(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void missing(Consumer<? super ContentId> sink) {
                // Nothing is ever missing here.
            }
        };
    }

    private static Place missesOnlyDeleted(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void missing(Consumer<? super ContentId> sink) throws PlaceException {
                place.missing(content -> {
                    if (!place.durableContents().containsKey(content)) {
                        sink.accept(content);
                    }
                });
            }
        };
    }

    private static Function<FakePlace, Place> answersFromMemory() {
        Map<ContentId, byte[]> remembered = new TreeMap<>();
        return right -> new ForwardingPlace(right) {
            @Override
            public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
                place.settle(staged, origins);
                remembered.putAll(place.durableContents());
            }

            @Override
            public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
                    throws PlaceException, E {
                byte[] bytes = remembered.get(content);
                return bytes != null && place.claims(content)
                        ? PlaceMutants.<R, E>readBytes(bytes, reader)
                        : place.read(content, evidence, reader);
            }
        };
    }

    private static Place deletesWhatIsAside(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void setAside(ContentId content) throws PlaceException {
                if (place.durableContents().containsKey(content)) {
                    place.strike(new PlaceTrouble.Loses(content));
                }
                place.setAside(content);
            }
        };
    }

    private static Place setsNothingAside(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void setAside(ContentId content) {
                // The damaged copy stays where it is.
            }
        };
    }

    private static Place failsOnUnknown(FakePlace right) {
        return new ForwardingPlace(right) {
            @Override
            public void setAside(ContentId content) throws PlaceException {
                if (!place.claims(content)) {
                    throw new PlaceException(new PlaceFault.Missing());
                }
                place.setAside(content);
            }
        };
    }

    private static Setting withoutCleanUp() {
        return new FakePlaceSetting(place -> place) {
            @Override
            public void cleanUp(Collection<ContentId> stored) {
                // Nothing is removed.
            }
        };
    }
}
