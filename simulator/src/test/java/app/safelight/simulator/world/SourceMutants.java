package app.safelight.simulator.world;

import app.safelight.core.contract.SourceContract.Setting;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.text.Normalizer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Wrong sources, each wrong in one way.
final class SourceMutants {
    private SourceMutants() {}

    static List<Mutant<Setting>> all() {
        return List.of(
                mutant(
                        "lists everything twice",
                        source -> listing(source, SourceMutants::twice),
                        "lists-every-file-once"),
                mutant(
                        "lists a ghost",
                        source -> listing(
                                source,
                                items -> with(
                                        items, new Item.Available(new ItemKey(source.id(), "ghost"), 0, World.START))),
                        "lists-nothing-of-nothing"),
                mutant(
                        "tells whole minutes",
                        source -> listing(source, SourceMutants::toMinutes),
                        "tells-lengths-and-times"),
                mutant(
                        "lists by file name",
                        source -> listing(
                                source,
                                items -> items.stream()
                                        .sorted(Comparator.comparing(
                                                (Item item) -> item.key().name()))
                                        .toList()),
                        "keeps-folders-together"),
                mutant("composes names", source -> listing(source, SourceMutants::composed), "keeps-paths-as-spelled"),
                mutant(
                        "lists one of two that differ in case",
                        source -> listing(source, SourceMutants::caseBlind),
                        "names-that-clash"),
                mutant("has another id each time", anotherId(), "stays-itself"),
                mutant(
                        "gives wrong bytes",
                        source -> altered(source, AlteredBody.How.FIRST_BYTE_FLIPPED),
                        "gives-the-bytes"),
                mutant(
                        "hides empty files",
                        source -> listing(
                                source,
                                items -> items.stream()
                                        .filter(item -> !(item instanceof Item.Available file && file.sizeBytes() == 0))
                                        .toList()),
                        "empty-file"),
                mutant("cuts large files", source -> altered(source, AlteredBody.How.CUT_AT_A_MEGABYTE), "large-file"),
                mutant(
                        "never says that a body ends",
                        source -> altered(source, AlteredBody.How.NOTHING_INSTEAD_OF_THE_END),
                        "body-keeps-its-promises"),
                mutant("reads one at a time", SourceMutants::readsOneAtATime, "reads-at-once"),
                mutant("wraps a reader's failure", SourceMutants::wrapsFailures, "reader-failure-passes-untouched"),
                mutant("reads what is gone as empty", SourceMutants::readsVanished, "vanished-before-reading"),
                mutant(
                        "does not look again after reading",
                        SourceMutants::looksOnlyBefore,
                        "vanished-while-read",
                        "length-changed-while-read",
                        "time-changed-while-read",
                        "shrunk-while-read"),
                mutant(
                        "takes what is there for what was listed",
                        SourceMutants::adoptsChanges,
                        "length-changed-before-reading",
                        "time-changed-before-reading"),
                mutant("keeps its first listing for ever", keepsItsFirstListing(), "changed-is-read-when-listed-anew"),
                mutant(
                        "hides what cannot be read",
                        source -> listing(
                                source,
                                items -> items.stream()
                                        .filter(Item.Available.class::isInstance)
                                        .toList()),
                        "blocked-is-listed-too"),
                mutant(
                        "looks at whole minutes",
                        source ->
                                looking(source, item -> toMinutes(List.of(item)).getFirst()),
                        "look-tells-what-list-tells"),
                mutant("looks only once", looksOnlyOnce(), "look-sees-a-change"),
                mutant(
                        "sees what is gone as empty",
                        source -> looking(
                                source,
                                item -> item instanceof Item.Blocked
                                        ? new Item.Available(item.key(), 0, World.START)
                                        : item),
                        "look-at-what-is-gone"),
                mutant("lets one fault stop all", SourceMutants::stopsAtAFault, "one-fault-stops-no-other-item"));
    }

    private static Mutant<Setting> mutant(String name, Function<FakeSource, Source> variant, String... caughtBy) {
        return Mutant.of(name, () -> new FakeSourceSetting(variant), caughtBy);
    }

    private static Source listing(FakeSource right, UnaryOperator<List<Item>> how) {
        return new ForwardingSource(right) {
            @Override
            public void list(Consumer<? super Item> sink) throws SourceException {
                List<Item> items = new ArrayList<>();
                source.list(items::add);
                how.apply(items).forEach(sink);
            }
        };
    }

    private static Source looking(FakeSource right, UnaryOperator<Item> how) {
        return new ForwardingSource(right) {
            @Override
            public Item look(ItemKey key) throws SourceException {
                return how.apply(source.look(key));
            }
        };
    }

