package app.safelight.apple.lockdown;

import java.util.Optional;

/// What a device answers to being asked to pair, or whether it still is paired.
public sealed interface PairAnswer {
    /// It is paired.
    ///
    /// @param escrowBag what lets services start while it is locked; given only when it was unlocked, and
    ///     secret
    record Paired(EscrowBag escrowBag) implements PairAnswer {}

    /// It shows the question whether to trust this computer; ask again in a second.
    record TrustPending() implements PairAnswer {}

    /// The person answered no.
    record TrustDenied() implements PairAnswer {}

    /// It is locked; ask again when it is not.
    record Locked() implements PairAnswer {}

    /// It does not know this record.
    record Unknown() implements PairAnswer {}

    /// It does not pair over this connection.
    record NeedsCable() implements PairAnswer {}

    /// It is managed, and its manager does not allow it.
    record Managed() implements PairAnswer {}

    /// It refuses for another reason.
    ///
    /// @param code its own word for it
    record Refused(String code) implements PairAnswer {}

    /// A secret, or none; never shown.
    final class EscrowBag {
        private final byte[] bytes;

        EscrowBag(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        Optional<byte[]> bytes() {
            return bytes.length == 0 ? Optional.empty() : Optional.of(bytes.clone());
        }

        @Override
        public String toString() {
            return bytes.length == 0 ? "none" : "given";
        }
    }
}
