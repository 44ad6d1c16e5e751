package app.safelight.media.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SnifferTest {
    @ParameterizedTest
    @CsvSource({
        "JPEG, ffd8ffe000104a464946",
        "PNG, 89504e470d0a1a0a0000000d49484452",
        "GIF, 474946383961",
        "WEBP, 52494646100000005745425056503858",
        "AVI, 524946461000000041564920",
        "WAV, 524946461000000057415645",
        "HEIC, 0000001866747970686569630000000068656963",
        "HEIF, 000000146674797068656978000000006d696631",
        "HEIF, 000000146674797066757475000000006d696631",
        "HEIC, 0000001466747970667574750000000068656963",
        "HEIF, 000000146674797068656966000000006d696631",
        "AVIF, 0000001466747970617669660000000061766966",
        "AVIF, 000000146674797066757475000000006176696600",
        "AVIF, 00000014667479706d696631000000006176696600",
        "MP4, 000000146674797069736f6d000000006d703432",
        "MP4, 000000146674797066757475000000006d703431",
        "MOV, 000000146674797071742020000000007174202000",
        "MOV, 0000000877696465000100006d646174",
        "MOV, 000000206d6f6f760000006c6d766864",
        "CR3, 0000001466747970637278200000000063727820",
        "M4A, 00000014667479704d344120000000006d703432",
        "THREE_GP, 0000001466747970336770340000000033677034",
        "JXL, ff0a",
        "JXL, 0000000c4a584c200d0a870a",
        "JP2, 0000000c6a5020200d0a870a",
        "RAF, 46554a4946494c4d4343442d524157",
        "RW2, 49495500180000008867",
        "ORF, 4949524f08000000",
        "X3F, 464f5662",
        "CRW, 49491a0000004845415043434452",
        "CR2, 49492a001000000043520200",
        "TIFF, 49492a0008000000",
        "TIFF, 4d4d002b00080000",
        "MATROSKA, 1a45dfa3934282886d6174726f736b61",
        "MATROSKA, 1a45dfa39342828877656264",
        "WEBM, 1a45dfa3934282847765626d",
        "MPEG, 000001ba44",
        "ASF, 3026b2758e66cf11a6d9",
        "FLV, 464c560105",
        "MP3, 49443303",
        "OGG, 4f67675300",
        "FLAC, 664c6143",
        "PSD, 38425053",
        "ZIP, 504b0304",
        "PDF, 255044462d312e",
        "PLIST, 62706c6973743030d101",
        "UNKNOWN, 000102030405",
        "UNKNOWN, 524946460000000000000000"
    })
    void namesTheTypeByItsFirstBytes(FileType expected, String hexadecimal) throws IOException {
        assertThat(sniff(HexFormat.of().parseHex(hexadecimal))).isEqualTo(expected);
    }

    @Test
    void noBytesAtAllAreAType() throws IOException {
        assertThat(sniff(new byte[0])).isEqualTo(FileType.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AAE|<?xml version=\"1.0\"?><plist><dict><key>adjustmentFormatIdentifier</key></dict></plist>",
                "PLIST|<?xml version=\"1.0\"?><plist version=\"1.0\"><dict/></plist>",
                "XMP|<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>",
                "XMP|<?xpacket begin=\"\"?>",
                "JSON|{\"title\": \"IMG_1.JPG\"}",
                "JSON|[{\"a\": 1}]",
                "TEXT|version https://git-lfs.github.com/spec/v1",
                "TEXT|<html><body>not found</body></html>",
            })
    void readsTexts(FileType expected, String text) throws IOException {
        assertThat(sniff(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @Test
    void aTransportStreamIsKnownByItsSyncBytes() throws IOException {
        byte[] avchd = new byte[192 * 4];
        byte[] plain = new byte[188 * 4];
        for (int i = 0; i < 4; i++) {
            avchd[4 + i * 192] = 0x47;
            plain[i * 188] = 0x47;
        }
        assertThat(sniff(avchd)).isEqualTo(FileType.M2TS);
        assertThat(sniff(plain)).isEqualTo(FileType.MPEG_TS);
    }

    @Test
    void aRawIsToldFromATiffByItsTags() throws IOException {
        assertThat(sniff(tiff(0xC612, 0))).isEqualTo(FileType.DNG);
        assertThat(sniff(tiff(0x014A, "NIKON CORPORATION"))).isEqualTo(FileType.NEF);
        assertThat(sniff(tiff(0x014A, "SONY"))).isEqualTo(FileType.ARW);
        assertThat(sniff(tiff(0x014A, "SAMSUNG"))).isEqualTo(FileType.SRW);
        assertThat(sniff(tiff(0x0103, "PENTAX Corporation"))).isEqualTo(FileType.TIFF);
        // A scanner's plain TIFF names its maker too.
        assertThat(sniff(tiff(0x0100, "NIKON CORPORATION"))).isEqualTo(FileType.TIFF);
    }

    @Test
    void aJpegWithFurtherViewsIsAMultiPicture() throws IOException {
        assertThat(sniff(jpegWithIndex(0x020003))).isEqualTo(FileType.MPO);
        // A gain map or preview is listed in the same index but leaves the file an ordinary JPEG.
        assertThat(sniff(jpegWithIndex(0x010001))).isEqualTo(FileType.JPEG);
    }

    @Test
    void hostileDirectoriesAreWalkedWithinLimits() throws IOException {
        byte[] bytes = new byte[1 << 20];
        bytes[0] = 'M';
        bytes[1] = 'M';
        bytes[3] = 0x2A;
        bytes[7] = 8;
        bytes[8] = (byte) 0xFF;
        bytes[9] = (byte) 0xFF;
        CountingReader reader = new CountingReader(bytes);
        assertThat(Sniffer.sniff(reader)).isEqualTo(FileType.TIFF);
        assertThat(reader.bytesRead()).isLessThan(16 << 10);
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void everyTypeHasAMimeTypeAndLowerCaseExtensions(FileType type) {
        assertThat(type.mimeType()).matches("[a-z]+/[a-z0-9.+-]+");
        assertThat(type.extensions()).allMatch(extension -> extension.matches("[a-z0-9]+"));
        assertThat(type.kind() == MediaKind.OTHER || !type.extensions().isEmpty())
                .isTrue();
    }

    private static FileType sniff(byte[] bytes) throws IOException {
        return Sniffer.sniff(new CountingReader(bytes));
    }

    private static byte[] tiff(int tag, int value) {
        byte[] bytes = HexFormat.of().parseHex("4d4d002a000000080001" + "%04x".formatted(tag) + "000300000001");
        byte[] whole = Arrays.copyOf(bytes, 64);
        whole[19] = (byte) value;
        return whole;
    }

    private static byte[] tiff(int tag, String make) {
        String entries = "010f0002" + "%08x".formatted(make.length()) + "00000040" + "%04x".formatted(tag)
                + "0004000000010000002a";
        byte[] head = HexFormat.of().parseHex("4d4d002a000000080002" + entries);
        byte[] whole = Arrays.copyOf(head, 0x40 + make.length());
        System.arraycopy(make.getBytes(StandardCharsets.US_ASCII), 0, whole, 0x40, make.length());
        return whole;
    }

    private static byte[] jpegWithIndex(int type) {
        String index = "4d4d002a00000008" + "0001" + "b0020007000000200000001a" + "00000000" + "00030000"
                + "0000100000000000" + "00000000" + "%08x".formatted(type) + "000010000000100000000000";
        String segment = "4d504600" + index;
        return HexFormat.of()
                .parseHex("ffd8" + "ffe2" + "%04x".formatted(2 + segment.length() / 2) + segment + "ffda0008");
    }
}
