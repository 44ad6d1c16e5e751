package app.safelight;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/// What no class may do, and why. Which module may see which is kept by Maven already: a jar that is not there
/// cannot be used. These rules keep what Maven cannot see.
///
/// @param root the package that all others are below; the rules are tried on bad examples below another one
record ArchitectureRules(String root) {
    /// The packages of the core; each uses only itself and those before it.
    static final List<String> CORE_ORDER = List.of(
            "model",
            "source",
            "place",
            "ledger",
            "policy",
            "plan",
            "backup",
            "restore",
            "reclaim",
            "doctor",
            "contract");

    private static final List<String> BAD_ENDINGS =
            List.of("Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Impl");

    /// Shared data that is safe to reach from many threads makes no thread itself.
    private static final Set<String> HARMLESS_CONCURRENT =
            Set.of("java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.ConcurrentMap");

    /// By type, the calls that read the clock of the machine, or its chance.
    private static final Map<String, Set<String>> CLOCK_CALLS = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.LocalTime", Set.of("now")),
            Map.entry("java.time.LocalDateTime", Set.of("now")),
            Map.entry("java.time.OffsetDateTime", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.time.Year", Set.of("now")),
            Map.entry("java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.util.Date", Set.of("<init>")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.security.SecureRandom", Set.of("<init>")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")));

    /// By type, the calls that make a thread or borrow one from the machine's common pool.
    private static final Map<String, Set<String>> THREAD_CALLS = Map.ofEntries(
            Map.entry("java.lang.Thread", Set.of("<init>", "start", "startVirtualThread", "ofVirtual", "ofPlatform")),
            Map.entry("java.util.Timer", Set.of("<init>")),
            Map.entry("java.util.concurrent.ThreadPoolExecutor", Set.of("<init>")),
            Map.entry("java.util.concurrent.ScheduledThreadPoolExecutor", Set.of("<init>")),
            Map.entry("java.util.concurrent.ForkJoinPool", Set.of("<init>", "commonPool")),
            Map.entry("java.util.concurrent.CompletableFuture", Set.of("supplyAsync", "runAsync")));

    /// Beginnings of the names of those methods of a class object that look into the class.
    private static final List<String> REFLECTING = List.of(
            "forName",
            "newInstance",
            "getDeclared",
            "getMethod",
            "getField",
            "getConstructor",
            "getRecordComponents",
            "getAnnotation",
            "getResource");

    /// All rules by name.
    Map<String, ArchRule> all() {
        return Map.ofEntries(
                Map.entry("core uses only the JDK", coreUsesOnlyTheJdk()),
                Map.entry("core packages stand in order", corePackagesStandInOrder()),
                Map.entry("core has no threads", coreHasNoThreads()),
                Map.entry("core has no clock", coreHasNoClock()),
                Map.entry("core opens nothing", coreOpensNothing()),
                Map.entry("core does not reflect", coreDoesNotReflect()),
                Map.entry("only the judge makes a proof", onlyTheJudgeMakesAProof()),
                Map.entry("threads are made in one package", threadsAreMadeInOnePackage()),
                Map.entry("adapters do not see each other", adaptersDoNotSeeEachOther()),
                Map.entry("media does not know core", mediaDoesNotKnowCore()),
                Map.entry("only commands print", onlyCommandsPrint()),
                Map.entry("every package is null-marked", everyPackageIsNullMarked()),
                Map.entry("names say what a thing is", namesSayWhatAThingIs()));
    }

    private ArchRule coreUsesOnlyTheJdk() {
        return classes()
                .that(resideInAPackage(root + ".core.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + ".core..", "java..", "org.jspecify.."))
                .because("what safe means must be readable, and provable, without knowing any library");
    }

    private ArchRule corePackagesStandInOrder() {
        return classes()
                .that(resideInAPackage(root + ".core.."))
                .should(condition("use only core packages that stand before their own", (type, events) -> {
                    int own = corePosition(type).orElse(-1);
                    if (own < 0) {
                        bad(events, type, type.getName() + " is in a core package that has no place in the order");
                    }
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        corePosition(dependency.getTargetClass())
                                .filter(other -> other > own)
                                .ifPresent(_ -> bad(events, type, dependency.getDescription()));
                    }
                }))
                .because("an order without circles lets one read the core from front to back: " + CORE_ORDER);
    }

    /// Where the package of a core class stands in the order; empty for all others.
    private Optional<Integer> corePosition(JavaClass type) {
        String prefix = root + ".core.";
        if (!type.getPackageName().startsWith(prefix)) {
            return Optional.empty();
        }
        String name = type.getPackageName().substring(prefix.length());
        int end = name.indexOf('.');
        return Optional.of(CORE_ORDER.indexOf(end < 0 ? name : name.substring(0, end)));
    }

    private ArchRule coreHasNoThreads() {
        DescribedPredicate<JavaClass> threading = describe("run code on other threads", type -> {
            boolean concurrent = type.getPackageName().startsWith("java.util.concurrent")
                    && !type.getPackageName().equals("java.util.concurrent.atomic")
                    && !HARMLESS_CONCURRENT.contains(type.getName());
            return concurrent || type.isEquivalentTo(Thread.class) || type.isEquivalentTo(java.util.Timer.class);
        });
        return noClasses()
                .that(resideInAPackage(root + ".core.."))
                .should()
                .dependOnClassesThat(threading)
                .because("the simulator replays a run from one seed, and that takes one thread;"
                        + " others lend the core theirs");
    }

    private ArchRule coreHasNoClock() {
        return noClasses()
                .that(resideInAPackage(root + ".core.."))
                .should()
                .accessTargetWhere(calls(CLOCK_CALLS, "the machine's clock or chance"))
                .because("time and chance come in by constructor, so that a failing run can be run again as it was");
    }

    private ArchRule coreOpensNothing() {
        DescribedPredicate<JavaClass> opening = describe("open files or connections", type -> {
            String name = type.getName();
            if (type.isAssignableTo(java.io.IOException.class)) {
                return false; // the name of a failure; the ports promise some of them
            }
            return name.startsWith("java.nio.file.")
                    || name.startsWith("java.nio.channels.")
                    || name.startsWith("java.net.")
                    || name.startsWith("java.io.File")
                    || name.equals("java.io.RandomAccessFile")
                    || name.equals("java.lang.ProcessBuilder");
        });
        return noClasses()
                .that(resideInAPackage(root + ".core.."))
                .should()
                .dependOnClassesThat(opening)
                .because("all the core knows of the world comes through its ports;"
                        + " a second way out would be one that no fault was ever tried on");
    }

    private ArchRule coreDoesNotReflect() {
        return noClasses()
                .that(resideInAPackage(root + ".core.."))
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
                .orShould()
                .accessTargetWhere(onTarget(
                        "looks into a class",
                        (owner, name) -> owner.isEquivalentTo(Class.class)
                                && REFLECTING.stream().anyMatch(name::startsWith)))
                .because("what the core does must stand in its text, where the compiler checks it");
    }

    private ArchRule onlyTheJudgeMakesAProof() {
        String proof = root + ".core.policy.Proof";
        return noClasses()
                .that(describe("are not the judge", type -> !type.getName().equals(root + ".core.policy.Judge")))
                .should()
                .callConstructorWhere(describe(
                        "makes a proof", call -> call.getTargetOwner().getName().equals(proof)))
                .because("whoever holds a proof may call a photo safe and even delete it; it is made in one place");
    }

    private ArchRule threadsAreMadeInOnePackage() {
        return noClasses()
                .that(resideInAPackage(root + ".."))
                .and()
                .resideOutsideOfPackage(root + ".app.run..")
                .should()
                .accessTargetWhere(calls(THREAD_CALLS, "makes a thread")
                        .or(onTarget(
                                "is a factory of executors",
                                (owner, _) -> owner.isEquivalentTo(java.util.concurrent.Executors.class)))
                        .or(onTarget("is a parallel stream", (_, name) -> name.equals("parallelStream"))))
                .because("who wants to stop the program, or count what runs at once, must look in one place only");
    }

    private ArchRule adaptersDoNotSeeEachOther() {
        return classes()
                .that(describe("are adapters", type -> adapter(type).isPresent()))
                .should(condition("not see another adapter", (type, events) -> {
                    String own = adapter(type).orElseThrow();
                    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                        adapter(dependency.getTargetClass())
                                .filter(other -> !other.equals(own))
                                .ifPresent(_ -> bad(events, type, dependency.getDescription()));
                    }
                }))
                .because("an adapter is replaced or removed alone; what two of them share belongs into the core")
                .allowEmptyShould(true);
    }

    /// Which adapter a class belongs to, such as `place.drive`.
    private Optional<String> adapter(JavaClass type) {
        for (String port : List.of("source", "place", "ledger")) {
            String prefix = root + "." + port + ".";
            if (type.getPackageName().startsWith(prefix)) {
                String name = type.getPackageName().substring(prefix.length());
                int end = name.indexOf('.');
                return Optional.of(port + "." + (end < 0 ? name : name.substring(0, end)));
            }
        }
        return Optional.empty();
    }

    private ArchRule mediaDoesNotKnowCore() {
        return noClasses()
                .that(resideInAPackage(root + ".media.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(root + ".core..", root + ".app.."))
                .because("what a file is does not depend on where it is kept; others can use it without the rest")
                .allowEmptyShould(true);
    }

    private ArchRule onlyCommandsPrint() {
        return noClasses()
                .that(resideInAPackage(root + ".."))
                .and()
                .resideOutsideOfPackage(root + ".app.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .because("what people and programs read, and the exit code, is decided where the command is");
    }

    private ArchRule everyPackageIsNullMarked() {
        return classes()
                .that(resideInAPackage(root + ".."))
                .should(condition("be in a package marked @NullMarked", (type, events) -> {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        bad(events, type, type.getName() + " is in a package without @NullMarked");
                    }
                }))
                .because("the compiler looks for missing values only where it is told to");
    }

    private ArchRule namesSayWhatAThingIs() {
        return classes()
                .that(resideInAPackage(root + ".."))
                .should(condition("have a name that says what they are", (type, events) -> {
                    if (BAD_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith)) {
                        bad(events, type, type.getName() + " does not say what it is");
                    }
                }))
                .because("a class that is a " + BAD_ENDINGS + " has no bounds, and grows");
    }

    /// Calls to the named methods of the named types.
    private static DescribedPredicate<JavaAccess<?>> calls(Map<String, Set<String>> calls, String description) {
        return onTarget(
                description,
                (owner, name) -> calls.getOrDefault(owner.getName(), Set.of()).contains(name));
    }

    private static DescribedPredicate<JavaAccess<?>> onTarget(
            String description, BiPredicate<JavaClass, String> predicate) {
        Predicate<JavaAccess<?>> onAccess = access -> {
            AccessTarget target = access.getTarget();
            return predicate.test(target.getOwner(), target.getName());
        };
        return describe(description, onAccess);
    }

    /// A check of one class that reports what is bad.
    private interface Look {
        void at(JavaClass type, ConditionEvents events);
    }

    private static ArchCondition<JavaClass> condition(String description, Look look) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                look.at(type, events);
            }
        };
    }

    private static void bad(ConditionEvents events, JavaClass type, String message) {
        events.add(SimpleConditionEvent.violated(type, message));
    }
}
