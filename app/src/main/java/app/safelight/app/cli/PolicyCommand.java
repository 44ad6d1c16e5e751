package app.safelight.app.cli;

import app.safelight.app.config.Settings;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.core.place.Evidence;
import app.safelight.core.policy.ProtectionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "policy",
        description = "Show or change what counts as safe: how many places, how it must be known, how recently.",
        footer = {"", "Example: safelight policy --copies 2 --max-age 90"})
final class PolicyCommand extends SafelightCommand {
    @Option(names = "--copies", paramLabel = "N", description = "Places, besides the source, that must hold a photo.")
    @Nullable
    Integer copies;

    @Option(
            names = "--evidence",
            paramLabel = "HOW",
            description = "How it must be known that they do: ${COMPLETION-CANDIDATES}.")
    @Nullable
    Evidence evidence;

    @Option(names = "--max-age", paramLabel = "DAYS", description = "How old that knowledge may be, in days.")
    @Nullable
    Integer maxAgeDays;

    PolicyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble {
        if (maxAgeDays != null && maxAgeDays < 1) {
            throw new Trouble(ExitCode.USAGE, "--max-age is a number of days, at least 1, not " + maxAgeDays + ".", "");
        }
        Path file = surroundings.home().settings();
        ProtectionPolicy policy;
        try {
            Settings settings = Settings.read(file);
            policy = changed(settings.policy());
            if (copies != null || evidence != null || maxAgeDays != null) {
                settings.with(policy).write(file);
            }
        } catch (IOException failure) {
            throw new Trouble(ExitCode.USAGE, String.valueOf(failure.getMessage()), "Correct or delete the file.");
        } catch (IllegalArgumentException wrong) {
            throw new Trouble(ExitCode.USAGE, String.valueOf(wrong.getMessage()) + ".", "");
        }
        if (common.json) {
            output.json(json -> json.object(it -> it.put("copies", policy.copies())
                    .put("evidence", policy.evidence().name())
                    .put("maxAgeDays", policy.maxAge().toDays())));
        } else {
            output.line("A photo is safe when " + Amounts.count(policy.copies(), "place", "places")
                    + " besides its source " + (policy.copies() == 1 ? "holds" : "hold") + " every part of it,");
            output.line(Words.evidence(policy.evidence()) + " within the last "
                    + Amounts.count(policy.maxAge().toDays(), "day", "days") + ".");
        }
        return ExitCode.OK;
    }

    private ProtectionPolicy changed(ProtectionPolicy policy) {
        return new ProtectionPolicy(
                copies == null ? policy.copies() : copies,
                evidence == null ? policy.evidence() : evidence,
                maxAgeDays == null ? policy.maxAge() : Duration.ofDays(maxAgeDays));
    }
}
