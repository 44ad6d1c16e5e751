package app.safelight.library;

import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskTraits;
import app.safelight.library.contract.ParkingContract;
import app.safelight.library.uploads.FolderParking;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.Parking.Opening;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ParkingFault;
import app.safelight.library.uploads.UploadId;
import app.safelight.simulator.world.DiskTrouble;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.Stopped;
import app.safelight.simulator.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FolderParkingTest {
    private static final UploadId ID = new UploadId(Long.MAX_VALUE - 5);
    private static final byte[] BYTES = random(1, 1_000);
    private static final int PIECE = 100;
    private static final int SEEDS = 20;
    private static final int MAX_CUTS = 500;

    @TestFactory
    Stream<DynamicTest> keepsItsContract() {
        Map<String, DiskTraits> kinds = Map.of(
                "ext4", FileSystems.EXT4,
                "ntfs", FileSystems.NTFS,
                "exfat", FileSystems.EXFAT,
                "fat32", FileSystems.FAT32);
        return kinds.entrySet().stream()
                .flatMap(kind -> ParkingContract.checks().stream()
                        .map(check -> DynamicTest.dynamicTest(kind.getKey() + " " + check.name(), () -> {
                            Disk disk = new SimulatedDisk(new World(1), kind.getValue());
                            assertThat(check.run(() -> FolderParking.open(disk)))
                                    .isEqualTo(new ContractResult.Passed(check.name()));
                        })));
    }

    @Test
    void itsContractCatchesWrongOnes() {
        Set<String> caught = new HashSet<>();
        wrongOnes().forEach((name, wrong) -> {
            Disk disk = new SimulatedDisk(new World(1), FileSystems.EXT4);
            List<String> failed = ParkingContract.run(() -> wrong.apply(FolderParking.open(disk))).stream()
                    .filter(ContractResult.Failed.class::isInstance)
                    .map(ContractResult::check)
                    .toList();
            assertThat(failed).as(name).isNotEmpty();
            caught.addAll(failed);
        });
        assertThat(caught)
                .containsExactlyInAnyOrderElementsOf(ParkingContract.checks().stream()
                        .map(check -> check.name())
                        .toList());
    }

    private static Map<String, UnaryOperator<Parking>> wrongOnes() {
        Map<String, UnaryOperator<Parking>> wrong = new LinkedHashMap<>();
        wrong.put("reads nothing as an empty upload", parking -> new ForwardingParking(parking) {
            @Override
            public <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader)
                    throws ParkingException, E {
                try {
                    return super.read(upload, reader);
                } catch (ParkingException lost) {
                    return altered(reader, new byte[0]);
                }
            }
        });
        wrong.put("gives other bytes", parking -> new ForwardingParking(parking) {
            @Override
            public <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader)
                    throws ParkingException, E {
                return altered(reader, new byte[(int) lengthBytes(upload)]);
            }
        });
        wrong.put("keeps what was only written", parking -> new ForwardingParking(parking) {
            @Override
            Writer forwarding(Writer writer) {
                return new ForwardingWriter(writer) {
                    @Override
                    public void close() {
                        try {
                            keep();
                        } catch (ParkingException impossible) {
                            throw new IllegalStateException(impossible);
                        }
                        super.close();
                    }
                };
            }
        });
        wrong.put("keeps what was only tried", parking -> new ForwardingParking(parking) {
            @Override
            Writer forwarding(Writer writer) {
                return new ForwardingWriter(writer) {
                    @Override
                    public long keep() throws ParkingException {
                        return super.keep() + 1;
                    }
                };
            }
        });
        wrong.put("goes on wherever it likes", parking -> new ForwardingParking(parking) {
            @Override
            public Opening open(UploadId upload, long offsetBytes) throws ParkingException {
                return super.open(upload, lengthBytes(upload));
            }
        });
        wrong.put("lets two write", parking -> new ForwardingParking(parking) {
            @Override
            public Opening open(UploadId upload, long offsetBytes) throws ParkingException {
                Opening opening = super.open(upload, offsetBytes);
                return opening instanceof Opening.Busy ? super.open(new UploadId(upload.value() + 99), 0) : opening;
            }
        });
        wrong.put("takes two uploads for one", parking -> new ForwardingParking(parking) {
            @Override
            public long lengthBytes(UploadId upload) throws ParkingException {
                return super.lengthBytes(new UploadId(upload.value() | 1));
            }

            @Override
            public boolean remove(UploadId upload) throws ParkingException {
                return super.remove(new UploadId(upload.value() | 1)) && super.remove(upload);
            }
        });
        wrong.put("removes nothing", parking -> new ForwardingParking(parking) {
            @Override
            public boolean remove(UploadId upload) {
                return true;
            }
        });
        wrong.put("says that it removed what is written", parking -> new ForwardingParking(parking) {
            @Override
            public boolean remove(UploadId upload) throws ParkingException {
                super.remove(upload);
                return true;
            }
        });
        wrong.put("lists twice", parking -> new ForwardingParking(parking) {
            @Override
            public void list(Consumer<? super Parked> sink) throws ParkingException {
                super.list(sink);
                super.list(sink);
            }
        });
        wrong.put("forgets at its end", parking -> new ForwardingParking(parking) {
            @Override
            public void close() throws ParkingException {
                List<Parked> all = new ArrayList<>();
                list(all::add);
                for (Parked one : all) {
                    remove(one.upload());
                }
                super.close();
            }
        });
        wrong.put("takes the reader's failures for its own", parking -> new ForwardingParking(parking) {
            @Override
            public <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader)
                    throws ParkingException, E {
                try {
                    return super.read(upload, reader);
                } catch (ParkingException own) {
                    throw own;
                } catch (Exception readers) {
                    throw new ParkingException(new ParkingFault.Failed("no"), readers);
                }
            }
        });
        return wrong;
    }

    private static <R, E extends Exception> R altered(BodyReader<R, E> reader, byte[] bytes)
            throws ParkingException, E {
        try {
            return reader.read(new Body() {
                @Override
                public long sizeBytes() {
                    return bytes.length;
                }

                @Override
                public int read(long positionBytes, byte[] buffer, int offset, int length) {
                    return length == 0 ? 0 : -1;
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Sends all bytes in pieces, each kept at once, and tells each length that was acknowledged.
    private static void send(Parking parking, Consumer<Long> acknowledged) throws ParkingException {
        long offset = parking.lengthBytes(ID);
        while (offset < BYTES.length) {
            try (Parking.Writer writer = ((Opening.Open) parking.open(ID, offset)).writer()) {
                writer.write(BYTES, (int) offset, PIECE / 2);
                writer.write(BYTES, (int) offset + PIECE / 2, PIECE / 2);
                offset = writer.keep();
            }
            acknowledged.accept(offset);
        }
    }

    private static byte[] read(Parking parking) throws ParkingException {
        if (parking.lengthBytes(ID) == 0) {
            return new byte[0];
        }
        return parking.<byte[], RuntimeException>read(ID, body -> {
            byte[] bytes = new byte[(int) body.sizeBytes()];
            int done = 0;
            while (done < bytes.length) {
                done += body.read(done, bytes, done, bytes.length - done);
            }
            return bytes;
        });
    }

    @Test
    void anEndAtAnyOperationLosesNothingAcknowledged() throws Exception {
        for (World.Stop stop : World.Stop.values()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                int cuts = 0;
                while (stopAt(seed, cuts, stop)) {
                    cuts++;
                    assertThat(cuts).isLessThan(MAX_CUTS);
                }
                // Each of ten pieces is forced, named and made durable, and the file is made, and removed.
                assertThat(cuts).isGreaterThanOrEqualTo(32);
            }
        }
    }

    private static boolean stopAt(int seed, int operation, World.Stop stop) throws Exception {
        World world = new World(seed);
        SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
        FolderParking first = FolderParking.open(disk);
        world.stopAt(world.operations() + operation, stop);
        List<Long> acknowledged = new ArrayList<>(List.of(0L));
        boolean stopped = false;
        boolean removing = false;
        try {
            send(first, acknowledged::add);
            removing = true;
            first.remove(ID);
        } catch (Stopped end) {
            stopped = true;
        }
        world.restorePower();
        if (!stopped) {
            world.cutPower();
            world.restorePower();
        }
        FolderParking second = FolderParking.open(disk);
        long length = second.lengthBytes(ID);
        if (!removing) {
            assertThat(length).isBetween(acknowledged.getLast(), acknowledged.getLast() + PIECE);
        }
        assertThat(length % PIECE).isZero();
        assertThat(read(second)).isEqualTo(Arrays.copyOf(BYTES, (int) length));
        // What is acknowledged after the restart survives another end at once.
        world.cutPower();
        world.restorePower();
        FolderParking third = FolderParking.open(disk);
        assertThat(third.lengthBytes(ID)).isEqualTo(length);
        send(third, _ -> {});
        assertThat(read(third)).isEqualTo(BYTES);
        assertThat(third.remove(ID)).isTrue();
        assertOnlyTheLock(disk);
        return stopped;
    }

    private static void assertOnlyTheLock(Disk disk) throws IOException {
        assertThat(disk.list("")).extracting(Disk.DiskEntry::path).containsExactly("lock");
    }

    @Test
    void aChangeThatFailsIsNotTakenForDone() throws Exception {
        for (LongFunction<DiskTrouble> kind : List.<LongFunction<DiskTrouble>>of(
                DiskTrouble.FailsAfterStoring::new, DiskTrouble.FailsWithoutStoring::new)) {
            int failures = 0;
            while (failAt(failures, kind)) {
                failures++;
                assertThat(failures).isLessThan(MAX_CUTS);
            }
            assertThat(failures).isGreaterThanOrEqualTo(32);
        }
    }

    /// @return whether the change came before the end
    private static boolean failAt(int change, LongFunction<DiskTrouble> kind) throws Exception {
        World world = new World(7);
        SimulatedDisk disk = new SimulatedDisk(world, FileSystems.EXT4);
        FolderParking parking = FolderParking.open(disk);
        long before = disk.changes();
        disk.strike(kind.apply(change));
        List<Long> acknowledged = new ArrayList<>(List.of(0L));
        boolean failed = false;
        try {
            send(parking, acknowledged::add);
            parking.remove(ID);
        } catch (ParkingException once) {
            failed = true;
        }
        boolean struck = disk.changes() - before > change;
        disk.recover();
        // The same process goes on.
        long length = parking.lengthBytes(ID);
        assertThat(read(parking)).isEqualTo(Arrays.copyOf(BYTES, (int) length));
        if (failed && acknowledged.getLast() < BYTES.length) {
            assertThat(length).isGreaterThanOrEqualTo(acknowledged.getLast());
        }
        world.cutPower();
        world.restorePower();
        FolderParking second = FolderParking.open(disk);
        assertThat(second.lengthBytes(ID)).isGreaterThanOrEqualTo(failed ? length : 0);
        send(second, _ -> {});
        assertThat(read(second)).isEqualTo(BYTES);
        assertThat(second.remove(ID)).isTrue();
        assertOnlyTheLock(disk);
        return struck;
    }

    @Test
    void onlyOneProcessHasTheFolder() throws Exception {
        Disk disk = new SimulatedDisk(new World(1), FileSystems.EXT4);
        FolderParking parking = FolderParking.open(disk);
        assertThatThrownBy(() -> FolderParking.open(disk))
                .isInstanceOfSatisfying(
                        ParkingException.class,
                        inUse -> assertThat(inUse.fault()).isEqualTo(new ParkingFault.InUse()));
        parking.close();
        FolderParking.open(disk).close();
    }

    @Test
    void otherFilesAreLeftAlone() throws Exception {
        Disk disk = new SimulatedDisk(new World(1), FileSystems.EXT4);
        List<String> names = List.of("notes.txt", "123.4", "000000000000000g.5", "0000000000000001.05");
        for (String name : names) {
            disk.create(name).close();
        }
        disk.createFolder("0000000000000001.7");
        FolderParking parking = FolderParking.open(disk);
        List<Parking.Parked> parked = new ArrayList<>();
        parking.list(parked::add);
        assertThat(parked).isEmpty();
        assertThat(disk.list("")).hasSize(names.size() + 2);
    }

    @Test
    void aFileThatLostWhatItsNameSaysDoesNotCount() throws Exception {
        Disk disk = new SimulatedDisk(new World(1), FileSystems.EXT4);
        FolderParking parking = FolderParking.open(disk);
        send(parking, _ -> {});
        parking.close();
        disk.truncate("7ffffffffffffffa.1000", 999);
        FolderParking again = FolderParking.open(disk);
        assertThat(again.lengthBytes(ID)).isZero();
        send(again, _ -> {});
        assertThat(read(again)).isEqualTo(BYTES);
    }
}
