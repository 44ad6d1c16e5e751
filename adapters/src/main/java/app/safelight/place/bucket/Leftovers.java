package app.safelight.place.bucket;

/// What takes room in a bucket and is no copy of record.
///
/// @param passing objects on their way in, or left by runs that were killed; swept when old
/// @param unfinished uploads in parts that were begun and not finished; swept when old
/// @param unrecorded whole contents that a run put in place and was killed before recording; the next run that
///     has the same photo takes them over
/// @param setAside damaged copies that were replaced by good ones; never swept
public record Leftovers(Amount passing, Amount unfinished, Amount unrecorded, Amount setAside) {
    /// So many of something.
    public record Amount(long count, long sizeBytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(long moreBytes) {
            return new Amount(count + 1, sizeBytes + moreBytes);
        }
    }
}
