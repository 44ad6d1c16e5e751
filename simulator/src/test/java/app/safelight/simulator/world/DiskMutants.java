package app.safelight.simulator.world;

import app.safelight.core.contract.DiskContract.Setting;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskTraits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Wrong disks, each wrong in one way that shows while the power stays on.
final class DiskMutants {
    private DiskMutants() {}

    static List<Mutant<Setting>> all() {
        return List.of(
                mutant(
                        "gives wrong bytes",
                        disk -> reading(disk, AlteredBody.How.FIRST_BYTE_FLIPPED, false),
                        "written-bytes-are-read"),
                mutant(
                        "cuts large files",
                        disk -> reading(disk, AlteredBody.How.CUT_AT_A_MEGABYTE, false),
                        "large-files"),
                mutant(
                        "never says that a body ends",
                        disk -> reading(disk, AlteredBody.How.NOTHING_INSTEAD_OF_THE_END, false),
                        "body-keeps-its-promises"),
                mutant(
                        "gives wrong bytes from the medium",
                        disk -> reading(disk, AlteredBody.How.FIRST_BYTE_FLIPPED, true),
                        "reads-from-medium"),
                mutant("cannot force a folder", DiskMutants::cannotForceFolders, "forces"),
                mutant("creates over what is there", DiskMutants::createsOver, "create-never-replaces"),
                mutant("makes folders by itself", DiskMutants::makesFolders, "create-needs-its-folder"),
                mutant("begins anew when it should append", DiskMutants::appendsAnew, "appends-at-the-end"),
                mutant("makes what it should lengthen", DiskMutants::appendsToNothing, "appends-at-the-end"),
                mutant(
                        "leaves the old name",
                        DiskMutants::copiesWhenRenaming,
                        "renames-in-one-step",
                        "moves-between-folders"),
                mutant("replaces when renaming", DiskMutants::replacesWhenRenaming, "rename-never-replaces"),
                mutant("never replaces", DiskMutants::neverReplaces, "replace-takes-the-place"),
                mutant("deletes nothing", DiskMutants::deletesNothing, "deletes"),
                mutant("deletes full folders", DiskMutants::deletesAll, "delete-spares-full-folders"),
                mutant("does not truncate", DiskMutants::neverTruncates, "truncates"),
                mutant("makes what it should open", DiskMutants::makesWhatIsMissing, "missing-files-are-said-so"),
                mutant("has no entry for the root", DiskMutants::noRoot, "entries-tell-what-is-there"),
                mutant("lists everything twice", DiskMutants::listsTwice, "lists-each-once"),
                mutant("lists nothing where nothing is", DiskMutants::listsNothing, "list-of-what-is-no-folder"),
                mutant("makes one folder at a time", DiskMutants::oneFolderAtATime, "folders-and-those-above"),
                mutant("does not set times", DiskMutants::setsNoTimes, "keeps-times-to-its-step"),
                mutant(
                        "keeps bytes back",
                        DiskMutants::keepsBytesBack,
                        "flushed-bytes-are-seen",
                        "time-set-before-force-stays"),
                mutant("has no room", DiskMutants::noRoom, "tells-free-room"),
                mutant("locks for everybody", DiskMutants::locksForAll, "locks-once"),
                mutant("is wrong about case", disk -> telling(disk, FileSystems.APFS), "letter-case-as-told"),
                mutant("is wrong about spelling", disk -> telling(disk, FileSystems.APFS), "spelling-as-told"),
                mutant("is wrong about letters", disk -> telling(disk, FileSystems.NTFS), "forbidden-letters-as-told"),
                mutant(
                        "is wrong about long names",
                        disk -> telling(
                                disk,
                                new DiskTraits(
                                        true, true, false, 300, Long.MAX_VALUE, java.time.Duration.ofNanos(1), true)),
                        "longest-name-as-told"),
                mutant("lists names in lower case", DiskMutants::lowerCase, "keeps-names-as-spelled"));
    }

    private static Mutant<Setting> mutant(String name, Function<SimulatedDisk, Disk> variant, String... caughtBy) {
        return Mutant.of(
                name,
                () -> {
                    Disk wrong = variant.apply(new SimulatedDisk(new World(1), FileSystems.EXT4));
                    return () -> wrong;
                },
                caughtBy);
    }

    private static Disk reading(Disk right, AlteredBody.How how, boolean onlyMedium) {
        return new ForwardingDisk(right) {
            @Override
            public OpenBody open(String path, boolean fromMedium) throws IOException {
                OpenBody body = disk.open(path, fromMedium);
                return onlyMedium && !fromMedium ? body : new AlteredBody(body, how);
            }
        };
    }

