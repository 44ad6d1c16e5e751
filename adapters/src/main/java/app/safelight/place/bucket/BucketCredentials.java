package app.safelight.place.bucket;

/// Who asks the store. Never shown: no text made of these holds a secret.
public sealed interface BucketCredentials {
    /// Those that all programs for S3 share: environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), then
    /// `~/.aws/credentials` with `AWS_PROFILE`, then those of the machine if it is one of Amazon's.
    record Standard() implements BucketCredentials {}

    /// These.
    ///
    /// @param sessionToken empty if they last
    record Given(String accessKey, String secretKey, String sessionToken) implements BucketCredentials {
        /// Ones that last.
        public Given(String accessKey, String secretKey) {
            this(accessKey, secretKey, "");
        }

        @Override
        public String toString() {
            return "Given[hidden]";
        }
    }
}
