package app.safelight.bad.media.sniff;

import java.util.List;

final class WorksInParallel {
    long count(List<String> names) {
        return names.parallelStream().filter(String::isEmpty).count();
    }
}
