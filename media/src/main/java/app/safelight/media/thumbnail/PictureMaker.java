package app.safelight.media.thumbnail;

import app.safelight.media.metadata.Orientation;

/// Makes the small pictures of one decoded or decodable picture. Safe for use by many threads.
interface PictureMaker {
    /// @param turn how the pixels are turned to be upright
    Thumbnails make(PictureInput input, Orientation turn) throws ThumbnailFailure;
}
