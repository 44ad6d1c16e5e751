package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/// Reads a file's facts and holds the reading to its limits of bytes and memory.
final class Spent {
    /// All memory one reading may use up in passing: pages, texts, boxes. Far below what a hostile length could ask
    /// for.
    private static final long MAX_ALLOCATED_BYTES = 48L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Spent() {}

    static MediaFacts read(byte[] content, String name) throws IOException {
        CountingReader reader = new CountingReader(content);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        MediaFacts facts = MetadataReader.read(reader, name);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(reader.bytesRead()).as("bytes read of " + name).isLessThanOrEqualTo(BoundedBytes.MAX_READ_BYTES);
        assertThat(allocated).as("memory used for " + name).isLessThan(MAX_ALLOCATED_BYTES);
        assertThat(facts.problems()).hasSizeLessThanOrEqualTo(FactsDraft.MAX_PROBLEMS);
        return facts;
    }
}
