package app.safelight.library.assets;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Role;
import java.time.Instant;

/// One file of an asset.
///
/// @param mediaType by its bytes; `application/octet-stream` until they were looked at
public record AssetFile(Role role, ContentId content, String originalName, Instant modifiedAt, String mediaType) {}
