package app.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("safelight.repository"));

    private static final String ROOT = "app.safelight";

    /// Where classes are that break the rules on purpose.
    private static final String BAD_ROOT = "app.safelight.bad";

    /// Modules that the app's class path holds; the bench stands above the app, and picocli is not ours.
    private static final List<String> MODULES =
            List.of("core", "media", "apple", "simulator", "library", "adapters", "app");

    /// For each rule, who breaks it below [#BAD_ROOT].
    private static final Map<String, List<String>> OFFENDERS = Map.ofEntries(
            Map.entry("core uses only the JDK", List.of("core.plan.KnowsLibrary")),
            Map.entry("core packages stand in order", List.of("core.model.LooksAhead", "core.stray.HasNoPlace")),
            Map.entry("core has no threads", List.of("core.plan.StartsThread", "core.plan.AsksExecutor")),
            Map.entry("core has no clock", List.of("core.plan.ReadsClock", "core.plan.ThrowsDice")),
            Map.entry("core opens nothing", List.of("core.plan.OpensFile")),
            Map.entry("core does not reflect", List.of("core.plan.Reflects", "core.plan.FindsByName")),
            Map.entry("only the judge makes a proof", List.of("core.plan.ForgesProof")),
            Map.entry(
                    "threads are made in one package",
                    List.of("core.plan.StartsThread", "media.sniff.MakesExecutor", "media.sniff.WorksInParallel")),
            Map.entry("adapters do not see each other", List.of("place.drive.SeesLedger")),
            Map.entry("media does not know core", List.of("media.sniff.KnowsCore")),
            Map.entry("only commands print", List.of("app.text.Prints", "app.text.Exits")),
            Map.entry("every package is null-marked", List.of("app.text.Prints")),
            Map.entry("names say what a thing is", List.of("core.plan.PlanManager")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses BAD = new ClassFileImporter().importPackages(BAD_ROOT);

    @TestFactory
    Stream<DynamicTest> holds() {
        return new ArchitectureRules(ROOT)
                .all().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(), () -> rule.getValue().check(OURS)));
    }

    @TestFactory
    Stream<DynamicTest> findsOffenders() {
        Map<String, ArchRule> rules = new ArchitectureRules(BAD_ROOT).all();
        assertThat(OFFENDERS).containsOnlyKeys(rules.keySet());
        return rules.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> findsOffenders(rule.getValue(), OFFENDERS.getOrDefault(rule.getKey(), List.of()))));
    }

    private static void findsOffenders(ArchRule rule, List<String> offenders) {
        List<String> details = rule.evaluate(BAD).getFailureReport().getDetails();
        assertThat(offenders).isNotEmpty();
        for (String offender : offenders) {
            assertThat(details).anyMatch(detail -> detail.contains(BAD_ROOT + "." + offender));
        }
        assertThat(details).noneMatch(detail -> detail.contains(BAD_ROOT + ".core.plan.Blameless"));
    }

    @Test
    void looksAtEveryModule() throws IOException {
        for (String module : MODULES) {
            Path sources = REPOSITORY.resolve(module).resolve("src/main/java");
            for (String type : typesBelow(sources)) {
                assertThat(OURS.contain(type)).as(type + " of " + module).isTrue();
            }
        }
    }

    private static List<String> typesBelow(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.map(file -> sources.relativize(file).toString())
                    .filter(name -> name.endsWith(".java") && !name.endsWith("-info.java"))
                    .map(name ->
                            name.substring(0, name.length() - ".java".length()).replace('/', '.'))
                    .toList();
        }
    }
}
