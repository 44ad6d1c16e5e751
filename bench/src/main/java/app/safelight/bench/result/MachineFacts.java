package app.safelight.bench.result;

/// Where it was measured. No names and no paths: results are public.
///
/// @param processor the maker's words for it
/// @param memoryBytes all there is, used or not
/// @param fileSystem its type, where source and copies were
/// @param kernel name and version
/// @param java build of the Java that the harness and Safelight ran on
public record MachineFacts(
        int cores, String processor, long memoryBytes, String fileSystem, String kernel, String java) {}
