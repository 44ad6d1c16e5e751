package app.safelight.media.takeout;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects the fields of one JSON file while it is read. A field given twice counts as given last. Confined to
/// one call.
final class TakeoutFields {
    /// Most people kept of one photo. Google tags far fewer.
    private static final int MAX_PEOPLE = 1000;

    /// A timestamp that is a time between the years 1 and 9999; longer ones are no times.
    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}");

    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private @Nullable String title;
    private String description = "";
    private String url = "";
    private boolean favorited;
    private boolean trashed;
    private boolean archived;
    private boolean photo;
    private boolean album;
    private @Nullable Instant photoTakenTime;
    private @Nullable GeoPoint geoData;
    private @Nullable GeoPoint geoDataExif;
    private final List<String> people = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();

    /// Reads the object that the parser stands on, to its end.
    void read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            field(parser, name);
        }
    }

    TakeoutDocument document() {
        if (photo) {
            GeoPoint location = geoData == null ? geoDataExif : geoData;
            return new TakeoutSidecar(
                    title == null ? "" : title,
                    photoTakenTime,
                    location,
                    description,
                    favorited,
                    trashed,
                    archived,
                    people,
                    url,
                    unusable);
        }
        // Only an album has a title and no sign of a photo.
        return album || title != null ? new TakeoutAlbum(title == null ? "" : title, description) : new TakeoutOther();
    }

    private void field(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "title" -> title = text(parser, name);
            case "description" -> description = text(parser, name);
            case "url" -> url = text(parser, name);
            case "favorited" -> favorited = flag(parser, name);
            case "trashed" -> trashed = flag(parser, name);
            case "archived" -> archived = flag(parser, name);
            case "photoTakenTime" -> {
                photo = true;
                photoTakenTime = time(parser, name);
            }
            case "creationTime", "imageViews", "geoDataExif" -> {
                photo = true;
                if (name.equals("geoDataExif")) {
                    geoDataExif = place(parser, name);
                } else {
                    parser.skipChildren();
                }
            }
            case "geoData" -> geoData = place(parser, name);
            case "people" -> people(parser, name);
            case "albumData" -> {
                album = true;
                if (opens(parser, JsonToken.START_OBJECT, name)) {
                    read(parser);
                }
            }
            default -> parser.skipChildren();
        }
    }

    private String text(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        skipUnusable(parser, name);
        return "";
    }

    private boolean flag(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            skipUnusable(parser, name);
            return false;
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private @Nullable Instant time(JsonParser parser, String name) throws IOException {
        String seconds = "";
        if (!opens(parser, JsonToken.START_OBJECT, name)) {
            return null;
        }
        for (String inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (inner.equals("timestamp") && value != null && value.isScalarValue()) {
                seconds = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (SECONDS.matcher(seconds).matches()) {
            Instant time = Instant.ofEpochSecond(Long.parseLong(seconds));
            if (!time.isBefore(FIRST_TIME) && !time.isAfter(LAST_TIME)) {
                return time;
            }
        }
        unusable.add(name);
        return null;
    }

    /// Null for 0, 0, which is how Google writes that it knows none.
    private @Nullable GeoPoint place(JsonParser parser, String name) throws IOException {
        if (!opens(parser, JsonToken.START_OBJECT, name)) {
            return null;
        }
        double latitude = 0;
        double longitude = 0;
        double altitude = 0;
        for (String inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
            parser.nextToken();
            switch (inner) {
                case "latitude" -> latitude = number(parser);
                case "longitude" -> longitude = number(parser);
                case "altitude" -> altitude = number(parser);
                default -> parser.skipChildren();
            }
        }
        if (latitude == 0 && longitude == 0) {
            return null;
        }
        if (!GeoPoint.isPlace(latitude, longitude)) {
            unusable.add(name);
            return null;
        }
        return new GeoPoint(latitude, longitude, Double.isFinite(altitude) ? altitude : 0);
    }

    /// The number the parser stands on, NaN for anything else. A double cannot overflow: too large becomes infinite.
    private static double number(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return Double.parseDouble(parser.getText());
        }
        parser.skipChildren();
        return Double.NaN;
    }

    private void people(JsonParser parser, String name) throws IOException {
        if (!opens(parser, JsonToken.START_ARRAY, name)) {
            return;
        }
        people.clear();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                skipUnusable(parser, name);
                continue;
            }
            for (String inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
                parser.nextToken();
                if (inner.equals("name")) {
                    person(text(parser, name));
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void person(String person) {
        if (!person.isEmpty() && people.size() < MAX_PEOPLE) {
            people.add(person);
        }
    }

    /// Whether the parser stands on `start`; anything else is skipped and noted.
    private boolean opens(JsonParser parser, JsonToken start, String name) throws IOException {
        if (parser.currentToken() == start) {
            return true;
        }
        skipUnusable(parser, name);
        return false;
    }

    private void skipUnusable(JsonParser parser, String name) throws IOException {
        if (!unusable.contains(name)) {
            unusable.add(name);
        }
        parser.skipChildren();
    }
}
