package app.safelight.place.bucket;

import app.safelight.core.place.Staging;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A process of its own that stores a photo, stages another, and then sends a film that never ends, until
/// somebody kills it. Its first line of input is the store, its second the prefix.
final class UploadingProcess {
    private static final int CALL_BYTES = 1 << 20;

    private UploadingProcess() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        URI endpoint = URI.create(in.readLine());
        BucketLocation location = new BucketLocation(endpoint, BucketLocation.USUAL_REGION, Ceph.BUCKET, in.readLine());
        BucketMeans means = Trials.means(Ceph.credentials(), Runnable::run);
        BucketLimits limits = Trials.pieces(BucketLimits.SMALLEST_PART_BYTES, 2, BucketLimits.SMALLEST_PART_BYTES);
        BucketPlace place = BucketPlace.open(location, means, limits, Optional.of(Trials.PLACE));
        Trials.store(place, "kept.jpg", Trials.text("kept"));
        Trials.stage(place, "staged.jpg", Trials.text("staged"));
        place.settle(List.of(), List.of());
        Staging film = place.stage(Trials.hint("film.mov"), 1L << 40);
        byte[] bytes = new byte[CALL_BYTES];
        while (true) {
            film.write(bytes, 0, bytes.length);
            System.out.println("sent");
        }
    }
}
