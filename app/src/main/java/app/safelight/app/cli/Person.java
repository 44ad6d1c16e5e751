package app.safelight.app.cli;

import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whoever sits before the terminal, if anybody.
interface Person {
    /// Asks for what must not be seen while it is typed.
    ///
    /// @return empty if nobody can be asked
    Optional<char[]> secret(String prompt);

    /// Asks for a line of text that may be seen.
    ///
    /// @return empty if nobody can be asked
    default Optional<String> line(String prompt) {
        return Optional.empty();
    }

    /// Asks for consent.
    ///
    /// @return empty if nobody can be asked
    Optional<Boolean> agrees(String question);

    /// Whether they have pressed Enter since they were last looked at; does not wait.
    ///
    /// @return empty if nobody can press it
    default Optional<Boolean> hasPressedEnter() {
        return Optional.empty();
    }

    /// For runs by scripts and schedulers.
    Person NOBODY = new Person() {
        @Override
        public Optional<char[]> secret(String prompt) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> agrees(String question) {
            return Optional.empty();
        }
    };

    /// The person at the process's own terminal.
    ///
    /// @param watches whether somebody sees the error stream
    static Person atTerminal(boolean watches) {
        return watches ? new AtTerminal() : NOBODY;
    }

    /// The console is looked for only when something is asked: finding it takes time that other commands need
    /// not spend.
    final class AtTerminal implements Person {
        private static final Set<String> YES = Set.of("y", "yes");

        private AtTerminal() {}

        @Override
        public Optional<char[]> secret(String prompt) {
            return console().map(console -> console.readPassword("%s", prompt));
        }

        @Override
        public Optional<String> line(String prompt) {
            return console().map(console -> console.readLine("%s", prompt));
        }

        @Override
        public Optional<Boolean> agrees(String question) {
            return console()
                    .map(console -> console.readLine("%s [y/N] ", question))
                    .map(answer -> YES.contains(answer.strip().toLowerCase(Locale.ROOT)));
        }

        @Override
        public Optional<Boolean> hasPressedEnter() {
            return console().map(_ -> {
                try {
                    return System.in.available() > 0 && System.in.read() >= 0;
                } catch (IOException gone) {
                    return true;
                }
            });
        }

        private static Optional<Console> console() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal);
        }
    }
}
