package app.safelight.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a command says what it has to say: lines for people, or one JSON document for programs. Control
/// characters in names never reach a terminal raw.
final class Output {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintWriter out;
    private final PrintWriter err;

    Output(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    void line(String text) {
        out.println(clean(text));
        out.flush();
    }

    /// For what is not the answer: notes, errors.
    void note(String text) {
        err.println(clean(text));
        err.flush();
    }

    /// A fact, then what to do about it.
    void error(String fact, String hint) {
        note("safelight: " + fact);
        if (!hint.isEmpty()) {
            note("HINT: " + hint);
        }
    }

    /// Prints one JSON document, indented, with a line end. It is printed while it is written, so that it may
    /// be of any length.
    void json(JsonWriter content) {
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.useDefaultPrettyPrinter();
            content.write(new Json(generator));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a print writer keeps its failures to itself", impossible);
        }
        out.println();
        out.flush();
    }

    /// Replaces what could steer a terminal.
    static String clean(String text) {
        boolean plain = text.chars().noneMatch(Output::steers);
        if (plain) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        text.chars().forEach(unit -> {
            if (steers(unit)) {
                cleaned.append(String.format("\\u%04x", unit));
            } else {
                cleaned.append((char) unit);
            }
        });
        return cleaned.toString();
    }

    private static boolean steers(int unit) {
        return Character.isISOControl(unit) || (unit >= 0x202A && unit <= 0x202E) || (unit >= 0x2066 && unit <= 0x2069);
    }

    /// Writes a document.
    @FunctionalInterface
    interface JsonWriter {
        void write(Json json) throws IOException;
    }

    /// A JSON generator with the few calls the commands need.
    static final class Json {
        private final JsonGenerator generator;

        Json(JsonGenerator generator) {
            this.generator = generator;
        }

        Json object(JsonWriter content) throws IOException {
            generator.writeStartObject();
            content.write(this);
            generator.writeEndObject();
            return this;
        }

        Json object(String name, JsonWriter content) throws IOException {
            generator.writeFieldName(name);
            return object(content);
        }

        <T> Json array(String name, List<T> list, ElementWriter<T> element) throws IOException {
            generator.writeArrayFieldStart(name);
            for (T one : list) {
                element.write(this, one);
            }
            generator.writeEndArray();
            return this;
        }

        /// An array of objects or values that are written as they come.
        Json array(String name, JsonWriter elements) throws IOException {
            generator.writeArrayFieldStart(name);
            elements.write(this);
            generator.writeEndArray();
            return this;
        }

        Json put(String name, @Nullable String value) throws IOException {
            if (value == null) {
                generator.writeNullField(name);
            } else {
                generator.writeStringField(name, value);
            }
            return this;
        }

        Json put(String name, long value) throws IOException {
            generator.writeNumberField(name, value);
            return this;
        }

        Json put(String name, boolean value) throws IOException {
            generator.writeBooleanField(name, value);
            return this;
        }

        Json put(String name, double value) throws IOException {
            generator.writeNumberField(name, value);
            return this;
        }

        Json value(String value) throws IOException {
            generator.writeString(value);
            return this;
        }
    }

    /// Writes one element of a list.
    @FunctionalInterface
    interface ElementWriter<T> {
        void write(Json json, T element) throws IOException;
    }
}
