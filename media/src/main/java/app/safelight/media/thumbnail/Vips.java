package app.safelight.media.thumbnail;

import java.io.Serial;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The few functions of libvips that are needed, by Java's foreign function interface.
///
/// Every function of libvips that has options takes them as name and value in turn, ended by a null: here
/// always whole numbers, in a fixed order for each function, so that each has one signature. A function that
/// makes an image returns 0 and leaves the image in its `out`; the image is freed by [Image#close()].
///
/// Safe for use by many threads; an [Image] by one at a time. Needs `--enable-native-access` for this module.
/// Source: libvips 8.18 API reference.
@SuppressWarnings("restricted") // calling C is what it is for; the program is started with native access enabled
final class Vips {
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    /// `VipsAccess`: each pixel is asked for once, from top to bottom.
    static final int ACCESS_SEQUENTIAL = 1;

    /// `VipsSize`: never enlarge.
    private static final int SIZE_DOWN = 2;

    /// `VipsInterpretation`
    static final int INTERPRETATION_SRGB = 22;

    /// `VipsForeignKeep`: no metadata at all goes into a small picture, a position on earth least of all.
    private static final int KEEP_NONE = 0;

    private static final int FORMAT_UNSIGNED_CHAR = 0;

    /// The field of an image in which an ICC profile is kept.
    private static final String PROFILE = "icc-profile-data";

    /// One thread for each picture: a library makes many pictures at once, and a small one is not worth
    /// sharing.
    private static final int THREADS = 1;

    /// Longest message read of the error buffer.
    private static final int MAX_MESSAGE_BYTES = 4 << 10;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols;
    private final MethodHandle unref;
    private final MethodHandle free;
    private final MethodHandle errors;
    private final MethodHandle forgetErrors;
    private final MethodHandle width;
    private final MethodHandle height;
    private final MethodHandle bands;
    private final MethodHandle interpretation;
    private final MethodHandle jpegLoad;
    private final MethodHandle jpegLoadBuffer;
    private final MethodHandle pngLoad;
    private final MethodHandle webpLoad;
    private final MethodHandle gifLoad;
    private final MethodHandle tiffLoad;
    private final MethodHandle thumbnail;
    private final MethodHandle typeOf;
    private final MethodHandle thumbnailInSrgb;
    private final MethodHandle colourSpace;
    private final MethodHandle copy;
    private final MethodHandle copyMemory;
    private final MethodHandle fromMemory;
    private final MethodHandle setBlob;
    private final MethodHandle rotate;
    private final MethodHandle flip;
    private final MethodHandle webpSave;
    private final MethodHandle toMemory;

    private Vips(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        unref = function("g_object_unref", FunctionDescriptor.ofVoid(POINTER));
        free = function("g_free", FunctionDescriptor.ofVoid(POINTER));
        errors = function("vips_error_buffer_copy", FunctionDescriptor.of(POINTER));
        forgetErrors = function("vips_error_clear", FunctionDescriptor.ofVoid());
        width = function("vips_image_get_width", FunctionDescriptor.of(INT, POINTER));
        height = function("vips_image_get_height", FunctionDescriptor.of(INT, POINTER));
        bands = function("vips_image_get_bands", FunctionDescriptor.of(INT, POINTER));
        interpretation = function("vips_image_get_interpretation", FunctionDescriptor.of(INT, POINTER));
        jpegLoad = loader("vips_jpegload");
        jpegLoadBuffer = withOptions("vips_jpegload_buffer", 3, POINTER, LONG, POINTER, POINTER, INT, POINTER, INT);
        pngLoad = loader("vips_pngload");
        webpLoad = loader("vips_webpload");
        gifLoad = loader("vips_gifload");
        tiffLoad = loader("vips_tiffload");
        thumbnail =
                withOptions("vips_thumbnail_image", 3, POINTER, POINTER, INT, POINTER, INT, POINTER, INT, POINTER, INT);
        typeOf = function("vips_image_get_typeof", FunctionDescriptor.of(LONG, POINTER, POINTER));
        thumbnailInSrgb = withOptions(
                "vips_thumbnail_image",
                3,
                POINTER,
                POINTER,
                INT,
                POINTER,
                INT,
                POINTER,
                INT,
                POINTER,
                INT,
                POINTER,
                POINTER);
        colourSpace = withOptions("vips_colourspace", 3, POINTER, POINTER, INT);
        copy = withOptions("vips_copy", 2, POINTER, POINTER, POINTER, INT);
        copyMemory = function("vips_image_copy_memory", FunctionDescriptor.of(POINTER, POINTER));
        fromMemory = function(
                "vips_image_new_from_memory_copy", FunctionDescriptor.of(POINTER, POINTER, LONG, INT, INT, INT, INT));
        setBlob = function("vips_image_set_blob_copy", FunctionDescriptor.ofVoid(POINTER, POINTER, POINTER, LONG));
        rotate = withOptions("vips_rot", 3, POINTER, POINTER, INT);
        flip = withOptions("vips_flip", 3, POINTER, POINTER, INT);
        webpSave = withOptions(
                "vips_webpsave_buffer",
                3,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                INT,
                POINTER,
                INT,
                POINTER,
                INT,
                POINTER,
                INT);
        toMemory = function("vips_image_write_to_memory", FunctionDescriptor.of(POINTER, POINTER, POINTER));
    }

