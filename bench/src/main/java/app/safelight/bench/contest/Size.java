package app.safelight.bench.contest;

/// How much is measured. Small proves that everything runs; only full sizes make numbers worth showing.
///
/// @param photos files of [Corpus#PHOTO_BYTES] in a first backup and a verify
/// @param folders folders of [Corpus#FILES_PER_FOLDER] small files in a second run
/// @param assets in the ledger that status is asked of
/// @param phonePhotos files of [Corpus#PHOTO_BYTES] on a phone
/// @param phoneSmall files of 50 KB on a phone
/// @param filmBytes of the one film on a phone
public record Size(String name, int photos, int folders, int assets, int phonePhotos, int phoneSmall, long filmBytes) {
    /// 1 GB.
    public static final Size SMALL = new Size("small", 500, 10, 100_000, 50, 400, 256L << 20);

    /// 10 GB, 100 000 files, a million assets: what the goals speak of.
    public static final Size FULL = new Size("full", 5_000, 100, 1_000_000, 2_000, 5_000, 4L << 30);
}
