package app.safelight.library;

import app.safelight.core.model.BodyReader;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.UploadId;
import java.util.function.Consumer;

/// Passes everything on; for those that do one thing otherwise.
class ForwardingParking implements Parking {
    private final Parking parking;

    ForwardingParking(Parking parking) {
        this.parking = parking;
    }

    /// Called before each operation that may leave a trace; may fail.
    void before() throws ParkingException {}

    /// Called after each of them.
    void after() throws ParkingException {}

    @Override
    public Opening open(UploadId upload, long offsetBytes) throws ParkingException {
        return switch (parking.open(upload, offsetBytes)) {
            case Opening.Open(var writer) -> new Opening.Open(forwarding(writer));
            case Opening.Busy busy -> busy;
            case Opening.WrongOffset wrong -> wrong;
        };
    }

    Writer forwarding(Writer writer) {
        return new ForwardingWriter(writer);
    }

    class ForwardingWriter implements Writer {
        private final Writer writer;

        ForwardingWriter(Writer writer) {
            this.writer = writer;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws ParkingException {
            before();
            writer.write(buffer, offset, length);
            after();
        }

        @Override
        public long keep() throws ParkingException {
            before();
            long kept = writer.keep();
            after();
            return kept;
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    @Override
    public long lengthBytes(UploadId upload) throws ParkingException {
        return parking.lengthBytes(upload);
    }

    @Override
    public <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader) throws ParkingException, E {
        before();
        return parking.read(upload, reader);
    }

    @Override
    public boolean remove(UploadId upload) throws ParkingException {
        before();
        boolean removed = parking.remove(upload);
        after();
        return removed;
    }

    @Override
    public void list(Consumer<? super Parked> sink) throws ParkingException {
        parking.list(sink);
    }

    @Override
    public void close() throws ParkingException {
        parking.close();
    }
}
