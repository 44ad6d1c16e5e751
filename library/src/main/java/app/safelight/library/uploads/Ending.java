package app.safelight.library.uploads;

import app.safelight.core.model.Sha256;
import app.safelight.library.assets.Intake;

/// How an upload ended. Its parked bytes are given up, and so is what was reserved for it.
public sealed interface Ending {
    /// The library decided on it; only [Intake.Taken] means that it holds the file.
    record Decided(Intake outcome) implements Ending {}

    /// All bytes came, and they are not those that were announced. Nothing of them is kept.
    record WrongDigest(Sha256 declared, Sha256 found) implements Ending {}
}
