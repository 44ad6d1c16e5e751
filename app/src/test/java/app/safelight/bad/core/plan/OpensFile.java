package app.safelight.bad.core.plan;

import java.nio.file.Path;

record OpensFile(Path path) {}
