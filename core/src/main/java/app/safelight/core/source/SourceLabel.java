package app.safelight.core.source;

/// What a person knows a source by.
///
/// @param kind stable word such as `folder`, `card`, `takeout`
/// @param location where it was found, for people; not a key
public record SourceLabel(String kind, String location) {}
