package app.safelight.media.metadata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The simple properties of an XMP packet, in document order: attributes and elements that hold only text.
///
/// A scanner of its own instead of an XML parser: no document type, entity or external reference is ever followed,
/// broken packets give what can be read, and no tree is built. Namespaces are resolved by their declarations, or by
/// the usual prefix where a declaration is missing.
final class XmpDocument {
    static final String EXIF = "http://ns.adobe.com/exif/1.0/";
    static final String TIFF = "http://ns.adobe.com/tiff/1.0/";
    static final String BASIC = "http://ns.adobe.com/xap/1.0/";
    static final String PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/";
    static final String CAMERA = "http://ns.google.com/photos/1.0/camera/";
    static final String ITEM = "http://ns.google.com/photos/1.0/container/item/";

    /// A standard packet fits a JPEG segment of 64 KiB; HEIF and TIFF have room for more, which is edit history.
    static final int MAX_BYTES = 256 << 10;

    /// Properties kept. Edit histories and face lists run to some hundreds.
    private static final int MAX_PROPERTIES = 2_000;

    /// Open elements tracked. Real packets nest under 12 deep.
    private static final int MAX_DEPTH = 64;

    /// Longest value kept. Dates, numbers and names are short; an embedded thumbnail is not wanted.
    private static final int MAX_VALUE_CHARACTERS = 256;

    private static final Map<String, String> USUAL_PREFIXES = Map.of(
            "exif",
            EXIF,
            "tiff",
            TIFF,
            "xmp",
            BASIC,
            "xap",
            BASIC,
            "photoshop",
            PHOTOSHOP,
            "GCamera",
            CAMERA,
            "Camera",
            CAMERA,
            "Item",
            ITEM);

    /// @param owner number of the element that has the attribute, or that the property's element stands in
    record Property(String namespace, String name, String value, int owner) {}

    private final String text;
    private final Map<String, String> prefixes = new HashMap<>(USUAL_PREFIXES);
    private final List<Property> properties = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int elements;
    private int at;

    private XmpDocument(String text) {
        this.text = text;
    }

    static XmpDocument parse(String text) {
        XmpDocument document = new XmpDocument(text);
        document.scan();
        return document;
    }

    List<Property> properties() {
        return properties;
    }

    /// The first value of the property, or null.
    @Nullable
    String value(String namespace, String name) {
        for (Property property : properties) {
            if (property.name().equals(name) && property.namespace().equals(namespace)) {
                return property.value();
            }
        }
        return null;
    }

    private void scan() {
        String openName = null;
        while (properties.size() < MAX_PROPERTIES) {
            int tag = text.indexOf('<', at);
            if (tag < 0) {
                return;
            }
            if (openName != null) {
                closeText(openName, text.substring(at, tag), tag);
                openName = null;
            }
            at = tag + 1;
            if (skipped("!--", "-->") || skipped("![CDATA[", "]]>") || skipped("?", ">") || skipped("!", ">")) {
                continue;
            }
            if (at < text.length() && text.charAt(at) == '/') {
                open.poll();
                at = after('>');
            } else {
                openName = startTag();
            }
        }
    }

    private boolean skipped(String start, String end) {
        if (!text.startsWith(start, at)) {
            return false;
        }
        int found = text.indexOf(end, at + start.length());
        at = found < 0 ? text.length() : found + end.length();
        return true;
    }

    /// A text directly followed by the end tag of its element is that element's value.
    private void closeText(String name, String value, int tag) {
        if (text.startsWith("/", tag + 1) && !value.isBlank()) {
            Integer self = open.poll();
            add(name, value, Objects.requireNonNullElse(open.peek(), 0));
            if (self != null) {
                open.push(self);
            }
        }
    }

    /// @return the element's name if it stays open, null if it closed itself
    private @Nullable String startTag() {
        String name = word();
        int self = ++elements;
        while (at < text.length()) {
            skipSpace();
            if (at >= text.length()) {
                return null;
            }
            char next = text.charAt(at);
            if (next == '>') {
                at++;
                if (open.size() < MAX_DEPTH) {
                    open.push(self);
                }
                return name;
            }
            if (next == '/') {
                at = after('>');
                return null;
            }
            attribute(self);
        }
        return null;
    }

    private void attribute(int self) {
        String name = word();
        skipSpace();
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
            at = Math.min(text.length(), at + 1); // not an attribute: step over it
            return;
        }
        at++;
        skipSpace();
        char quote = at < text.length() ? text.charAt(at) : 0;
        if (quote != '"' && quote != '\'') {
            return;
        }
        int end = text.indexOf(quote, at + 1);
        String value = text.substring(at + 1, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        if (name.startsWith("xmlns:")) {
            prefixes.put(name.substring("xmlns:".length()), value);
        } else {
            add(name, value, self);
        }
    }

    private void add(String name, String value, int owner) {
        int colon = name.indexOf(':');
        if (colon < 0 || value.length() > MAX_VALUE_CHARACTERS) {
            return;
        }
        String namespace = prefixes.get(name.substring(0, colon));
        if (namespace != null) {
            properties.add(new Property(namespace, name.substring(colon + 1), decoded(value.strip()), owner));
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && " \t\r\n=/><\"'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private int after(char wanted) {
        int found = text.indexOf(wanted, at);
        return found < 0 ? text.length() : found + 1;
    }

    private static String decoded(String value) {
        return value.indexOf('&') < 0
                ? value
                : value.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
    }
}
