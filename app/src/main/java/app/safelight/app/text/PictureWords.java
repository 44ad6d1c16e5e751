package app.safelight.app.text;

import app.safelight.media.thumbnail.Decoder;
import app.safelight.media.thumbnail.ThumbnailFault;

/// What is said about small pictures. A photo without one is as safe as it was.
public final class PictureWords {
    private PictureWords() {}

    /// What follows from a decoder that this machine lacks, then what to do.
    ///
    /// @param why as the thumbnailer tells it
    public static String missing(Decoder decoder, String why) {
        return switch (decoder) {
            case LIBVIPS ->
                "Small pictures are coarser and larger than they could be, and there are none of WebP, because libvips"
                        + " cannot be used: " + why + ". HINT: install npm, delete the folder app/target/safelight,"
                        + " and start again; the build then fetches it.";
            case FFMPEG ->
                "There are no small pictures of HEIC, AVIF and videos, because ffmpeg cannot be used: " + why
                        + ". HINT: if a library is missing, install your system's own ffmpeg, which brings it;"
                        + " otherwise delete the folder app/target/safelight and start again.";
            case DJXL ->
                "There are no small pictures of JPEG XL, because djxl cannot be used: " + why
                        + ". HINT: install it (on Debian the package libjxl-tools) and start again.";
            case IMAGE_IO -> "Small pictures cannot be made by this Java: " + why + ".";
        };
    }

    /// Why one file has no small picture.
    public static String fault(ThumbnailFault fault) {
        return switch (fault) {
            case ThumbnailFault.NotAPicture(var type) -> "There is nothing to be seen in it (" + type + ").";
            case ThumbnailFault.Undecodable(var decoder, var detail) ->
                name(decoder) + " cannot make a picture of it: " + detail + ".";
            case ThumbnailFault.TooLarge(var width, var height, var limit) ->
                "It says to have " + width + " x " + height + " pixels, and no more than " + limit / 1_000_000
                        + " million are decoded.";
            case ThumbnailFault.DecoderMissing(var decoder, var why) -> missing(decoder, why);
            case ThumbnailFault.TimedOut(var decoder, var limit) ->
                name(decoder) + " did not finish within " + Amounts.duration(limit) + " and was ended.";
            case ThumbnailFault.Crashed(var decoder, var signal) ->
                name(decoder) + " broke down over it (signal " + signal + ").";
            case ThumbnailFault.Unreadable(var why) -> "It could not be read: " + why + ".";
        };
    }

    private static String name(Decoder decoder) {
        return switch (decoder) {
            case LIBVIPS -> "libvips";
            case IMAGE_IO -> "Java";
            case FFMPEG -> "ffmpeg";
            case DJXL -> "djxl";
        };
    }
}
