package app.safelight.app.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where a library is, as a person types it: its address, or the link of its first run, which ends in
/// `/setup#SECRET`.
///
/// @param base without a slash at its end
/// @param secret of the first run
record LibraryAddress(URI base, Optional<String> secret) {
    private static final String SETUP = "/setup";

    /// @throws Trouble if it is no address of a library
    static LibraryAddress parse(String typed) throws Trouble {
        try {
            URI uri = new URI(typed);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || uri.getHost() == null
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null) {
                throw wrong(typed);
            }
            String path = withoutSlash(uri.getPath() == null ? "" : uri.getPath());
            String fragment = uri.getFragment();
            boolean setup = fragment != null && path.endsWith(SETUP);
            String root = setup ? path.substring(0, path.length() - SETUP.length()) : path;
            return new LibraryAddress(
                    new URI(scheme, null, uri.getHost(), uri.getPort(), root, null, null),
                    setup ? Optional.of(fragment) : Optional.empty());
        } catch (URISyntaxException noAddress) {
            throw wrong(typed);
        }
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? withoutSlash(path.substring(0, path.length() - 1)) : path;
    }

    /// Does not repeat what was typed after a `#`: it may be the secret.
    private static Trouble wrong(String typed) {
        int fragment = typed.indexOf('#');
        return new Trouble(
                ExitCode.USAGE,
                (fragment < 0 ? typed : typed.substring(0, fragment)) + " is not the address of a library.",
                "It begins with https:// and has no name or password in it.");
    }

    /// Whether what is said stays on this computer, or is encrypted.
    boolean isPrivate() {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        return base.getScheme().equals("https")
                || host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
