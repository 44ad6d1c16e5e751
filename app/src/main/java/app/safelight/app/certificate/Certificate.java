package app.safelight.app.certificate;

import app.safelight.core.model.Sha256;
import java.time.Instant;
import java.util.List;

/// What was proven about one source at one time.
///
/// @param madeAt when it was made
/// @param source id, kind and location of the source
/// @param listedAt when the source was last listed to its end; the certificate knows of nothing that came later
/// @param safeAssets how many photos and other files are proven safe
/// @param safeBytes their bytes
/// @param excluded how many were left out by rule
/// @param policyCopies how many places must hold each part
/// @param policyEvidence how that must be known
/// @param policyMaxAgeDays how old that knowledge may be
/// @param places the places that hold them
/// @param oldestProof the earliest time at which a copy counted here was last read
/// @param validUntil when the first proof grows too old
/// @param contents digests of everything proven, sorted, each once
/// @param hashRoot one hash over [#contents], see [HashRoot]
/// @param exceptions every photo that is not safe, by path, with its reasons
public record Certificate(
        Instant madeAt,
        SourceName source,
        Instant listedAt,
        long safeAssets,
        long safeBytes,
        long excluded,
        int policyCopies,
        String policyEvidence,
        long policyMaxAgeDays,
        List<PlaceName> places,
        Instant oldestProof,
        Instant validUntil,
        List<Sha256> contents,
        Sha256 hashRoot,
        List<Unproven> exceptions) {
    /// Form of the file; grows when it changes.
    public static final int FORMAT = 1;

    public Certificate {
        places = List.copyOf(places);
        contents = List.copyOf(contents);
        exceptions = List.copyOf(exceptions);
    }

    public boolean everythingIsSafe() {
        return exceptions.isEmpty();
    }

    /// The places that could not be looked at when it was made.
    public List<String> notConnected() {
        return places.stream()
                .filter(place -> !place.connected())
                .map(PlaceName::location)
                .toList();
    }

    public record SourceName(String id, String kind, String location) {}

    /// @param contents how many of the certificate's contents it holds
    /// @param connected whether it was there when the certificate was made, and every copy was found in it with
    ///     its length
    public record PlaceName(String id, String location, long contents, boolean connected) {}

    /// @param codes stable reason codes
    /// @param reasons the same in words
    public record Unproven(String path, List<String> codes, List<String> reasons) {
        public Unproven {
            codes = List.copyOf(codes);
            reasons = List.copyOf(reasons);
        }
    }
}
