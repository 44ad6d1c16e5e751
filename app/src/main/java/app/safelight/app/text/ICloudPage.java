package app.safelight.app.text;

import app.safelight.app.icloud.Doubt;
import app.safelight.app.icloud.ICloudCount;
import app.safelight.app.icloud.Standing;
import app.safelight.app.icloud.Trend;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.LibraryStatus;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.apple.photoslibrary.Reading;
import app.safelight.apple.photoslibrary.SyncCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What iCloud reports to have of a library, as a page to read, print and keep. One file, no script, nothing
/// from elsewhere; sound XML, so that other programs can read it too. Photos are written as they pass by, so it
/// may be of any length.
public final class ICloudPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --text: #1d1d1f; --page: #fff; --line: #d8d8dc; --soft: #f4f4f6;
                    --bad: #a3151b; --bad-soft: #fdecec; --good: #14612c; --good-soft: #e9f6ed; --quiet: #5b5b62 }
            @media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --page: #161618; --line: #3a3a40;
                    --soft: #222226; --bad: #ff9a94; --bad-soft: #3a1b1c; --good: #7fd69b; --good-soft: #17301f;
                    --quiet: #a2a2aa } }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem;
                   color: var(--text); background: var(--page) }
            h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem }
            h3 { font-size: 1.05rem; margin: 1.75rem 0 .25rem } p { margin: .5rem 0 }
            .banner { border: 1px solid; border-left-width: .5rem; border-radius: .5rem; padding: 1rem 1.25rem }
            .banner.bad { border-color: var(--bad); background: var(--bad-soft) } .banner.bad h1 { color: var(--bad) }
            .banner.good { border-color: var(--good); background: var(--good-soft) } .banner.good h1 { color: var(--good) }
            .quiet { color: var(--quiet); font-size: .9rem }
            table { border-collapse: collapse; width: 100%; margin: .75rem 0 }
            caption { text-align: left; color: var(--quiet); font-size: .9rem; padding-bottom: .25rem }
            th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
                     border-bottom: 1px solid var(--line) }
            thead th { border-bottom-width: 2px; font-size: .85rem; white-space: nowrap }
            tbody th { font-weight: 500 } .facts th { width: 11rem; font-weight: 600 } .risk { color: var(--bad) }
            .number { text-align: right; white-space: nowrap } .path { overflow-wrap: anywhere }
            .photos { table-layout: fixed } .photos .date { width: 9.5rem } .photos .number { width: 5rem }
            .photos .remarks { width: 34% } .remarks { padding-left: .75rem }
            @media (max-width: 40rem) { .photos { table-layout: auto } .photos .remarks { width: auto } }
            code { background: var(--soft); padding: .1rem .3rem; border-radius: .25rem; overflow-wrap: anywhere }
            @media print { body { max-width: none; padding: 0; font-size: 11pt } thead { display: table-header-group }
                     tr, .banner { break-inside: avoid } h2, h3, h3 + p, caption { break-after: avoid } }
            """;

    private final Function<Asset, Standing> standings;
    private final Writer out;
    private final ZoneId zone;

    /// All that the page tells besides the photos.
    ///
    /// @param title of the library, for people
    /// @param doubts why the report is not the whole truth
    /// @param strays paths of files that the library does not know
    /// @param command to copy what is at risk, as one would type it
    public record Report(
            String title,
            Instant takenAt,
            LibraryStatus status,
            ICloudCount count,
            Trend trend,
            List<Doubt> doubts,
            List<String> strays,
            String command) {
        public Report {
            doubts = List.copyOf(doubts);
            strays = List.copyOf(strays);
        }
    }

    private ICloudPage(Function<Asset, Standing> standings, Writer out, ZoneId zone) {
        this.standings = standings;
        this.out = out;
        this.zone = zone;
    }

    /// @param library read once more for each kind of photos at risk that there is
    public static void write(
            Report report, PhotosLibrary library, Function<Asset, Standing> standings, Writer out, ZoneId zone)
            throws IOException {
        new ICloudPage(standings, out, zone).write(report, library);
    }

    private void write(Report report, PhotosLibrary library) throws IOException {
        out.write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<title>");
        text("iCloud report: " + report.title());
        out.write("</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        banner(report);
        facts(report);
        states(report.count());
        causes(report.status());
        atRisk(report, library);
        out.write("</main>\n<footer class=\"quiet\">\n");
        paragraph(
                "This is what the device's own database says of iCloud: a report, never a proof. Proven is only a copy"
                        + " that was read back; 'safelight backup' makes one. Made by Safelight, "
                        + Amounts.time(report.takenAt(), zone) + ".");
        out.write("</footer>\n</body>\n</html>\n");
    }

    private void banner(Report report) throws IOException {
        ICloudCount count = report.count();
        if (count.notElsewhere().assets() == 0 && !report.doubts().isEmpty()) {
            out.write("<header class=\"banner bad\">\n<h1>");
            text("Do not erase this device yet: this report is not the whole truth");
            out.write("</h1>\n");
            for (Doubt doubt : report.doubts()) {
                paragraph(ICloudWords.doubt(doubt));
            }
        } else if (count.atRisk() == 0) {
            out.write("<header class=\"banner good\">\n<h1>");
            text("iCloud reports to have everything of this library");
            out.write("</h1>\n");
            paragraph("That is a report, not a proof. " + report.title());
        } else if (count.notElsewhere().assets() == 0) {
            out.write("<header class=\"banner good\">\n<h1>");
            text("What is not in iCloud is proven to be in copies of your own");
            out.write("</h1>\n");
            paragraph(ICloudWords.provenElsewhere(count.atRisk()) + " " + report.title());
        } else {
            ICloudCount.Group risk = count.notElsewhere();
            out.write("<header class=\"banner bad\">\n<h1>");
            text("Do not erase this device: " + Amounts.count(risk.assets(), "photo or video", "photos and videos")
                    + " (" + Amounts.bytes(risk.sizeBytes()) + ") may exist only there");
            out.write("</h1>\n");
            paragraph(ICloudWords.gap(report.status().icloudPhotos()));
            for (Doubt doubt : report.doubts()) {
                paragraph(ICloudWords.doubt(doubt));
            }
            if (count.atRisk() > risk.assets()) {
                paragraph(ICloudWords.provenElsewhere(count.atRisk() - risk.assets()));
            }
            out.write("<p>");
            text("Copy them now: ");
            out.write("<code>");
            text(report.command());
            out.write("</code></p>\n");
        }
        out.write("</header>\n");
    }

    private void facts(Report report) throws IOException {
        out.write("<section>\n<h2>The library</h2>\n<table class=\"facts\">\n<tbody>\n");
        fact("Library", report.title());
        fact("Looked at", Amounts.time(report.takenAt(), zone));
        fact("iCloud Photos", ICloudWords.switched(report.status(), zone));
        fact("Photos and videos", Amounts.number(report.count().assets()));
        fact("Uploading", ICloudWords.trend(report.trend(), zone) + " " + ICloudWords.fix(report.trend()));
        out.write("</tbody>\n</table>\n</section>\n");
    }

    private void fact(String name, String value) throws IOException {
        out.write("<tr><th scope=\"row\">");
        text(name);
        out.write("</th><td>");
        text(value.strip());
        out.write("</td></tr>\n");
    }

    private void states(ICloudCount count) throws IOException {
        out.write(
                "<section>\n<h2>What iCloud reports, by the device's own database</h2>\n<table>\n<thead><tr><th scope=\"col\">State</th>"
                        + "<th scope=\"col\" class=\"number\">Photos and videos</th>"
                        + "<th scope=\"col\" class=\"number\">Originals</th></tr></thead>\n<tbody>\n");
        for (Map.Entry<Standing, ICloudCount.Group> group : count.groups().entrySet()) {
            String risk = group.getKey().atRisk() ? " class=\"risk\"" : "";
            state(risk, ICloudWords.standing(group.getKey()), group.getValue());
        }
        if (count.onlyInICloud().assets() > 0) {
            state("", "of those in iCloud, the original is only there", count.onlyInICloud());
        }
        if (count.strays().assets() > 0) {
            state(" class=\"risk\"", ICloudWords.strays(), count.strays());
        }
        out.write("</tbody>\n</table>\n</section>\n");
    }

    private void state(String risk, String words, ICloudCount.Group group) throws IOException {
        out.write("<tr><th scope=\"row\"" + risk + ">");
        text(words);
        out.write("</th><td class=\"number\">");
        text(Amounts.number(group.assets()));
        out.write("</td><td class=\"number\">");
        text(Amounts.bytes(group.sizeBytes()));
        out.write("</td></tr>\n");
    }

    private void causes(LibraryStatus status) throws IOException {
        if (status.causes().isEmpty() && status.unreadable().isEmpty()) {
            return;
        }
        out.write("<section>\n<h2>What holds it up, and what to do</h2>\n");
        if (!status.causes().isEmpty()) {
            out.write("<table>\n<thead><tr><th scope=\"col\">The device says</th><th scope=\"col\">What to do</th></tr>"
                    + "</thead>\n<tbody>\n");
            for (SyncCause cause : status.causes()) {
                fact(ICloudWords.cause(cause) + ICloudWords.detail(cause, status, zone), ICloudWords.fix(cause));
            }
            out.write("</tbody>\n</table>\n");
        }
        for (Reading.Unreadable<?> hidden : status.unreadable()) {
            paragraph("Could not be read, and may hide a cause: " + hidden.path() + " (" + hidden.why() + ")");
        }
        out.write("</section>\n");
    }

    private void atRisk(Report report, PhotosLibrary library) throws IOException {
        ICloudCount count = report.count();
        if (count.atRisk() == 0) {
            return;
        }
        out.write("<section>\n<h2>The photos at risk, one by one</h2>\n");
        for (Map.Entry<Standing, ICloudCount.Group> group : count.groups().entrySet()) {
            if (group.getKey().atRisk()) {
                list(group.getKey(), group.getValue(), library);
            }
        }
        if (!report.strays().isEmpty()) {
            out.write("<h3>Not known to the library</h3>\n");
            paragraph("Nothing uploads these files. 'safelight rescue' copies them.");
            out.write("<ul class=\"path\">\n");
            for (String stray : report.strays()) {
                out.write("<li>");
                text(stray);
                out.write("</li>\n");
            }
            out.write("</ul>\n");
        }
        out.write("</section>\n");
    }

    private void list(Standing standing, ICloudCount.Group group, PhotosLibrary library) throws IOException {
        out.write("<h3>");
        text(ICloudWords.standing(standing));
        out.write("</h3>\n");
        paragraph(ICloudWords.advice(standing));
        out.write("<table class=\"photos\">\n<caption>");
        text(Amounts.count(group.assets(), "photo or video", "photos and videos") + ", "
                + Amounts.bytes(group.sizeBytes()));
        out.write(
                "</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"date\">Taken</th>"
                        + "<th scope=\"col\" class=\"number\">Size</th><th scope=\"col\" class=\"remarks\">Remarks</th></tr></thead>\n<tbody>\n");
        try {
            library.assets(asset -> {
                if (standings.apply(asset) == standing) {
                    row(asset, standing);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        out.write("</tbody>\n</table>\n");
    }

    private void row(Asset asset, Standing standing) {
        try {
            out.write("<tr><th scope=\"row\" class=\"path\">");
            text(asset.path());
            out.write("</th><td class=\"date\">");
            text(ICloudWords.taken(asset, zone));
            out.write("</td><td class=\"number\">");
            long sizeBytes = ICloudCount.sizeBytes(asset);
            text(sizeBytes == 0 ? "not known" : Amounts.bytes(sizeBytes));
            out.write("</td><td class=\"path remarks\">");
            text(ICloudWords.remarks(asset, standing));
            out.write("</td></tr>\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void paragraph(String words) throws IOException {
        if (!words.isEmpty()) {
            out.write("<p>");
            text(words);
            out.write("</p>\n");
        }
    }

    private void text(String words) throws IOException {
        out.write(Html.escape(words));
    }
}
