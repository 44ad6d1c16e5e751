package app.safelight.app.text;

import java.util.regex.Pattern;

/// Text for commands that a person copies into a shell.
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private Shell() {}

    /// One argument, in quotes if it needs them.
    public static String argument(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
