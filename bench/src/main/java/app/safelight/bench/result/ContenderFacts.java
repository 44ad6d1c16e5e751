package app.safelight.bench.result;

/// Who was measured.
///
/// @param id short name, the same in every result
/// @param label what it did, for people
/// @param version of the program; empty if that means nothing
public record ContenderFacts(String id, String label, String version) {}
