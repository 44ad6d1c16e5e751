package app.safelight.place.library;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Where a person signs in to a library and out again, before there is a key.
public final class LibraryDoor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final URI base;
    private final HttpClient client;

    /// What a library says of itself to anybody.
    ///
    /// @param place what it is as a place; empty if it was never started properly
    /// @param setUpNeeded whether it has no people yet
    public record About(Optional<PlaceId> place, boolean setUpNeeded) {}

    /// @param key what opens the library from now on
    public record SignedIn(String person, String key) {}

    /// The library does not let this person in; its own words say why.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String words) {
            super(words);
        }
    }

    /// @param base as for [HttpLink]
    public LibraryDoor(URI base) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    public About about() throws PlaceException, Refused {
        LinkJson.Answer answer = ask(request("/about").GET().build());
        if (!answer.text("name", "").equals("Safelight")) {
            throw new PlaceException(new PlaceFault.Unreachable(base + " is no library of Safelight"));
        }
        return new About(
                Optional.of(answer.text("identity", ""))
                        .filter(identity -> !identity.isEmpty())
                        .map(LibraryPlace::idOf),
                Boolean.parseBoolean(answer.text("setUpNeeded", "false")));
    }

    /// Makes the first person, with the secret of the link that the library showed when it started.
    public void setUp(String secret, String name, char[] password) throws PlaceException, Refused {
        post("/setup", json -> {
            json.writeStringField("secret", secret);
            json.writeStringField("name", name);
            json.writeFieldName("password");
            json.writeString(password, 0, password.length);
        });
    }

    /// @param device how this computer is to be called in the person's list of keys
    public SignedIn signIn(String name, char[] password, String device) throws PlaceException, Refused {
        LinkJson.Answer answer = post("/session", json -> {
            json.writeStringField("name", name);
            json.writeFieldName("password");
            json.writeString(password, 0, password.length);
            json.writeStringField("kind", "DEVICE");
            json.writeStringField("keyName", device);
        });
        try {
            return new SignedIn(answer.text("person"), answer.text("key"));
        } catch (IOException strange) {
            throw failed(strange);
        }
    }

    /// Makes the key open nothing any more. One that opens nothing already is a success.
    public void signOut(String key) throws PlaceException {
        HttpRequest request = request("/session")
                .header("Authorization", "Bearer " + key)
                .DELETE()
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2 && status != 401) {
                throw new PlaceException(HttpFaults.of(status, Optional.empty(), base.toString()));
            }
        } catch (IOException failure) {
            throw failed(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failed(stop);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path)).timeout(PATIENCE);
    }

    private LinkJson.Answer post(String path, LinkJson.Members members) throws PlaceException, Refused {
        byte[] body = LinkJson.object(members);
        try {
            return ask(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build());
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private LinkJson.Answer ask(HttpRequest request) throws PlaceException, Refused {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                boolean json =
                        response.headers().firstValue("Content-Type").orElse("").contains("json");
                Optional<LinkJson.Answer> answer = json ? Optional.of(LinkJson.read(body)) : Optional.empty();
                if (response.statusCode() / 100 == 2 && answer.isPresent()) {
                    return answer.get();
                }
                String words = answer.map(problem -> problem.text("title", "")).orElse("");
                if (!words.isEmpty()) {
                    throw new Refused(words);
                }
                throw new PlaceException(HttpFaults.of(response.statusCode(), answer, base.toString()));
            }
        } catch (IOException failure) {
            throw failed(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failed(stop);
        }
    }

    private PlaceException failed(Exception failure) {
        return new PlaceException(HttpFaults.of(failure, base.toString()), failure);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
