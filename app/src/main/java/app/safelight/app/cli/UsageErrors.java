package app.safelight.app.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// What is said of a command line that makes no sense: the one thing that is wrong with it, and where help is.
/// The whole help page would push that one thing off the screen.
final class UsageErrors {
    /// A short word may be wrong in one letter and still be meant; longer ones in one more for so many letters.
    private static final int LETTERS_FOR_ONE_MORE = 4;

    private UsageErrors() {}

    /// @return the exit code
    static int say(Output output, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        output.error(
                fact(wrong, command),
                "Run '" + command.getCommandSpec().qualifiedName() + " --help' to see what can be typed.");
        return ExitCode.USAGE.code();
    }

    /// A mistyped option is the reason why the right one is missing, and so is told first.
    private static String fact(ParameterException wrong, CommandLine command) {
        List<String> unmatched = command.getUnmatchedArguments();
        for (String word : unmatched) {
            if (word.startsWith("-")) {
                return "Unknown option '" + nameOf(word) + "'."
                        + meant(nearest(
                                nameOf(word),
                                optionNames(command.getCommandSpec().options())));
            }
        }
        if (!unmatched.isEmpty()) {
            String word = unmatched.getFirst();
            return command.getSubcommands().isEmpty()
                    ? "'" + word + "' is one word too many. A name with spaces needs quotes around it."
                    : "Unknown command '" + word + "'."
                            + meant(nearest(word, command.getSubcommands().keySet()));
        }
        return String.valueOf(wrong.getMessage());
    }

    private static String nameOf(String word) {
        int end = word.indexOf('=');
        return end < 0 ? word : word.substring(0, end);
    }

    private static List<String> optionNames(List<OptionSpec> options) {
        return options.stream().map(OptionSpec::longestName).toList();
    }

    private static String meant(Optional<String> suggestion) {
        return suggestion.map(name -> " Did you mean " + name + "?").orElse("");
    }

    /// The name that differs least, if it differs little enough to be meant; how many dashes is no difference.
    private static Optional<String> nearest(String typed, Collection<String> names) {
        String plain = withoutDashes(typed);
        int limit = 1 + plain.length() / LETTERS_FOR_ONE_MORE;
        return names.stream()
                .filter(name -> distance(plain, withoutDashes(name)) <= limit)
                .min(Comparator.comparingInt(name -> distance(plain, withoutDashes(name))));
    }

    private static String withoutDashes(String name) {
        int begin = 0;
        while (begin < name.length() && name.charAt(begin) == '-') {
            begin++;
        }
        return name.substring(begin);
    }

    /// How many letters must be put in, taken out or replaced to make one of the other.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
