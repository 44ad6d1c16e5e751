package app.safelight.place.bucket;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of objects below a place's prefix.
final class BucketLayout {
    /// Format that this program writes, and the newest it reads.
    static final int FORMAT = 1;

    static final String MARKER = "place.json";
    static final String CONTENT = "content/";
    static final String RECORDS = "records/";
    static final String ORIGINS = "origins/";
    static final String STAGING = "staging/";
    static final String SET_ASIDE = "set-aside/";

    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{2})/([0-9a-f]{2})/(\\1\\2[0-9a-f]{60})-(0|[1-9][0-9]{0,12})");

    private BucketLayout() {}

    /// `ab/cd/abcd…-123`. Two levels of folders, so that one that is opened by hand lists few.
    static String name(ContentId content) {
        String hex = content.sha256().toString();
        return hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex + "-" + content.sizeBytes();
    }

    /// @return empty for what is no content's name, such as a stranger's file
    static Optional<ContentId> content(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new ContentId(Sha256.parse(parts.group(3)), Long.parseLong(parts.group(4))))
                : Optional.empty();
    }

    static String contentKey(ContentId content) {
        return CONTENT + name(content);
    }

    static String recordKey(ContentId content) {
        return RECORDS + name(content);
    }

    static String setAsideKey(ContentId content, String unique) {
        return SET_ASIDE + content.sha256() + "-" + content.sizeBytes() + "/" + unique;
    }
}
