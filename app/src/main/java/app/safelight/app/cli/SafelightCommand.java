package app.safelight.app.cli;

import app.safelight.app.text.Words;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.source.SourceException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// A command: runs, and turns each failure into a fact, a hint and an exit code.
abstract class SafelightCommand implements Callable<Integer> {
    @Mixin
    final Common common = new Common();

    final Surroundings surroundings;
    final Output output;

    SafelightCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = surroundings.output();
    }

    abstract ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException;

    @Override
    public final Integer call() {
        try {
            return run().code();
        } catch (Trouble trouble) {
            output.error(String.valueOf(trouble.getMessage()), trouble.hint());
            return trouble.exitCode().code();
        } catch (LedgerException failure) {
            output.error(Words.fault(failure.fault()), hint(failure.fault()));
            return ExitCode.LEDGER.code();
        } catch (PlaceException failure) {
            output.error(Words.fault(failure.fault()), Words.fix(ReasonCode.of(failure.fault())));
            return ExitCode.PLACE.code();
        } catch (SourceException failure) {
            output.error(Words.fault(failure.fault()), Words.fix(ReasonCode.of(failure.fault())));
            return ExitCode.SOURCE.code();
        }
    }

    private static String hint(LedgerFault fault) {
        return switch (fault) {
            case LedgerFault.Damaged _ ->
                "Keep the file. 'safelight doctor' looks closer; 'safelight verify PLACE' with SAFELIGHT_HOME set to"
                        + " a new folder makes a new ledger from a place.";
            case LedgerFault.NewerFormat _ -> "Update Safelight.";
            case LedgerFault.Busy _ -> "Wait until the other run has ended.";
            case LedgerFault.Full _ -> "Free space on the disk that holds it, then run the command again.";
            case LedgerFault.Unreachable _ -> "Set SAFELIGHT_HOME to a folder that you can read and write.";
        };
    }
}