    private static Disk cannotForceFolders(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void forceFolder(String path) throws IOException {
                throw new FileSystemException(path, null, "Is a directory");
            }
        };
    }

    private static Disk createsOver(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public DiskFile create(String path) throws IOException {
                if (disk.entry(path).isPresent()) {
                    disk.delete(path);
                }
                return disk.create(path);
            }
        };
    }

    private static Disk makesFolders(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public DiskFile create(String path) throws IOException {
                disk.createFolder(Medium.parent(path));
                return disk.create(path);
            }
        };
    }

    private static Disk appendsAnew(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public DiskFile append(String path) throws IOException {
                DiskFile file = disk.append(path);
                disk.truncate(path, 0);
                return file;
            }
        };
    }

    private static Disk appendsToNothing(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public DiskFile append(String path) throws IOException {
                return disk.entry(path).isPresent() ? disk.append(path) : disk.create(path);
            }
        };
    }

    private static Disk copiesWhenRenaming(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void rename(String from, String to) throws IOException {
                disk.rename(from, to);
                try (DiskFile file = disk.create(from);
                        OpenBody body = disk.open(to, false)) {
                    byte[] buffer = new byte[1];
                    for (long at = 0; at < body.sizeBytes(); at++) {
                        body.read(at, buffer, 0, 1);
                        file.write(buffer, 0, 1);
                    }
                }
            }
        };
    }

    private static Disk replacesWhenRenaming(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void rename(String from, String to) throws IOException {
                disk.replace(from, to);
            }
        };
    }

    private static Disk neverReplaces(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void replace(String from, String to) throws IOException {
                disk.rename(from, to);
            }
        };
    }

    private static Disk deletesNothing(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void delete(String path) {
                // It stays.
            }
        };
    }

    private static Disk deletesAll(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void delete(String path) throws IOException {
                if (disk.entry(path).isPresent() && disk.entry(path).get().type() == DiskEntry.Type.FOLDER) {
                    for (DiskEntry entry : disk.list(path)) {
                        delete(entry.path());
                    }
                }
                disk.delete(path);
            }
        };
    }

    private static Disk neverTruncates(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void truncate(String path, long sizeBytes) {
                // It stays as long as it is.
            }
        };
    }

    private static Disk makesWhatIsMissing(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public OpenBody open(String path, boolean fromMedium) throws IOException {
                if (disk.entry(path).isEmpty()) {
                    disk.create(path).close();
                }
                return disk.open(path, fromMedium);
            }
        };
    }

    private static Disk noRoot(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public Optional<DiskEntry> entry(String path) throws IOException {
                return path.isEmpty() ? Optional.empty() : disk.entry(path);
            }
        };
    }

    private static Disk listing(Disk right, UnaryOperator<List<Disk.DiskEntry>> how) {
        return new ForwardingDisk(right) {
            @Override
            public List<DiskEntry> list(String folder) throws IOException {
                return how.apply(disk.list(folder));
            }
        };
    }

    private static Disk listsTwice(Disk right) {
        return listing(right, entries -> {
            List<Disk.DiskEntry> twice = new ArrayList<>(entries);
            twice.addAll(entries);
            return twice;
        });
    }

    private static Disk listsNothing(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public List<DiskEntry> list(String folder) throws IOException {
                try {
                    return disk.list(folder);
                } catch (NoSuchFileException missing) {
                    return List.of();
                }
            }
        };
    }

    private static Disk oneFolderAtATime(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void createFolder(String path) throws IOException {
                String parent = Medium.parent(path);
                if (disk.entry(parent).isEmpty()) {
                    throw new NoSuchFileException(path);
                }
                disk.createFolder(path);
            }
        };
    }

    private static Disk setsNoTimes(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public void setModifiedAt(String path, Instant modifiedAt) {
                // The time stays.
            }
        };
    }

    private static Disk keepsBytesBack(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public DiskFile create(String path) throws IOException {
                DiskFile file = disk.create(path);
                ByteArrayOutputStream kept = new ByteArrayOutputStream();
                return new DiskFile() {
                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        kept.write(buffer, offset, length);
                    }

                    @Override
                    public void force() throws IOException {
                        file.write(kept.toByteArray(), 0, kept.size());
                        kept.reset();
                        file.force();
                    }

                    @Override
                    public void close() throws IOException {
                        force();
                        file.close();
                    }
                };
            }
        };
    }

    private static Disk noRoom(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public long freeBytes() {
                return 0;
            }
        };
    }

    private static Disk locksForAll(Disk right) {
        return new ForwardingDisk(right) {
            @Override
            public Optional<AutoCloseable> lock(String path) {
                return Optional.of(() -> {});
            }
        };
    }

    private static Disk telling(Disk right, DiskTraits traits) {
        return new ForwardingDisk(right) {
            @Override
            public DiskTraits traits() {
                return traits;
            }
        };
    }

    private static Disk lowerCase(Disk right) {
        return listing(
                right,
                entries -> entries.stream()
                        .map(entry -> new Disk.DiskEntry(
                                entry.path().toLowerCase(Locale.ROOT),
                                entry.type(),
                                entry.sizeBytes(),
                                entry.modifiedAt()))
                        .toList());
    }
}
