package app.safelight.apple.photoslibrary;

/// A value of an enumeration that this reader does not know. It is shown, and taken for nothing.
///
/// @param column the label of its column
/// @param value as stored, as text
public record UnknownValue(String column, String value) {}
