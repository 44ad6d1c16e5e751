package app.safelight.app.wiring;

import app.safelight.apple.device.Device;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// What a person calls a phone that is plugged in: by its UDID, by the name its owner gave it, or not at all,
/// which is enough while there is one.
///
/// @param text empty for whichever is there
public record PhoneName(String text) {
    /// Whichever is there.
    public static final PhoneName ANY = new PhoneName("");

    public PhoneName {
        text = text.strip();
    }

    /// What a person typed where only a phone can be meant: a name, a UDID, or the words that stand for a phone
    /// as a SOURCE.
    public static PhoneName typed(String text) {
        return SourceName.phone(text).orElseGet(() -> new PhoneName(text));
    }

    /// Which device is meant.
    public sealed interface Choice {
        record One(Device device) implements Choice {}

        /// Nothing is plugged in.
        record NoneThere() implements Choice {}

        /// Something is plugged in, but nothing of this name.
        record NoneOfThisName(List<Device> there) implements Choice {
            public NoneOfThisName {
                there = List.copyOf(there);
            }
        }

        /// More than one fits; the person must say which.
        record Several(List<Device> fitting) implements Choice {
            public Several {
                fitting = List.copyOf(fitting);
            }
        }
    }

    public boolean isAny() {
        return text.isEmpty();
    }

    /// @param there each device once
    public Choice among(List<Device> there) {
        if (there.isEmpty()) {
            return new Choice.NoneThere();
        }
        List<Device> fitting = there.stream().filter(this::fits).toList();
        return switch (fitting.size()) {
            case 0 -> new Choice.NoneOfThisName(there);
            case 1 -> new Choice.One(fitting.getFirst());
            default -> new Choice.Several(fitting);
        };
    }

    private boolean fits(Device device) {
        return isAny()
                || device.udid().isCalled(text)
                || device.facts()
                        .map(facts -> plain(facts.name()).equals(plain(text)))
                        .orElse(false);
    }

    /// Letters large or small, accents in one or two pieces, apostrophes as phones write or people type them.
    private static String plain(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
    }
}
