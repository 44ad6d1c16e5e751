package app.safelight.media.takeout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TakeoutMatcherTest {
    /// Media, its JSON, and the rule; names as real exports have written them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # the plain form, and the number that moves
            PXL_20211013_220651983.jpg | PXL_20211013_220651983.jpg.json | SAME_NAME
            IMG_1234 | IMG_1234.json | SAME_NAME
            DSC_0101(1).JPG | DSC_0101.JPG(1).json | SAME_NAME
            IMG_2710(12).HEIC | IMG_2710.HEIC(12).json | SAME_NAME
            IMG2021021(4455)74722(1).jpg | IMG2021021(4455)74722.jpg(1).json | SAME_NAME
            IMG2021021.json74722(1).jpg | IMG2021021.json74722.jpg(1).json | SAME_NAME
            DSC_0238_1.JPG | DSC_0238_1.JPG.json | SAME_NAME
            PXL_20210102_221126856.MP~2.jpg | PXL_20210102_221126856.MP~2.jpg.json | SAME_NAME
            X(1).JPG | X.JPG.json(1) | SAME_NAME
            # the supplement of 2024 and later, whole and cut anywhere
            IMG_1159.HEIC | IMG_1159.HEIC.supplemental-metadata.json | SAME_NAME
            PXL_20241231_151646544.MP.jpg | PXL_20241231_151646544.MP.jpg.supplemental-met.json | SAME_NAME
            04d0fd9dc8abd6fac3014db0cd05d0ba.jpg | 04d0fd9dc8abd6fac3014db0cd05d0ba.jpg.supplemen.json | SAME_NAME
            Capture+_2015-11-04-10-57-37.png | Capture+_2015-11-04-10-57-37.png.supplemental-.json | SAME_NAME
            11296446_10152906229660949_306649535_o.jpg | 11296446_10152906229660949_306649535_o.jpg.sup.json | SAME_NAME
            11267559_10152906191670949_1479236175_o.jpg | 11267559_10152906191670949_1479236175_o.jpg.su.json | SAME_NAME
            123456789_123456789_123456789_123456789_.jpg | 123456789_123456789_123456789_123456789_.jpg.s.json | SAME_NAME
            PXL_20211120_223243932.MOTION-02.ORIGINAL.jpg | PXL_20211120_223243932.MOTION-02.ORIGINAL.jpg..json | SAME_NAME
            barry-poster-2(1).jpg | barry-poster-2.jpg.supplemental-metadata(1).json | SAME_NAME
            2014-06-22(1).jpg | 2014-06-22(1).jpg.supplemental-metadata.json | SAME_NAME
            hangout_snapshot_0(1)(3).jpg | hangout_snapshot_0(1).jpg.supplemental-metadat(3).json | SAME_NAME
            PXL_20240827_094331806.PORTRAIT(1).jpg | PXL_20240827_094331806.PORTRAIT.jpg.supplement(1).json | SAME_NAME
            skytree (2).jpg | skytree (2).jpg.supplemental-metadata.json | SAME_NAME
            # the name itself cut at 46
            05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg | 05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json | CUT_NAME
            21345678901234567890123456789012345678901234567.png | 2134567890123456789012345678901234567890123456.json | CUT_NAME
            PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg | PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json | CUT_NAME
            PXL_20230814_201154491.LONG_EXPOSURE-01.COVER.jpg | PXL_20230814_201154491.LONG_EXPOSURE-01.COVER..json | CUT_NAME
            original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P.jpg | original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json | CUT_NAME
            Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg | Backyard_ceremony_wedding_photography_xxxxxxx_(494).json | CUT_NAME
            13039_327707840323_537645323_9470255_27214_n(1).jpg | 13039_327707840323_537645323_9470255_27214_n.j(1).json | CUT_NAME
            😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛.jpg | 😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋.json | CUT_NAME
            写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写.jpg | 写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真写真.json | CUT_NAME
            # letter case, Unicode form, characters a file name cannot hold
            IMG_1.JPG | img_1.jpg.json | FOLDED_NAME
            IMG_1(2).JPG | img_1.jpg.SUPPLEMENTAL-metadata(2).JSON | FOLDED_NAME
            été.jpg | e\u0301te\u0301.jpg.json | FOLDED_NAME
            me _ you.jpg | me & you.jpg.json | FOLDED_NAME
            it_s.jpg | it's.jpg.supplemental-metadata.json | FOLDED_NAME
            # the extension left out
            2013-12-03.jpg | 2013-12-03.json | WITHOUT_EXTENSION
            2013-12-03(1).jpg | 2013-12-03.supplemental-metadata(1).json | WITHOUT_EXTENSION
            # copies and companions whose original is elsewhere
            IMG20210211125718-edited.jpg | IMG20210211125718.jpg.json | EDITED_COPY
            PXL_20220405_090123740.PORTRAIT-modifié.jpg | PXL_20220405_090123740.PORTRAIT.jpg.json | EDITED_COPY
            20220322_205147-edited(1).jpg | 20220322_205147.jpg.supplemental-metadata(1).json | EDITED_COPY
            IMG_1-bearbeitet.jpg | IMG_1.HEIC.supplemental-metadata.json | EDITED_COPY
            IMG_1-編集済み.jpg | IMG_1.jpg.json | EDITED_COPY
            IMG_5.MP4 | IMG_5.HEIC.json | COMPANION_MOVIE
            IMG_5(1).MOV | IMG_5.JPG.supplemental-metadata(1).json | COMPANION_MOVIE
            PXL_20200710_061629144.MP | PXL_20200710_061629144.MP.jpg.json | COMPANION_MOVIE
            image-bf585df5c19f02ae117f3797a074f099b3ab9f9ab(1).jpg | image-bf585df5c19f02ae117f3797a074f099b3ab9f9a.json | CUT_COPY
            """)
    void aMediaFileFindsItsJson(String media, String sidecar, MatchRule rule) {
        String name = unescaped(sidecar);
        TakeoutMatches matches = TakeoutMatcher.ofNames(List.of(media), Set.of(name));
        assertThat(matches.sidecars()).containsExactly(Map.entry(media, new MatchedSidecar(name, rule)));
        assertThat(matches.unmatched()).isEmpty();
        assertThat(matches.owners()).containsExactly(Map.entry(name, media));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PXL_20211013_220651958.jpg | PXL_20211013_220651983.jpg.json
            DSC_0102(1).JPG | DSC_0102.JPG(2).json
            DSC_0103.JPG | DSC_0103.JPG(1).json
            DSC_0104(1).JPG | DSC_0104.JPG.json
            Backyard_ceremony_wedding_photography_xxxxxxx_m(185).jpg | Backyard_ceremony_wedding_photography_xxxxxxx_(494).json
            PXL_20220405_090123741.PORTRAIT-modifié.jpg | PXL_20220405_090123740.PORTRAIT.jpg.json
            IMG_1.jpg | IMG_1.jpg.supplementary.json
            IMG_1.jpg | IMG_1.jpg.metadata.json
            IMG_12.jpg | IMG_1.jpg.json
            IMG_1.jpg | IMG_12.jpg.json
            IMG_5.AVI | IMG_5.HEIC.json
            IMG_5.jpg | IMG_5.mp4.json
            IMG_1-edited(2).jpg | IMG_1.jpg.json
            IMG_1.jpg | IMG_1-edited.jpg.json
            a name of forty characters only, no more.jpg | a name of forty characters only.json
            metadata.jpg | métadonnées.json
            """)
    void aMediaFileDoesNotTakeAnothersJson(String media, String sidecar) {
        TakeoutMatches matches = TakeoutMatcher.ofNames(List.of(media), Set.of(sidecar));
        assertThat(matches.sidecars()).isEmpty();
        assertThat(matches.unmatched()).containsExactly(Map.entry(sidecar, new UnmatchedSidecar.MediaMissing()));
    }

    @Test
    void everyShorteningOfTheSupplementIsKnown() {
        String supplement = ".supplemental-metadata";
        for (int length = 0; length <= supplement.length(); length++) {
            String sidecar = "IMG_1.jpg" + supplement.substring(0, length) + ".json";
            String numbered = "IMG_1.jpg" + supplement.substring(0, length) + "(7).json";
            TakeoutMatches matches =
                    TakeoutMatcher.ofNames(List.of("IMG_1.jpg", "IMG_1(7).jpg"), Set.of(sidecar, numbered));
            assertThat(matches.owners())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(sidecar, "IMG_1.jpg", numbered, "IMG_1(7).jpg"));
        }
    }

    /// Exports cut what stands before `.json` at 46 UTF-16 units: so for every length of name.
    @Test
    void everyLengthOfNameIsKnown() {
        for (int length = 1; length <= 120; length++) {
            for (String unit : List.of("x", "ö", "写", "😀")) {
                String title = unit.repeat(length) + ".jpg";
                String media = cut(unit.repeat(length), 47) + ".jpg";
                for (String number : List.of("", "(3)")) {
                    String sidecar = cut(title + ".supplemental-metadata", 46) + number + ".json";
                    String numbered = media.replace(".jpg", number + ".jpg");
                    assertThat(TakeoutMatcher.ofNames(List.of(numbered), Set.of(sidecar))
                                    .owners())
                            .as("%s of %s", sidecar, numbered)
                            .containsExactly(Map.entry(sidecar, numbered));
                }
            }
        }
    }

    @Test
    void copiesAndCompanionsShareTheJsonOfTheirOriginal() {
        TakeoutMatches matches = TakeoutMatcher.ofNames(
                List.of("IMG_1.HEIC", "IMG_1.MP4", "IMG_1-edited.HEIC", "IMG_1-edited.MP4", "IMG_2.MOV"),
                Set.of("IMG_1.HEIC.json", "IMG_2.MOV.json"));
        assertThat(rules(matches))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "IMG_1.HEIC", "IMG_1.HEIC.json SAME_NAME",
                        "IMG_1.MP4", "IMG_1.HEIC.json COMPANION_MOVIE",
                        "IMG_1-edited.HEIC", "IMG_1.HEIC.json EDITED_COPY",
                        "IMG_1-edited.MP4", "IMG_1.HEIC.json EDITED_COPY",
                        "IMG_2.MOV", "IMG_2.MOV.json SAME_NAME"));
        assertThat(matches.owners())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("IMG_1.HEIC.json", "IMG_1.HEIC", "IMG_2.MOV.json", "IMG_2.MOV"));
    }

    @Test
    void aCopyWithAJsonOfItsOwnKeepsIt() {
        TakeoutMatches matches = TakeoutMatcher.ofNames(
                List.of("IMG_1.jpg", "IMG_1-edited.jpg", "IMG_1.mp4"),
                Set.of("IMG_1.jpg.json", "IMG_1-edited.jpg.json", "IMG_1.mp4.json"));
        assertThat(rules(matches).values()).allMatch(rule -> rule.endsWith("SAME_NAME"));
    }

    @Test
    void theEditsMarkMayBeCutToo() {
        String stem = "a name that has exactly forty characters"; // 40, so that 46 leave "-edite"
        TakeoutMatches matches = TakeoutMatcher.ofNames(
                List.of(stem + ".jpg", stem + "-edited.jpg", stem + "-edite.jpg"), Set.of(stem + ".jpg.s.json"));
        assertThat(rules(matches))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        stem + ".jpg", stem + ".jpg.s.json SAME_NAME",
                        stem + "-edited.jpg", stem + ".jpg.s.json EDITED_COPY",
                        stem + "-edite.jpg", stem + ".jpg.s.json EDITED_COPY"));
    }

    @Test
    void numbersAreGivenToTheRightFiles() {
        TakeoutMatches matches = TakeoutMatcher.ofNames(
                List.of("DSC_0238.JPG", "DSC_0238(1).JPG", "DSC_0238_1.JPG", "DSC_0238(2).JPG"),
                Set.of("DSC_0238.JPG.json", "DSC_0238.JPG(1).json", "DSC_0238_1.JPG.json"));
        assertThat(matches.owners())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "DSC_0238.JPG.json", "DSC_0238.JPG",
                        "DSC_0238.JPG(1).json", "DSC_0238(1).JPG",
                        "DSC_0238_1.JPG.json", "DSC_0238_1.JPG"));
        assertThat(matches.sidecars()).doesNotContainKey("DSC_0238(2).JPG");
    }

    @Test
    void theTitleDecidesBetweenTwoFittingNames() {
        // X(1).JPG may have been uploaded so, or be the second X.JPG.
        Map<String, TakeoutDocument> documents =
                Map.of("X(1).JPG.json", sidecar("other.jpg"), "X.JPG(1).json", sidecar("X.JPG"));
        TakeoutMatches matches = TakeoutMatcher.match(List.of("X(1).JPG"), documents);
        assertThat(rules(matches)).containsExactly(Map.entry("X(1).JPG", "X.JPG(1).json SAME_NAME"));
        assertThat(matches.unmatched())
                .containsExactly(
                        Map.entry("X(1).JPG.json", new UnmatchedSidecar.BetterMatchTaken("X(1).JPG", "X.JPG(1).json")));
    }

    @Test
    void theTitleFindsWhatNoNameFinds() {
        assertThat(rules(TakeoutMatcher.match(
                        List.of("it_s me _ you.jpg", "b(2).jpg"),
                        Map.of("one.json", sidecar("it&#39;s me &amp; you.jpg"), "two(2).json", sidecar("B.JPG")))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("it_s me _ you.jpg", "one.json TITLE", "b(2).jpg", "two(2).json TITLE"));
        assertThat(rules(TakeoutMatcher.match(List.of("Sunset.jpg"), Map.of("one.json", sidecar("Sunset")))))
                .containsExactly(Map.entry("Sunset.jpg", "one.json WITHOUT_EXTENSION"));
    }

    @Test
    void aNameWinsOverATitle() {
        // Seen in a real export: the title begins with TST_, the names with PXL_.
        assertThat(rules(TakeoutMatcher.match(
                        List.of("PXL_1.LS.mp4", "TST_1.LS.mp4"), Map.of("PXL_1.LS.mp4.json", sidecar("TST_1.LS.mp4")))))
                .containsExactly(Map.entry("PXL_1.LS.mp4", "PXL_1.LS.mp4.json SAME_NAME"));
    }

    @Test
    void whatFitsTwoFilesIsGivenToNeither() {
        String start = "123456789_123456789_123456789_123456789_123456";
        TakeoutMatches matches =
                TakeoutMatcher.ofNames(List.of(start + "a.jpg", start + "b.jpg"), Set.of(start + ".json"));
        assertThat(matches.sidecars()).isEmpty();
        assertThat(matches.unmatched())
                .containsExactly(Map.entry(
                        start + ".json", new UnmatchedSidecar.Ambiguous(List.of(start + "a.jpg", start + "b.jpg"))));
        assertThat(rules(TakeoutMatcher.match(
                        List.of(start + "a.jpg", start + "b.jpg"), Map.of(start + ".json", sidecar(start + "b.jpg")))))
                .containsExactly(Map.entry(start + "b.jpg", start + ".json CUT_NAME"));
    }

    @Test
    void everyUnmatchedJsonHasItsReason() {
        Map<String, TakeoutDocument> documents = new LinkedHashMap<>();
        documents.put("métadonnées.json", new TakeoutAlbum("Été", ""));
        documents.put("print-subscriptions.json", new TakeoutOther());
        documents.put("gone.jpg.json", sidecar("gone.jpg"));
        TakeoutProblem problem = new TakeoutProblem(TakeoutProblem.Kind.MALFORMED, 3);
        documents.put("damaged.json", problem);
        documents.put("a.jpg.json", problem);
        TakeoutMatches matches = TakeoutMatcher.match(List.of("a.jpg", "métadonnées.jpg"), documents);
        assertThat(matches.unmatched())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "métadonnées.json", new UnmatchedSidecar.AboutAlbum(),
                        "print-subscriptions.json", new UnmatchedSidecar.AboutSomethingElse(),
                        "gone.jpg.json", new UnmatchedSidecar.MediaMissing(),
                        "damaged.json", new UnmatchedSidecar.Unreadable(problem)));
        assertThat(rules(matches)).containsExactly(Map.entry("a.jpg", "a.jpg.json SAME_NAME"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theAnswerIsCompleteAndDoesNotDependOnOrder(long seed) {
        Random random = new Random(seed);
        List<String> stems = List.of(
                "IMG_1",
                "img_1",
                "IMG_1(1)",
                "IMG_1-edited",
                "IMG_1.MP",
                "é",
                "e\u0301",
                "123456789_123456789_123456789_123456789_123456",
                "123456789_123456789_123456789_123456789_1234567(1)");
        List<String> ends = List.of(".jpg", ".JPG", ".HEIC", ".MP4", ".MP", "");
        List<String> marks = List.of("", ".supplemental-metadata", ".s", ".", "(1)", ".sup(1)");
        for (int run = 0; run < 200; run++) {
            Set<String> media = new TreeSet<>();
            Map<String, TakeoutDocument> documents = new TreeMap<>();
            for (int at = 0; at < 1 + random.nextInt(12); at++) {
                media.add(any(random, stems) + any(random, ends));
                String base = any(random, stems) + any(random, ends) + any(random, marks);
                String title = random.nextBoolean() ? any(random, stems) + any(random, ends) : "";
                documents.put(base + ".json", sidecar(title));
            }
            TakeoutMatches matches = TakeoutMatcher.match(media, documents);
            Set<String> seen = new TreeSet<>(matches.unmatched().keySet());
            assertThat(Collections.disjoint(matches.owners().keySet(), seen)).isTrue();
            seen.addAll(matches.owners().keySet());
            assertThat(seen).isEqualTo(documents.keySet());
            // No JSON is the own one of two files.
            assertThat(matches.sidecars().values().stream()
                            .filter(match -> !match.rule().shared())
                            .map(MatchedSidecar::sidecarName))
                    .doesNotHaveDuplicates();

            List<String> shuffled = new ArrayList<>(media);
            Collections.shuffle(shuffled, random);
            List<String> names = new ArrayList<>(documents.keySet());
            Collections.shuffle(names, random);
            Map<String, TakeoutDocument> reordered = new LinkedHashMap<>();
            names.forEach(name -> reordered.put(name, documents.get(name)));
            assertThat(TakeoutMatcher.match(shuffled, reordered)).isEqualTo(matches);
        }
    }

    @Test
    void manyNamesAreMatched() {
        // Quadratic work would take minutes here; no time is asserted, a run that hangs says it.
        List<String> media = new ArrayList<>();
        Set<String> sidecars = new TreeSet<>();
        for (int at = 0; at < 20_000; at++) {
            media.add("IMG_" + at + ".HEIC");
            media.add("IMG_" + at + "-edited.HEIC");
            media.add("same(" + at + ").jpg");
            sidecars.add("IMG_" + at + ".HEIC.supplemental-metadata.json");
            sidecars.add("same.jpg(" + at + ").json");
        }
        assertThat(TakeoutMatcher.ofNames(media, sidecars).sidecars()).hasSize(60_000);
    }

    private static TakeoutSidecar sidecar(String title) {
        return new TakeoutSidecar(title, null, null, "", false, false, false, List.of(), "", List.of());
    }

    private static Map<String, String> rules(TakeoutMatches matches) {
        Map<String, String> rules = new TreeMap<>();
        matches.sidecars().forEach((name, match) -> rules.put(name, match.sidecarName() + " " + match.rule()));
        return rules;
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        boolean parted = Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, parted ? length - 1 : length);
    }

    private static String unescaped(String text) {
        return text.replace("\\u0301", "\u0301");
    }

    private static String any(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
