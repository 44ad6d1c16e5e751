package app.safelight.bad.media.sniff;

import app.safelight.bad.core.backup.Later;

record KnowsCore(Later later) {}
