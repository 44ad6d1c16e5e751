package app.safelight.simulator.world;

import app.safelight.core.place.Disk;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Does what another disk does; a wrong variant changes one thing.
class ForwardingDisk implements Disk {
    final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public DiskTraits traits() throws IOException {
        return disk.traits();
    }

    @Override
    public void createFolder(String path) throws IOException {
        disk.createFolder(path);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return disk.create(path);
    }

    @Override
    public DiskFile append(String path) throws IOException {
        return disk.append(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        disk.replace(from, to);
    }

    @Override
    public void forceFolder(String path) throws IOException {
        disk.forceFolder(path);
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void truncate(String path, long sizeBytes) throws IOException {
        disk.truncate(path, sizeBytes);
    }

    @Override
    public Optional<DiskEntry> entry(String path) throws IOException {
        return disk.entry(path);
    }

    @Override
    public List<DiskEntry> list(String folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public OpenBody open(String path, boolean fromMedium) throws IOException {
        return disk.open(path, fromMedium);
    }

    @Override
    public void setModifiedAt(String path, Instant modifiedAt) throws IOException {
        disk.setModifiedAt(path, modifiedAt);
    }

    @Override
    public long freeBytes() throws IOException {
        return disk.freeBytes();
    }

    @Override
    public Optional<AutoCloseable> lock(String path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
