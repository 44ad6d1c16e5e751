package app.safelight.app.wiring;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What a person writes for SOURCE, the same in every command: `iphone` for the one that is plugged in,
/// `iphone:UDID` or `iphone:NAME` for one of several (iPads too), or else a path. A folder that is really
/// called `iphone` is `./iphone`.
public sealed interface SourceName {
    /// The word for a phone.
    String PHONE = "iphone";

    /// For the help of commands.
    String HELP = "'iphone' for the one that is plugged in ('iphone:UDID' or 'iphone:NAME' of several)";

    /// A phone over its cable, or the network.
    record Phone(PhoneName name) implements SourceName {
        @Override
        public String typed() {
            return name.isAny() ? PHONE : PHONE + ":" + name.text();
        }
    }

    /// What stands at a path of this computer.
    ///
    /// @param path absolute
    record Stored(Path path) implements SourceName {
        @Override
        public String typed() {
            return path.toString();
        }
    }

    /// As a person would type it, before a shell's quotes.
    String typed();

    /// @param folder that relative paths start from
    /// @throws InvalidPathException if it can be no path on this computer
    static SourceName of(String text, Path folder) {
        return phone(text)
                .<SourceName>map(Phone::new)
                .orElseGet(() -> new Stored(folder.resolve(text).normalize()));
    }

    /// Which phone a text means; empty if it means no phone but a path.
    static Optional<PhoneName> phone(String text) {
        String start = text.substring(0, Math.min(text.length(), PHONE.length()));
        if (!start.toLowerCase(Locale.ROOT).equals(PHONE)) {
            return Optional.empty();
        }
        String rest = text.substring(PHONE.length());
        if (rest.isEmpty()) {
            return Optional.of(PhoneName.ANY);
        }
        return rest.charAt(0) == ':' ? Optional.of(new PhoneName(rest.substring(1))) : Optional.empty();
    }
}