    /// Loads the library and readies it for untrusted files.
    ///
    /// @throws IllegalArgumentException if the file is no library that this machine can load
    /// @throws IllegalStateException if it is, but does not start
    /// @throws java.util.NoSuchElementException if it is another library, or too old
    static Vips load(Path library) {
        Vips vips = new Vips(library);
        vips.start();
        return vips;
    }

    private void start() {
        try (Arena arena = Arena.ofConfined()) {
            // What it would print to the standard error output it also keeps, and that is where we read it.
            MethodHandle environment = function("g_setenv", FunctionDescriptor.of(INT, POINTER, POINTER, INT));
            int _ = (int) environment.invokeExact(arena.allocateFrom("VIPS_WARNING"), arena.allocateFrom("0"), 1);
            MethodHandle start = function("vips_init", FunctionDescriptor.of(INT, POINTER));
            if ((int) start.invokeExact(arena.allocateFrom("safelight")) != 0) {
                throw new IllegalStateException("libvips does not start: " + lastError());
            }
            // Nothing is asked for twice, so results are not kept.
            function("vips_cache_set_max", FunctionDescriptor.ofVoid(INT)).invokeExact(0);
            function("vips_concurrency_set", FunctionDescriptor.ofVoid(INT)).invokeExact(THREADS);
            // Loaders whose authors do not vouch for them against hostile files can't be reached, by any way.
            function("vips_block_untrusted_set", FunctionDescriptor.ofVoid(INT)).invokeExact(1);
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return linker.downcallHandle(symbols.findOrThrow(name), descriptor, options);
    }

    /// A function returning 0 or -1 whose arguments from `fixed` on are options, ended by a null that is added
    /// here.
    private MethodHandle withOptions(String name, int fixed, MemoryLayout... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(INT, arguments).appendArgumentLayouts(POINTER);
        return function(name, descriptor, Linker.Option.firstVariadicArg(fixed));
    }

    private MethodHandle loader(String name) {
        return withOptions(name, 2, POINTER, POINTER, POINTER, INT, POINTER, INT);
    }

    /// A picture of libvips, which decodes when its pixels are asked for.
    final class Image implements AutoCloseable {
        private final MemorySegment pointer;

        private Image(MemorySegment pointer) {
            this.pointer = pointer;
        }

        int width() {
            return number(width);
        }

        int height() {
            return number(height);
        }

        int bands() {
            return number(bands);
        }

        int interpretation() {
            return number(interpretation);
        }

        private int number(MethodHandle question) {
            try {
                return (int) question.invokeExact(pointer);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        }

        /// Fitted into a square, never enlarged; neither turned nor its colours changed.
        Image fitted(int sidePixels) throws VipsFault {
            return made(out -> (int) thumbnail.invokeExact(
                    pointer,
                    out.pointer(),
                    sidePixels,
                    out.text("height"),
                    sidePixels,
                    out.text("size"),
                    SIZE_DOWN,
                    out.text("no_rotate"),
                    1,
                    MemorySegment.NULL));
        }

        /// Whether a colour profile is attached.
        boolean hasProfile() {
            try (Arena arena = Arena.ofConfined()) {
                return (long) typeOf.invokeExact(pointer, arena.allocateFrom(PROFILE)) != 0;
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        }

        /// As [#fitted(int)], and its colours brought from its own profile to sRGB. Costly without a profile.
        Image fittedFromProfile(int sidePixels) throws VipsFault {
            return made(out -> (int) thumbnailInSrgb.invokeExact(
                    pointer,
                    out.pointer(),
                    sidePixels,
                    out.text("height"),
                    sidePixels,
                    out.text("size"),
                    SIZE_DOWN,
                    out.text("no_rotate"),
                    1,
                    out.text("output_profile"),
                    out.text("srgb"),
                    MemorySegment.NULL));
        }

        /// Three or four channels of 8 bits, whatever it was.
        Image inSrgb() throws VipsFault {
            return made(out ->
                    (int) colourSpace.invokeExact(pointer, out.pointer(), INTERPRETATION_SRGB, MemorySegment.NULL));
        }

        /// The same numbers, taken for sRGB.
        Image calledSrgb() throws VipsFault {
            return made(out -> (int) copy.invokeExact(
                    pointer, out.pointer(), out.text("interpretation"), INTERPRETATION_SRGB, MemorySegment.NULL));
        }

        /// Turned clockwise by 0 to 3 quarters.
        Image rotated(int quarters) throws VipsFault {
            return made(out -> (int) rotate.invokeExact(pointer, out.pointer(), quarters, MemorySegment.NULL));
        }

        /// Mirrored left to right.
        Image mirrored() throws VipsFault {
            return made(out -> (int) flip.invokeExact(pointer, out.pointer(), 0, MemorySegment.NULL));
        }

        /// All its pixels, computed now.
        Image computed() throws VipsFault {
            try {
                MemorySegment result = (MemorySegment) copyMemory.invokeExact(pointer);
                if (result.equals(MemorySegment.NULL)) {
                    throw new VipsFault(lastError());
                }
                return new Image(result);
            } catch (Throwable thrown) {
                throw sorted(thrown);
            }
        }

        void attachProfile(byte[] profile) {
            try (Arena arena = Arena.ofConfined()) {
                setBlob.invokeExact(
                        pointer, arena.allocateFrom(PROFILE), arena.allocateFrom(ValueLayout.JAVA_BYTE, profile), (long)
                                profile.length);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        }

        /// @param quality 0 to 100
        /// @param effort 0 to 6, more is slower and smaller
        byte[] webp(int quality, int effort, boolean lossless) throws VipsFault {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(POINTER);
                MemorySegment length = arena.allocate(LONG);
                int code = (int) webpSave.invokeExact(
                        pointer,
                        buffer,
                        length,
                        arena.allocateFrom("Q"),
                        quality,
                        arena.allocateFrom("effort"),
                        effort,
                        arena.allocateFrom("lossless"),
                        lossless ? 1 : 0,
                        arena.allocateFrom("keep"),
                        KEEP_NONE,
                        MemorySegment.NULL);
                if (code != 0) {
                    throw new VipsFault(lastError());
                }
                return taken(buffer.get(POINTER, 0), length.get(LONG, 0));
            } catch (Throwable thrown) {
                throw sorted(thrown);
            }
        }

        /// The pixels of a picture in sRGB.
        Pixels pixels() throws VipsFault {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment length = arena.allocate(LONG);
                MemorySegment values = (MemorySegment) toMemory.invokeExact(pointer, length);
                if (values.equals(MemorySegment.NULL)) {
                    throw new VipsFault(lastError());
                }
                return new Pixels(width(), height(), bands(), taken(values, length.get(LONG, 0)));
            } catch (Throwable thrown) {
                throw sorted(thrown);
            }
        }

        @Override
        public void close() {
            try {
                unref.invokeExact(pointer);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        }
    }

    /// Forgets what earlier files were warned of, so that [VipsFault#text()] tells of the next.
    void forgetErrors() {
        try {
            forgetErrors.invokeExact();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /// Opens a JPEG, reading its header only.
    ///
    /// @param shrink 1, 2, 4 or 8: how much smaller it is to be decoded
    Image jpeg(Path file, int shrink) throws VipsFault {
        return opened(jpegLoad, file, "shrink", shrink);
    }

    /// @param bytes stays in use until the image and all made of it are closed
    Image jpeg(MemorySegment bytes, int shrink) throws VipsFault {
        return made(out -> (int) jpegLoadBuffer.invokeExact(
                bytes,
                bytes.byteSize(),
                out.pointer(),
                out.text("access"),
                ACCESS_SEQUENTIAL,
                out.text("shrink"),
                shrink,
                MemorySegment.NULL));
    }

    Image png(Path file) throws VipsFault {
        return opened(pngLoad, file, "unlimited", 0);
    }

    Image webp(Path file) throws VipsFault {
        return opened(webpLoad, file, "page", 0);
    }

    Image gif(Path file) throws VipsFault {
        return opened(gifLoad, file, "page", 0);
    }

    Image tiff(Path file) throws VipsFault {
        return opened(tiffLoad, file, "page", 0);
    }

    private Image opened(MethodHandle load, Path file, String option, int value) throws VipsFault {
        return made(out -> (int) load.invokeExact(
                out.text(file.toString()),
                out.pointer(),
                out.text("access"),
                ACCESS_SEQUENTIAL,
                out.text(option),
                value,
                MemorySegment.NULL));
    }

    /// A picture of pixels in sRGB.
    Image image(Pixels pixels) throws VipsFault {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocateFrom(ValueLayout.JAVA_BYTE, pixels.values());
            MemorySegment result = (MemorySegment) fromMemory.invokeExact(
                    values,
                    values.byteSize(),
                    pixels.width(),
                    pixels.height(),
                    pixels.channels(),
                    FORMAT_UNSIGNED_CHAR);
            if (result.equals(MemorySegment.NULL)) {
                throw new VipsFault(lastError());
            }
            try (Image plain = new Image(result)) {
                return plain.calledSrgb();
            }
        } catch (Throwable thrown) {
            throw sorted(thrown);
        }
    }

    /// What a call needs besides its numbers: where the image goes, and texts that live as long as the call.
    private record Out(Arena arena, MemorySegment pointer) {
        MemorySegment text(String text) {
            return arena.allocateFrom(text);
        }
    }

    private interface Call {
        int run(Out out) throws Throwable;
    }

    private Image made(Call call) throws VipsFault {
        try (Arena arena = Arena.ofConfined()) {
            Out out = new Out(arena, arena.allocate(POINTER));
            if (call.run(out) != 0) {
                throw new VipsFault(lastError());
            }
            return new Image(out.pointer().get(POINTER, 0));
        } catch (Throwable thrown) {
            throw sorted(thrown);
        }
    }

    /// Copies what a function of libvips allocated, and frees it.
    private byte[] taken(MemorySegment start, long length) throws Throwable {
        try {
            return start.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
        } finally {
            free.invokeExact(start);
        }
    }

    /// The messages since the last call, which other threads may have added to: good to be shown, not to be
    /// relied on.
    private String lastError() {
        try {
            MemorySegment text = (MemorySegment) errors.invokeExact();
            try {
                byte[] bytes = new byte[MAX_MESSAGE_BYTES];
                MemorySegment message = text.reinterpret(MAX_MESSAGE_BYTES);
                int length = 0;
                while (length < MAX_MESSAGE_BYTES && message.get(ValueLayout.JAVA_BYTE, length) != 0) {
                    bytes[length] = message.get(ValueLayout.JAVA_BYTE, length);
                    length++;
                }
                return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
            } finally {
                free.invokeExact(text);
            }
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /// What libvips refused. Its text is for people who look into a single file.
    static final class VipsFault extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        VipsFault(String message) {
            super(message.isEmpty() ? "refused without a word" : message);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private static VipsFault sorted(Throwable thrown) {
        if (thrown instanceof VipsFault fault) {
            return fault;
        }
        throw unchecked(thrown);
    }

    /// A method handle may throw anything by its type; of ours only programming mistakes come.
    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(thrown);
    }
}
