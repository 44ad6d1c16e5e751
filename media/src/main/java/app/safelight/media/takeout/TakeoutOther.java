package app.safelight.media.takeout;

/// A well-formed JSON that is neither about a photo nor about an album: comments, print orders, memory titles.
public record TakeoutOther() implements TakeoutDocument {}
