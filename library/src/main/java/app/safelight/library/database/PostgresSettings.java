package app.safelight.library.database;

/// Where a PostgreSQL database is.
///
/// @param url as JDBC spells it: `jdbc:postgresql://host:5432/safelight`
/// @param connections how many to keep; half of them for reading
public record PostgresSettings(String url, String user, String password, int connections) {
    /// Below this a reader and a writer would share.
    private static final int MIN_CONNECTIONS = 2;

    public PostgresSettings {
        if (connections < MIN_CONNECTIONS) {
            throw new IllegalArgumentException("too few connections: " + connections);
        }
    }

    /// Without the password, for logs.
    @Override
    public String toString() {
        return "PostgresSettings[url=" + url + ", user=" + user + ", connections=" + connections + "]";
    }
}
