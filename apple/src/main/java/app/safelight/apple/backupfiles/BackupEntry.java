package app.safelight.apple.backupfiles;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of a backup's manifest: a file, directory or link of the phone.
///
/// Its `file` column is an NSKeyedArchiver list whose root is an `MBFile`; values are numbers, or UIDs that
/// point into the list of objects. Source: README of the synthetic iPhone.
///
/// Threads: any.
public final class BackupEntry {
    /// What an entry is, by the manifest's flags.
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    private final String fileId;
    private final String domain;
    private final String relativePath;
    private final Kind kind;
    private final long sizeBytes;
    private final @Nullable Instant modifiedAt;
    private final byte @Nullable [] encryptionKey;
    private final byte @Nullable [] extendedAttributes;

    private BackupEntry(
            String fileId,
            String domain,
            String relativePath,
            Kind kind,
            long sizeBytes,
            @Nullable Instant modifiedAt,
            byte @Nullable [] encryptionKey,
            byte @Nullable [] extendedAttributes) {
        this.fileId = fileId;
        this.domain = domain;
        this.relativePath = relativePath;
        this.kind = kind;
        this.sizeBytes = sizeBytes;
        this.modifiedAt = modifiedAt;
        this.encryptionKey = encryptionKey;
        this.extendedAttributes = extendedAttributes;
    }

    /// @param flags 1 a file, 2 a directory, 4 a link
    /// @param file the archived `MBFile`; null for an entry without one
    static BackupEntry parse(String fileId, String domain, String relativePath, long flags, byte @Nullable [] file)
            throws BackupException {
        Kind kind = flags == 1 ? Kind.FILE : flags == 2 ? Kind.DIRECTORY : flags == 4 ? Kind.LINK : Kind.OTHER;
        if (file == null) {
            return new BackupEntry(fileId, domain, relativePath, kind, 0, null, null, null);
        }
        try {
            MbFile values = new MbFile(new BinaryList(file));
            long size = values.integer("Size").orElse(0L);
            if (size < 0) {
                throw new BinaryList.Malformed("a size of " + size);
            }
            return new BackupEntry(
                    fileId,
                    domain,
                    relativePath,
                    kind,
                    size,
                    values.integer("LastModified").flatMap(BackupEntry::instant).orElse(null),
                    values.data("EncryptionKey").orElse(null),
                    values.data("ExtendedAttributes").orElse(null));
        } catch (BinaryList.Malformed malformed) {
            throw new BackupException(
                    new BackupFault.Damaged("the manifest's entry " + fileId + ": " + malformed.getMessage()),
                    malformed);
        }
    }

    private static Optional<Instant> instant(long seconds) {
        return seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /// The name of the file that holds the content: 40 hexadecimal digits.
    public String fileId() {
        return fileId;
    }

    /// The part of the phone, such as `CameraRollDomain`.
    public String domain() {
        return domain;
    }

    /// Below the domain; as the backup says it, so not to be walked unchecked.
    public String relativePath() {
        return relativePath;
    }

    public Kind kind() {
        return kind;
    }

    /// Bytes of the content, decrypted.
    public long sizeBytes() {
        return sizeBytes;
    }

    public Optional<Instant> modifiedAt() {
        return Optional.ofNullable(modifiedAt);
    }

    /// The content's wrapped key with its class in front; only encrypted backups need it.
    Optional<byte[]> encryptionKey() {
        return Optional.ofNullable(encryptionKey);
    }

    /// Attributes of the file on the phone by name, such as `com.apple.assetsd.originalFilename`; what is not
    /// of the expected form is left out.
    public Map<String, byte[]> extendedAttributes() {
        Map<String, byte[]> attributes = new HashMap<>();
        if (extendedAttributes != null) {
            try {
                BinaryList list = new BinaryList(extendedAttributes);
                long bytes = 0;
                for (Map.Entry<String, Integer> entry :
                        list.dictionary(list.top()).entrySet()) {
                    byte[] value = list.isData(entry.getValue()) ? list.data(entry.getValue()) : new byte[0];
                    bytes += value.length;
                    // Many may be the same object of a hostile list.
                    if (value.length > 0 && bytes <= extendedAttributes.length) {
                        attributes.put(entry.getKey(), value);
                    }
                }
            } catch (BinaryList.Malformed none) {
                return Map.of();
            }
        }
        return Collections.unmodifiableMap(attributes);
    }

    @Override
    public String toString() {
        return domain + "-" + relativePath;
    }

    /// The values of the archived object.
    private static final class MbFile {
        private final BinaryList list;
        private final int objects;
        private final Map<String, Integer> values;

        MbFile(BinaryList list) throws BinaryList.Malformed {
            this.list = list;
            Map<String, Integer> archive = list.dictionary(list.top());
            objects = require(archive, "$objects");
            int root = require(list.dictionary(require(archive, "$top")), "root");
            values = list.dictionary(list.element(objects, list.uid(root)));
        }

        private static int require(Map<String, Integer> values, String key) throws BinaryList.Malformed {
            Integer object = values.get(key);
            if (object == null) {
                throw new BinaryList.Malformed("no " + key);
            }
            return object;
        }

        private Optional<Integer> object(String key) throws BinaryList.Malformed {
            Integer object = values.get(key);
            if (object == null) {
                return Optional.empty();
            }
            return Optional.of(list.isUid(object) ? list.element(objects, list.uid(object)) : object);
        }

        Optional<Long> integer(String key) throws BinaryList.Malformed {
            Optional<Integer> object = object(key);
            return object.isPresent() && list.isInteger(object.get())
                    ? Optional.of(list.integer(object.get()))
                    : Optional.empty();
        }

        /// Bytes: as they are, or inside an archived `NSData`.
        Optional<byte[]> data(String key) throws BinaryList.Malformed {
            Optional<Integer> object = object(key);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            int found = object.get();
            if (list.isDictionary(found)) {
                Integer inner = list.dictionary(found).get("NS.data");
                if (inner == null) {
                    return Optional.empty();
                }
                found = list.isUid(inner) ? list.element(objects, list.uid(inner)) : inner;
            }
            return list.isData(found) ? Optional.of(list.data(found)) : Optional.empty();
        }
    }
}