    private static Function<FakeSource, Source> looksOnlyOnce() {
        Map<ItemKey, Item> seen = new HashMap<>();
        return right -> new ForwardingSource(right) {
            @Override
            public void list(Consumer<? super Item> sink) throws SourceException {
                source.list(item -> {
                    seen.putIfAbsent(item.key(), item);
                    sink.accept(item);
                });
            }

            @Override
            public Item look(ItemKey key) throws SourceException {
                Item known = seen.get(key);
                return known == null ? source.look(key) : known;
            }
        };
    }

    private static List<Item> twice(List<Item> items) {
        List<Item> both = new ArrayList<>(items);
        both.addAll(items);
        return both;
    }

    private static List<Item> with(List<Item> items, Item another) {
        List<Item> more = new ArrayList<>(items);
        more.add(another);
        return more;
    }

    private static List<Item> toMinutes(List<Item> items) {
        return items.stream()
                .map(item -> item instanceof Item.Available(var key, var sizeBytes, var modifiedAt)
                        ? new Item.Available(key, sizeBytes, modifiedAt.truncatedTo(ChronoUnit.MINUTES))
                        : item)
                .toList();
    }

    private static List<Item> composed(List<Item> items) {
        return items.stream()
                .map(item -> item instanceof Item.Available(var key, var sizeBytes, var modifiedAt)
                        ? new Item.Available(
                                new ItemKey(key.source(), Normalizer.normalize(key.path(), Normalizer.Form.NFC)),
                                sizeBytes,
                                modifiedAt)
                        : item)
                .toList();
    }

    private static List<Item> caseBlind(List<Item> items) {
        Set<String> told = new HashSet<>();
        return items.stream()
                .filter(item -> told.add(item.key().path().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Function<FakeSource, Source> anotherId() {
        int[] opened = {0};
        return right -> {
            SourceId id = new SourceId("fake-" + opened[0]++);
            return new ForwardingSource(right) {
                @Override
                public SourceId id() {
                    return id;
                }
            };
        };
    }

    private static Source altered(FakeSource right, AlteredBody.How how) {
        return new ForwardingSource(right) {
            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                return source.read(item, body -> reader.read(new AlteredBody(body, how)));
            }
        };
    }

    private static Source readsOneAtATime(FakeSource right) {
        return new ForwardingSource(right) {
            private boolean reading;

            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                if (reading) {
                    throw new SourceException(new SourceFault.ReadFailed("another reader"));
                }
                reading = true;
                try {
                    return source.read(item, reader);
                } finally {
                    reading = false;
                }
            }
        };
    }

    private static Source wrapsFailures(FakeSource right) {
        return new ForwardingSource(right) {
            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                try {
                    return source.read(item, reader);
                } catch (RuntimeException failure) {
                    throw new IllegalStateException("while reading " + item, failure);
                }
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

    private static Source readsVanished(FakeSource right) {
        return new ForwardingSource(right) {
            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                return source.contentOf(item.key().path()).isPresent()
                        ? source.read(item, reader)
                        : SourceMutants.<R, E>readBytes(new byte[0], reader);
            }
        };
    }

    private static Source looksOnlyBefore(FakeSource right) {
        return new ForwardingSource(right) {
            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                byte[] bytes = source.<byte[], RuntimeException>read(item, body -> {
                    byte[] all = new byte[(int) body.sizeBytes()];
                    for (int at = 0; at < all.length; ) {
                        at += body.read(at, all, at, all.length - at);
                    }
                    return all;
                });
                return SourceMutants.<R, E>readBytes(bytes, reader);
            }
        };
    }

    private static Source adoptsChanges(FakeSource right) {
        return new ForwardingSource(right) {
            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                Item.Available now = source.readable().stream()
                        .filter(other -> other.key().equals(item.key()))
                        .findFirst()
                        .orElse(item);
                return source.read(now, reader);
            }
        };
    }

    private static Function<FakeSource, Source> keepsItsFirstListing() {
        Map<ItemKey, Item> first = new HashMap<>();
        return right -> listing(
                right,
                items -> items.stream()
                        .map(item -> {
                            Item known = first.putIfAbsent(item.key(), item);
                            return known == null ? item : known;
                        })
                        .toList());
    }

    private static Source stopsAtAFault(FakeSource right) {
        return new ForwardingSource(right) {
            private boolean stopped;

            @Override
            public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader)
                    throws SourceException, E {
                if (stopped) {
                    throw new SourceException(new SourceFault.Disconnected("after a fault"));
                }
                try {
                    return source.read(item, reader);
                } catch (SourceException failure) {
                    stopped = true;
                    throw failure;
                }
            }
        };
    }
}
