package app.safelight.apple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fuzz test of this module with thousands of inputs that are made from its seeds by chance, the same
/// ones each time. It finds less than a search guided by coverage, which takes minutes for each
/// (`./check --long`), but what it takes is seconds, and so it is part of every run.
class FuzzTargetsTest {
    private static final long SEED = 20_261_123;

    private static final int INPUTS = 3_000;

    /// Those that write whole databases for each input get fewer. All together should take some twenty seconds.
    private static final Map<String, Integer> FEWER = Map.of(
            "PhotosLibraryFuzzTest.library", 250,
            "IosBackupFuzzTest.plain", 300,
            "IosBackupFuzzTest.encrypted", 60,
            "BackupFuzzTest.manifest", 200);

    /// Seeds that are used when there are more.
    private static final int MOST_SEEDS = 200;

    /// Longest input; longer ones only take longer.
    private static final int MAX_BYTES = 1 << 20;

    /// All inputs of one test take seconds; what is not done by then never ends.
    private static final Duration HANGS_AFTER = Duration.ofMinutes(4);

    @TestFactory
    Stream<DynamicTest> withstands() throws Exception {
        List<Method> targets = targets();
        assertThat(targets.size()).isGreaterThan(14);
        assertThat(targets.stream().map(FuzzTargetsTest::name)).containsAll(FEWER.keySet());
        return targets.stream().map(target -> DynamicTest.dynamicTest(name(target), () -> run(target)));
    }

    private static String name(Method target) {
        return target.getDeclaringClass().getSimpleName() + "." + target.getName();
    }

    private static List<Method> targets() throws IOException, ReflectiveOperationException, URISyntaxException {
        Path classes = Path.of(FuzzTargetsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Method> targets = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(path -> path.toString().endsWith("FuzzTest.class"))
                    .sorted()
                    .toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                Class<?> test = Class.forName(name.substring(0, name.length() - ".class".length()));
                Arrays.stream(test.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                        .sorted((first, second) -> first.getName().compareTo(second.getName()))
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    private static void run(Method target) throws ReflectiveOperationException {
        List<byte[]> seeds = seeds(target);
        Constructor<?> constructor = target.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        target.setAccessible(true);
        Object test = constructor.newInstance();
        int inputs = FEWER.getOrDefault(name(target), INPUTS);
        Random chance = new Random(SEED);
        assertTimeoutPreemptively(HANGS_AFTER, () -> {
            for (int i = 0; i < inputs; i++) {
                byte[] seed = seeds.get(chance.nextInt(seeds.size()));
                feed(target, test, i % 8 == 0 ? seed : changed(seed, seeds, chance), i);
            }
        });
    }

    private static void feed(Method target, Object test, byte[] input, int number) throws IllegalAccessException {
        try {
            target.invoke(test, input);
        } catch (InvocationTargetException failed) {
            String shown = input.length > 4_000
                    ? "of " + input.length + " bytes"
                    : HexFormat.of().formatHex(input);
            throw new AssertionError("input " + number + " of seed " + SEED + ": " + shown, failed.getCause());
        }
    }

    private static List<byte[]> seeds(Method target) throws ReflectiveOperationException {
        String source =
                Objects.requireNonNull(target.getAnnotation(MethodSource.class)).value()[0];
        Method method = target.getDeclaringClass().getDeclaredMethod(source);
        method.setAccessible(true);
        Stream<?> arguments = switch (method.invoke(null)) {
            case List<?> list -> list.stream();
            case Stream<?> stream -> stream;
            case null, default -> throw new AssertionError(source + " gives no seeds");
        };
        List<byte[]> seeds = arguments
                .limit(MOST_SEEDS)
                .map(one -> one instanceof Arguments inner ? inner.get()[0] : one)
                .map(byte[].class::cast)
                .toList();
        assertThat(seeds).isNotEmpty();
        return seeds;
    }

    private static byte[] changed(byte[] seed, List<byte[]> seeds, Random chance) {
        byte[] bytes = seed.clone();
        for (int change = 1 + chance.nextInt(4); change > 0; change--) {
            int at = chance.nextInt(bytes.length + 1);
            int length = Math.min(bytes.length - at, 1 + chance.nextInt(1 << chance.nextInt(10)));
            bytes = switch (chance.nextInt(7)) {
                case 0 -> spliced(bytes, at, length, noise(chance, length));
                case 1 -> spliced(bytes, at, Math.min(1, length), noise(chance, 1));
                case 2 -> spliced(bytes, at, length, new byte[0]);
                case 3 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
                case 4 -> Arrays.copyOf(bytes, at);
                case 5 -> {
                    byte[] same = new byte[length];
                    Arrays.fill(same, (byte) (chance.nextBoolean() ? 0xFF : 0));
                    yield spliced(bytes, at, length, same);
                }
                default -> {
                    byte[] other = seeds.get(chance.nextInt(seeds.size()));
                    yield spliced(bytes, at, 0, Arrays.copyOf(other, Math.min(other.length, length)));
                }
            };
        }
        return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }

    private static byte[] noise(Random chance, int length) {
        byte[] noise = new byte[length];
        chance.nextBytes(noise);
        return noise;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] spliced = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, spliced, 0, at);
        System.arraycopy(inserted, 0, spliced, at, inserted.length);
        System.arraycopy(bytes, at + removed, spliced, at + inserted.length, bytes.length - at - removed);
        return spliced;
    }
}
