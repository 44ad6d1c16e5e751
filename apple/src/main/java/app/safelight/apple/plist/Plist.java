package app.safelight.apple.plist;

import com.dd.plist.BinaryPropertyListParser;
import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import com.dd.plist.XMLPropertyListParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// A property list whose root is a dictionary, which is all that iPhones send. Reads XML and the binary form,
/// writes both. What a key does not hold, or holds as another type, is empty: a phone may leave out anything.
///
/// Threads: reading from any; [#put] from one.
public final class Plist {
    /// No message and no file that we read whole is longer; a device's whole list of applications is 10 MB.
    public static final int MAX_BYTES = 64 << 20;

    private static final byte[] BINARY = "bplist".getBytes(StandardCharsets.US_ASCII);

    /// Nested entities are a way to make a small text huge; Apple's lists have none.
    private static final byte[] ENTITY = "<!ENTITY".getBytes(StandardCharsets.US_ASCII);

    private final NSDictionary dictionary;

    private Plist(NSDictionary dictionary) {
        this.dictionary = dictionary;
    }

    public static Plist empty() {
        return new Plist(new NSDictionary());
    }

    /// @throws MalformedPlist also if it is too long, nested without end, or no dictionary
    public static Plist parse(byte[] bytes) throws MalformedPlist {
        if (parseAny(bytes) instanceof NSDictionary dictionary) {
            return new Plist(dictionary);
        }
        throw new MalformedPlist("a property list that is no dictionary");
    }

    /// A property list whose root is an array of dictionaries; other elements are passed over.
    public static List<Plist> parseArray(byte[] bytes) throws MalformedPlist {
        if (parseAny(bytes) instanceof NSArray array) {
            return dictionaries(array);
        }
        throw new MalformedPlist("a property list that is no array");
    }

    /// How deep lists may be nested is limited by those who parse them: Java's XML to 100, dd-plist's binary
    /// form to 512. Its third form, Apple's oldest, has no limit and is not sent by any device, so it is not
    /// read.
    private static NSObject parseAny(byte[] bytes) throws MalformedPlist {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedPlist("a property list of " + bytes.length + " bytes");
        }
        try {
            if (startsWith(bytes, BINARY)) {
                BinaryPlistCheck.refuseTraps(bytes);
                return BinaryPropertyListParser.parse(bytes);
            }
            if (contains(bytes, ENTITY)) {
                throw new MalformedPlist("a property list with entities");
            }
            return XMLPropertyListParser.parse(document(withoutControls(bytes)));
        } catch (MalformedPlist malformed) {
            throw malformed;
        } catch (Exception senseless) {
            throw new MalformedPlist("not a property list", senseless);
        }
    }

    /// With a handler of errors, as without one the parser prints them, with what a device sent, on the
    /// person's terminal.
    private static Document document(byte[] xml) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilder builder = XMLPropertyListParser.getDocBuilder();
        builder.setErrorHandler(new DefaultHandler());
        return builder.parse(new ByteArrayInputStream(xml));
    }

    /// iOS writes control characters of names as they are, which XML does not allow.
    private static byte[] withoutControls(byte[] xml) {
        byte[] clean = xml.clone();
        for (int i = 0; i < clean.length; i++) {
            if (clean[i] >= 0 && clean[i] < ' ' && clean[i] != '\n' && clean[i] != '\r' && clean[i] != '\t') {
                clean[i] = ' ';
            }
        }
        return clean;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    public Set<String> keys() {
        return new TreeSet<>(List.of(dictionary.allKeys()));
    }

    public boolean has(String key) {
        return dictionary.containsKey(key);
    }

    public Optional<String> string(String key) {
        return dictionary.get(key) instanceof NSString text ? Optional.of(text.getContent()) : Optional.empty();
    }

    public Optional<Long> integer(String key) {
        return dictionary.get(key) instanceof NSNumber number && number.isInteger()
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    /// Any number, also a whole one.
    public Optional<Double> real(String key) {
        return dictionary.get(key) instanceof NSNumber number && !number.isBoolean()
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    /// True, false, or a number that stands for one of them.
    public Optional<Boolean> bool(String key) {
        return dictionary.get(key) instanceof NSNumber number ? Optional.of(number.boolValue()) : Optional.empty();
    }

    public Optional<Instant> date(String key) {
        return dictionary.get(key) instanceof NSDate date
                ? Optional.of(date.getDate().toInstant())
                : Optional.empty();
    }

    public Optional<byte[]> data(String key) {
        return dictionary.get(key) instanceof NSData data ? Optional.of(data.bytes()) : Optional.empty();
    }

    public Optional<Plist> dictionary(String key) {
        return dictionary.get(key) instanceof NSDictionary inner ? Optional.of(new Plist(inner)) : Optional.empty();
    }

    /// The dictionaries of an array; other elements are passed over, no array is an empty one.
    public List<Plist> dictionaries(String key) {
        return dictionary.get(key) instanceof NSArray array ? dictionaries(array) : List.of();
    }

    private static List<Plist> dictionaries(NSArray array) {
        List<Plist> list = new ArrayList<>();
        for (NSObject element : array.getArray()) {
            if (element instanceof NSDictionary inner) {
                list.add(new Plist(inner));
            }
        }
        return list;
    }

    /// The texts of an array; other elements are passed over, no array is an empty one.
    public List<String> strings(String key) {
        List<String> list = new ArrayList<>();
        if (dictionary.get(key) instanceof NSArray array) {
            for (NSObject element : array.getArray()) {
                if (element instanceof NSString text) {
                    list.add(text.getContent());
                }
            }
        }
        return list;
    }

    /// The value of a key as dd-plist has it, for what this class has no method for.
    public Optional<NSObject> value(String key) {
        return Optional.ofNullable(dictionary.get(key));
    }

    public Plist put(String key, String value) {
        dictionary.put(key, new NSString(value));
        return this;
    }

    public Plist put(String key, long value) {
        dictionary.put(key, new NSNumber(value));
        return this;
    }

    public Plist put(String key, boolean value) {
        dictionary.put(key, new NSNumber(value));
        return this;
    }

    public Plist put(String key, byte[] value) {
        dictionary.put(key, new NSData(value));
        return this;
    }

    public Plist put(String key, Instant value) {
        dictionary.put(key, new NSDate(Date.from(value)));
        return this;
    }

    public Plist put(String key, Plist value) {
        dictionary.put(key, value.dictionary);
        return this;
    }

    public Plist put(String key, List<Plist> values) {
        dictionary.put(
                key,
                new NSArray(
                        values.stream().map(one -> (NSObject) one.dictionary).toArray(NSObject[]::new)));
        return this;
    }

    public Plist put(String key, NSObject value) {
        dictionary.put(key, value);
        return this;
    }

    /// All of another list's entries, over those of the same keys here.
    public Plist putAll(Plist other) {
        for (Map.Entry<String, NSObject> entry : other.dictionary.entrySet()) {
            dictionary.put(entry.getKey(), entry.getValue());
        }
        return this;
    }

    public Plist remove(String key) {
        dictionary.remove(key);
        return this;
    }

    public byte[] toXml() {
        return dictionary.toXMLPropertyList().getBytes(StandardCharsets.UTF_8);
    }

    public byte[] toBinary() {
        try {
            return BinaryPropertyListWriter.writeToArray(dictionary);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException("writing to memory cannot fail", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plist that && dictionary.equals(that.dictionary);
    }

    @Override
    public int hashCode() {
        return dictionary.hashCode();
    }

    /// The keys alone: values may be secrets.
    @Override
    public String toString() {
        return "plist " + keys();
    }
}
