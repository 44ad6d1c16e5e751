package app.safelight.place.bucket;

import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/// Sets up the client of the SDK so that all stores understand it, and so that none can take other bytes than
/// were sent.
final class BucketClient {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private BucketClient() {}

    /// @throws PlaceException if there are no credentials at all
    static S3Client connect(BucketLocation location, BucketCredentials credentials, BucketLimits limits)
            throws PlaceException {
        return S3Client.builder()
                .endpointOverride(location.endpoint())
                .region(Region.of(location.region()))
                .forcePathStyle(!location.isAmazon())
                .credentialsProvider(known(credentials))
                // Checksums in trailers are answered with 411 by Ceph and others; the signed payload is checked
                // by all of them.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .authSchemeProvider(signingPayloads())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limits.connectTimeout())
                        .socketTimeout(limits.silence()))
                .overrideConfiguration(options -> options.retryStrategy(patience(limits))
                        .apiCallAttemptTimeout(BucketLimits.ATTEMPT_TIMEOUT)
                        .apiCallTimeout(BucketLimits.REQUEST_TIMEOUT)
                        .addExecutionInterceptor(new ForAllStores()))
                .build();
    }

    private static AwsCredentialsProvider known(BucketCredentials credentials) throws PlaceException {
        return switch (credentials) {
            case BucketCredentials.Standard _ -> standard();
            case BucketCredentials.Given(var accessKey, var secretKey, var token) ->
                StaticCredentialsProvider.create(
                        token.isEmpty()
                                ? AwsBasicCredentials.create(accessKey, secretKey)
                                : AwsSessionCredentials.create(accessKey, secretKey, token));
        };
    }

    private static AwsCredentialsProvider standard() throws PlaceException {
        AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        try {
            chain.resolveCredentials();
            return chain;
        } catch (SdkClientException none) {
            // What the chain says of its links is long, and may quote files that hold secrets.
            throw new PlaceException(new PlaceFault.Denied("there are no credentials for the store"));
        }
    }

    /// By default the SDK signs no payload where the connection is encrypted. With it signed, the store
    /// compares the SHA-256 of what came with that of what was sent, and refuses the rest.
    private static S3AuthSchemeProvider signingPayloads() {
        S3AuthSchemeProvider usual = S3AuthSchemeProvider.defaultProvider();
        return parameters -> {
            List<AuthSchemeOption> options = usual.resolveAuthScheme(parameters);
            return options.stream()
                    .map(option -> option.copy(
                            change -> change.putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                                    .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)))
                    .toList();
        };
    }

    private static StandardRetryStrategy patience(BucketLimits limits) {
        Duration first = limits.longestWait().compareTo(FIRST_WAIT) < 0 ? limits.longestWait() : FIRST_WAIT;
        BackoffStrategy growing = BackoffStrategy.exponentialDelay(first, limits.longestWait());
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(limits.attempts())
                .backoffStrategy(growing)
                .throttlingBackoffStrategy(growing)
                .build();
    }

    /// Small differences that make requests ones that all stores understand.
    private static final class ForAllStores implements ExecutionInterceptor {
        /// The JDK's client fails where a store answers an expectation with an error and a text, and loses
        /// both. And it says nothing of the length of a body that is not there, which Ceph answers with 411.
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().copy(request -> {
                request.removeHeader("Expect");
                if (context.request() instanceof UploadPartCopyRequest) {
                    request.putHeader("Content-Length", "0");
                }
            });
        }

        @Override
        public Optional<RequestBody> modifyHttpContent(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof UploadPartCopyRequest
                    ? Optional.of(RequestBody.empty())
                    : context.requestBody();
        }
    }
}
