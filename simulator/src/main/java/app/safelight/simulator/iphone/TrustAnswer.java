package app.safelight.simulator.iphone;

/// What the person does when the phone asks "Trust this computer?". A computer asks again and again until there
/// is an answer.
public sealed interface TrustAnswer {
    /// They tap "Trust" after so many asks without an answer.
    record Accepts(int afterAsks) implements TrustAnswer {}

    /// They tap "Don't Trust" after so many asks without an answer; the next ask shows the question again.
    record Denies(int afterAsks) implements TrustAnswer {}

    /// They do not look at the phone.
    record Ignores() implements TrustAnswer {}
}
