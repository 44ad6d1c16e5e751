package app.safelight.place.bucket;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in the world of buckets a place is or may become one. Holds no secret, so it may be shown and kept.
///
/// Written as `s3://BUCKET/PREFIX at https://HOST`, followed by ` in REGION` if that is not [#USUAL_REGION].
///
/// What is refused is never repeated: it may hold a password.
///
/// @param endpoint scheme, host and port of the store; nothing else, so that no password can hide in it
/// @param region what the store calls its region; part of every signature
/// @param prefix what all keys begin with; empty, or ends in `/`
public record BucketLocation(URI endpoint, String region, String bucket, String prefix) {
    /// What a store calls its region unless somebody gave it another name.
    public static final String USUAL_REGION = "us-east-1";

    /// Keys have 1 024 bytes at most, and ours below the prefix fewer than 200.
    private static final int MAX_PREFIX_LENGTH = 512;

    /// Source: "Bucket naming rules" of the Amazon S3 User Guide; underscores and capitals are old names that
    /// other stores still allow.
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");

    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9!_.*'()-]+/)*");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Pattern WRITTEN =
            Pattern.compile("s3://([^/ ]+)(?:/([^ ]*))?(?: at (https?://[^/ ]+)/?)?(?: in ([^ ]+))?");
    private static final Pattern AMAZON = Pattern.compile("s3\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

    public BucketLocation {
        requireEndpoint(endpoint);
        require(REGION.matcher(region).matches(), "a region is made of letters, digits and -");
        require(BUCKET.matcher(bucket).matches(), "a bucket's name is made of 3 to 63 letters, digits and . _ -");
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        require(
                prefix.length() <= MAX_PREFIX_LENGTH
                        && PREFIX.matcher(prefix).matches()
                        && !("/" + prefix).contains("/../")
                        && !("/" + prefix).contains("/./"),
                "a prefix is made of plain letters, digits and ! _ . * ' ( ) -, with / between");
    }

    private static void requireEndpoint(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        require(
                (scheme.equals("https") || scheme.equals("http"))
                        && endpoint.getHost() != null
                        && endpoint.getUserInfo() == null
                        && endpoint.getQuery() == null
                        && endpoint.getFragment() == null
                        && (endpoint.getPath() == null || endpoint.getPath().isEmpty()),
                "an endpoint is https://HOST or https://HOST:PORT and nothing more");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// Whether a text means a bucket rather than a folder.
    public static boolean isOne(String text) {
        return text.startsWith("s3://");
    }

    /// Reads what [#toString] writes, or what a person types: endpoint and region may be left out.
    ///
    /// @param usualEndpoint the store meant if the text names none; Amazon's own if that is empty too
    /// @param usualRegion the region meant if the text names none
    /// @throws IllegalArgumentException saying what a location looks like; never repeats a text that could hold
    ///     a password
    public static BucketLocation parse(String text, Optional<URI> usualEndpoint, Optional<String> usualRegion) {
        Matcher parts = WRITTEN.matcher(text);
        require(parts.matches(), "a bucket is written s3://BUCKET/PREFIX, or s3://BUCKET/PREFIX at https://HOST");
        Optional<URI> endpoint =
                Optional.ofNullable(parts.group(3)).map(URI::create).or(() -> usualEndpoint);
        String region = Optional.ofNullable(parts.group(4))
                .or(() -> endpoint.flatMap(BucketLocation::regionOf))
                .or(() -> usualRegion)
                .orElse(USUAL_REGION);
        return new BucketLocation(
                endpoint.orElseGet(() -> URI.create("https://s3." + region + ".amazonaws.com")),
                region,
                parts.group(1),
                Optional.ofNullable(parts.group(2)).orElse(""));
    }

    private static Optional<String> regionOf(URI endpoint) {
        Matcher host = AMAZON.matcher(String.valueOf(endpoint.getHost()));
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }

    /// Whether the bucket stands before the host's name, as Amazon wants it, or in the path, as all others can.
    boolean isAmazon() {
        return regionOf(endpoint).isPresent();
    }

    @Override
    public String toString() {
        boolean told = region.equals(USUAL_REGION) || regionOf(endpoint).equals(Optional.of(region));
        return "s3://" + bucket + "/" + prefix.replaceFirst("/$", "") + " at " + endpoint
                + (told ? "" : " in " + region);
    }
}
