package app.safelight.app.certificate;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Html;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/// The certificate as a page to read, print and keep. One file, no script, nothing from elsewhere.
public final class CertificatePage {
    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
                   color: #222; background: #fff }
            h1 { font-size: 1.6rem } .safe { color: #14612c } .unsafe { color: #a11 }
            table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem .3rem 0;
                   border-bottom: 1px solid #ddd; vertical-align: top } code { word-break: break-all }
            @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 }
                   .safe { color: #6fce8d } .unsafe { color: #ff8a80 } td, th { border-color: #444 } }
            """;

    private CertificatePage() {}

    /// @param jsonName name of the file beside it that lists every content
    public static void write(Certificate certificate, Path file, String jsonName, ZoneId zone) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<title>Safelight certificate</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        headline(certificate, page);
        notConnected(certificate, page, zone);
        facts(certificate, page, zone);
        places(certificate, page);
        exceptions(certificate, page);
        byHand(certificate, page, jsonName);
        page.append("</body>\n</html>\n");
        Files.writeString(file, page);
    }

    private static void headline(Certificate certificate, StringBuilder page) {
        String location = Html.escape(certificate.source().location());
        if (certificate.everythingIsSafe()) {
            page.append("<h1 class=\"safe\">Everything that was in ")
                    .append(location)
                    .append(" is safe</h1>\n");
        } else {
            page.append("<h1 class=\"unsafe\">")
                    .append(Html.escape(
                            Amounts.count(certificate.exceptions().size(), "photo or file", "photos and files")))
                    .append(" of ")
                    .append(location)
                    .append(certificate.exceptions().size() == 1 ? " is" : " are")
                    .append(" NOT safe</h1>\n<p>Do not erase the source yet.</p>\n");
        }
    }

    private static void notConnected(Certificate certificate, StringBuilder page, ZoneId zone) {
        List<String> away = certificate.notConnected();
        if (!away.isEmpty()) {
            page.append("<p class=\"unsafe\">")
                    .append(Html.escape(String.join(" and ", away)))
                    .append(away.size() == 1 ? " was" : " were")
                    .append(
                            " not connected when this was made: nobody looked whether it is still so. The copies counted")
                    .append(" here were last read since ")
                    .append(Html.escape(Amounts.time(certificate.oldestProof(), zone)))
                    .append(". Before you erase anything, connect all and make the certificate again.</p>\n");
        }
    }

    private static void facts(Certificate certificate, StringBuilder page, ZoneId zone) {
        page.append("<table>\n");
        row(
                page,
                "Proven safe",
                Amounts.count(certificate.safeAssets(), "photo or file", "photos and files") + ", "
                        + Amounts.bytes(certificate.safeBytes()));
        row(
                page,
                "Source",
                certificate.source().kind() + " " + certificate.source().location());
        row(
                page,
                "Source listed",
                Amounts.time(certificate.listedAt(), zone) + " (nothing is said of what came later)");
        row(page, "Certificate made", Amounts.time(certificate.madeAt(), zone));
        row(
                page,
                "What safe means",
                Amounts.count(certificate.policyCopies(), "place", "places")
                        + " besides the source, " + certificate.policyEvidence() + ", within "
                        + Amounts.count(certificate.policyMaxAgeDays(), "day", "days"));
        row(page, "Every copy was read since", Amounts.time(certificate.oldestProof(), zone));
        row(page, "Holds until", Amounts.time(certificate.validUntil(), zone));
        if (certificate.excluded() > 0) {
            row(page, "Left out by rule", Amounts.number(certificate.excluded()));
        }
        page.append("</table>\n");
    }

    private static void row(StringBuilder page, String name, String value) {
        page.append("<tr><th>")
                .append(Html.escape(name))
                .append("</th><td>")
                .append(Html.escape(value))
                .append("</td></tr>\n");
    }

    private static void places(Certificate certificate, StringBuilder page) {
        page.append("<h2>Where the copies are</h2>\n<table>\n");
        for (Certificate.PlaceName place : certificate.places()) {
            row(
                    page,
                    place.location(),
                    Amounts.count(place.contents(), "content", "contents") + " (" + place.id() + "), "
                            + (place.connected()
                                    ? "found there when this was made"
                                    : "not connected when this was made"));
        }
        page.append("</table>\n");
    }

    private static void exceptions(Certificate certificate, StringBuilder page) {
        if (certificate.everythingIsSafe()) {
            return;
        }
        page.append("<h2>Not safe</h2>\n<table>\n");
        for (Certificate.Unproven exception : certificate.exceptions()) {
            row(page, exception.path(), String.join(" ", exception.reasons()));
        }
        page.append("</table>\n");
    }

    private static void byHand(Certificate certificate, StringBuilder page, String jsonName) {
        page.append("<h2>Check it</h2>\n<p>Hash over all ")
                .append(Html.escape(Amounts.count(certificate.contents().size(), "content", "contents")))
                .append(" proven here:<br><code>")
                .append(certificate.hashRoot())
                .append("</code></p>\n<p>With Safelight: <code>safelight certificate check ")
                .append(Html.escape(jsonName))
                .append("</code></p>\n<p>By hand, on a place that holds nothing else: <code>sha256sum -c --quiet ")
                .append("SHA256SUMS &amp;&amp; sed 's/^\\\\//' SHA256SUMS | cut -c1-64 | LC_ALL=C sort -u | sha256sum")
                .append("</code>. The file ")
                .append(Html.escape(jsonName))
                .append(" lists every content by its SHA-256.</p>\n");
    }
}
