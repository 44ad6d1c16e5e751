package app.safelight.bad.core.stray;

final class HasNoPlace {}
