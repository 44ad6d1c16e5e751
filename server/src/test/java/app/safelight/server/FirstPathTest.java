package app.safelight.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A photo's way in and out again.
class FirstPathTest {
    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPhotoGoesInIsListedAndComesOutAsItWas() throws Exception {
        String key = server.owner();
        byte[] photo = TestServer.random(1, 300_000);
        TestServer.Answer taken = server.put(
                key,
                "/api/v1/files/IMG_0001.HEIC?modified=2024-06-15T10:20:30Z&sha256=" + TestServer.sha256(photo),
                photo);
        assertThat(taken.status()).as("%s", taken).isEqualTo(201);
        assertThat(taken.json().path("sha256").asText()).isEqualTo(TestServer.sha256(photo));
        assertThat(taken.json().path("receipts").get(0).path("evidence").asText())
                .isEqualTo("READ_BACK_FROM_MEDIUM");
        String asset = taken.json().path("asset").asText();

        TestServer.Answer timeline = server.get(key, "/api/v1/timeline");
        assertThat(timeline.json().path("id").get(0).asText()).isEqualTo(asset);
        TestServer.Answer whole = server.get(key, "/api/v1/assets/" + asset);
        assertThat(whole.json().path("files").get(0).path("name").asText()).isEqualTo("IMG_0001.HEIC");
        TestServer.Answer file = server.get(key, "/api/v1/assets/" + asset + "/files/0");
        assertThat(file.raw().body()).isEqualTo(photo);
        assertThat(file.header("ETag")).isEqualTo("\"" + TestServer.sha256(photo) + "\"");
        assertThat(server.get(key, "/api/v1/changes").json().path("changes")).hasSize(1);
    }

    @Test
    void theSamePhotoAgainIsNotStoredTwiceAndItsHashIsNotMissingAnyMore() throws Exception {
        String key = server.owner();
        byte[] photo = TestServer.random(2, 10_000);
        byte[] other = TestServer.random(3, 10);
        String path = "/api/v1/files/a.jpg?sha256=" + TestServer.sha256(photo);
        String asset = server.put(key, path, photo).json().path("asset").asText();
        TestServer.Answer again = server.put(key, path, photo);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("asset").asText()).isEqualTo(asset);
        TestServer.Answer missing = server.post(
                key,
                "/api/v1/contents/missing",
                Map.of("sha256", List.of(TestServer.sha256(photo), TestServer.sha256(other))));
        assertThat(missing.json().path("held").get(0).asText()).isEqualTo(TestServer.sha256(photo));
        assertThat(missing.json().path("missing").get(0).asText()).isEqualTo(TestServer.sha256(other));
    }

    @Test
    void aWrongChecksumIsRefusedAndLeavesNothing() throws Exception {
        String key = server.owner();
        byte[] photo = TestServer.random(4, 10_000);
        TestServer.Answer refused =
                server.put(key, "/api/v1/files/a.jpg?sha256=" + TestServer.sha256(new byte[1]), photo);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("wrong_digest");
        assertThat(server.get(key, "/api/v1/timeline").json().path("id")).isEmpty();
        assertThat(server.get(key, "/api/v1/me")
                        .json()
                        .at("/usage/reservedBytes")
                        .asText())
                .isEqualTo("0");
    }

    @Test
    void anUploadOverQuotaIsRefusedBeforeItsBody() throws Exception {
        String owner = server.owner();
        String key = server.person(owner, "Bo", "MEMBER", 1_000);
        TestServer.Answer refused = server.send(server.with(key, "/api/v1/files/a.mov")
                .expectContinue(true)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000])));
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.code()).isEqualTo("over_quota");
        assertThat(refused.json().path("neededBytes").asText()).isEqualTo("2000");
    }

    @Test
    void whatWasDeletedForGoodComesBackOnlyIfAPersonSaysSo() throws Exception {
        String key = server.owner();
        byte[] photo = TestServer.random(5, 1_000);
        String path = "/api/v1/files/a.jpg?sha256=" + TestServer.sha256(photo);
        String asset = server.put(key, path, photo).json().path("asset").asText();
        server.post(key, "/api/v1/trash", Map.of("assets", List.of(asset)));
        assertThat(server.put(key, path, photo).code()).isEqualTo("in_recently_deleted");
        assertThat(server.post(key, "/api/v1/trash/delete", Map.of("assets", List.of(asset), "confirm", false))
                        .status())
                .isEqualTo(400);
        TestServer.Answer deleted =
                server.post(key, "/api/v1/trash/delete", Map.of("assets", List.of(asset), "confirm", true));
        assertThat(deleted.json().path("deleted").asInt()).isEqualTo(1);
        assertThat(server.put(key, path, photo).code()).isEqualTo("deleted_earlier");
        assertThat(server.put(key, path + "&deliberate=true", photo).status()).isEqualTo(201);
    }

    @Test
    void partsOfAFileAreThoseAskedFor() throws Exception {
        String key = server.owner();
        byte[] photo = TestServer.random(6, 400_000);
        String asset = server.put(key, "/api/v1/files/a.mov", photo)
                .json()
                .path("asset")
                .asText();
        String path = "/api/v1/assets/" + asset + "/files/0";
        TestServer.Answer part = server.send(server.with(key, path).header("Range", "bytes=100000-299999"));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 100000-299999/400000");
        assertThat(part.raw().body()).isEqualTo(java.util.Arrays.copyOfRange(photo, 100_000, 300_000));
        TestServer.Answer end = server.send(server.with(key, path).header("Range", "bytes=-10"));
        assertThat(end.raw().body()).isEqualTo(java.util.Arrays.copyOfRange(photo, 399_990, 400_000));
        TestServer.Answer beyond = server.send(server.with(key, path).header("Range", "bytes=400000-"));
        assertThat(beyond.status()).isEqualTo(416);
        TestServer.Answer same =
                server.send(server.with(key, path).header("If-None-Match", "\"" + TestServer.sha256(photo) + "\""));
        assertThat(same.status()).isEqualTo(304);
        TestServer.Answer head = server.send(server.with(key, path).HEAD());
        assertThat(head.header("Content-Length")).isEqualTo("400000");
    }

    @Test
    void anotherPersonsPhotoIsNotThere() throws Exception {
        String owner = server.owner();
        String asset = server.put(owner, "/api/v1/files/a.jpg", TestServer.random(7, 100))
                .json()
                .path("asset")
                .asText();
        String other = server.person(owner, "Bo", "MEMBER", 1_000_000);
        assertThat(server.get(other, "/api/v1/assets/" + asset).status()).isEqualTo(404);
        assertThat(server.get(other, "/api/v1/assets/" + asset + "/files/0").status())
                .isEqualTo(404);
        assertThat(server.method("PATCH", other, "/api/v1/assets/" + asset, Map.of("favourite", true))
                        .status())
                .isEqualTo(404);
        assertThat(server.post(other, "/api/v1/trash", Map.of("assets", List.of(asset)))
                        .json()
                        .path("assets"))
                .isEmpty();
    }
}
