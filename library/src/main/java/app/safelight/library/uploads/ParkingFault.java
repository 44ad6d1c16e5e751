package app.safelight.library.uploads;

/// What can go wrong where unfinished uploads are parked. Facts only.
public sealed interface ParkingFault {
    /// No room left.
    record Full(String detail) implements ParkingFault {}

    /// Nothing is parked of this upload, or less than was kept.
    record Lost(UploadId upload) implements ParkingFault {}

    /// Another process uses it.
    record InUse() implements ParkingFault {}

    /// It could not do what was asked. Trying again later makes sense.
    record Failed(String detail) implements ParkingFault {}
}
