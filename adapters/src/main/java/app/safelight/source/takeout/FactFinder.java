package app.safelight.source.takeout;

import app.safelight.core.source.SourceException;
import app.safelight.media.takeout.MatchedSidecar;
import app.safelight.media.takeout.TakeoutAlbum;
import app.safelight.media.takeout.TakeoutDocument;
import app.safelight.media.takeout.TakeoutFolder;
import app.safelight.media.takeout.TakeoutJson;
import app.safelight.media.takeout.TakeoutMatcher;
import app.safelight.media.takeout.TakeoutMatches;
import app.safelight.media.takeout.TakeoutProblem;
import app.safelight.media.takeout.TakeoutSidecar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds what an export's JSON files say of its photos, folder by folder, when somebody asks.
///
/// Memory: the facts of the last few folders, and for each photo in an album its title, time and albums.
/// Threads: one at a time.
final class FactFinder {
    /// Folders whose facts are kept: whoever asks goes folder by folder, with a few at once.
    private static final int MAX_FOLDERS_KEPT = 4;

    /// Reads a whole small file of the export.
    @FunctionalInterface
    interface Files {
        /// @return at most `maxBytes` from its start
        byte[] read(Entry entry, int maxBytes) throws SourceException;
    }

    private final Catalogue catalogue;
    private final Files files;
    private final LinkedHashMap<String, Map<String, TakeoutFacts>> kept = new LinkedHashMap<>();
    private Optional<Map<Photo, NavigableSet<String>>> albums = Optional.empty();

    FactFinder(Catalogue catalogue, Files files) {
        this.catalogue = catalogue;
        this.files = files;
    }

    /// What makes a photo the same in an album's folder and in its year's. The JSON of both says it alike, and
    /// one of the folders may lack the photo itself.
    private record Photo(String title, Instant takenAt) {
        static Optional<Photo> of(TakeoutSidecar sidecar) {
            return Optional.ofNullable(sidecar.photoTakenTime()).map(time -> new Photo(sidecar.title(), time));
        }
    }

    /// What the JSON files of one folder hold.
    private record Documents(Map<String, TakeoutDocument> byName) {
        /// The title of the album that the folder is; empty if it is none.
        Optional<String> album(String folder) {
            String folderName = folder.substring(folder.lastIndexOf('/') + 1);
            for (TakeoutDocument document : byName.values()) {
                if (document instanceof TakeoutAlbum album) {
                    boolean ofYear = TakeoutFolder.yearOf(folderName).isPresent()
                            && (album.title().isEmpty()
                                    || TakeoutFolder.yearOf(album.title()).isPresent());
                    if (!ofYear) {
                        return Optional.of(album.title().isEmpty() ? folderName : album.title());
                    }
                }
            }
            return Optional.empty();
        }
    }

    /// @return empty if the export says nothing of the file
    /// @throws SourceException if the source as a whole has gone
    Optional<TakeoutFacts> facts(String folder, String name) throws SourceException {
        Map<String, TakeoutFacts> facts = kept.get(folder);
        if (facts == null) {
            facts = facts(folder);
            kept.put(folder, facts);
            if (kept.size() > MAX_FOLDERS_KEPT) {
                kept.remove(kept.firstEntry().getKey());
            }
        }
        return Optional.ofNullable(facts.get(name));
    }

    private Map<String, TakeoutFacts> facts(String folder) throws SourceException {
        List<String> media = catalogue.in(folder).stream()
                .map(Entry::name)
                .filter(name -> !TakeoutNames.isJson(name))
                .toList();
        Documents documents = documents(folder);
        TakeoutMatches matches = TakeoutMatcher.match(media, documents.byName());
        Optional<String> album = documents.album(folder);
        Map<Photo, NavigableSet<String>> inAlbums = albums();
        Map<String, TakeoutFacts> facts = new HashMap<>();
        for (String name : media) {
            MatchedSidecar match = matches.sidecars().get(name);
            NavigableSet<String> titles = new TreeSet<>();
            album.ifPresent(titles::add);
            if (match != null && documents.byName().get(match.sidecarName()) instanceof TakeoutSidecar sidecar) {
                Photo.of(sidecar).map(inAlbums::get).ifPresent(titles::addAll);
                String path = folder.isEmpty() ? match.sidecarName() : folder + "/" + match.sidecarName();
                facts.put(name, facts(path, sidecar, titles));
            } else if (!titles.isEmpty()) {
                facts.put(name, albumsOnly(titles));
            }
        }
        return facts;
    }

    private static TakeoutFacts facts(String path, TakeoutSidecar sidecar, NavigableSet<String> albums) {
        return new TakeoutFacts(
                Optional.of(path),
                Optional.ofNullable(sidecar.photoTakenTime()),
                Optional.ofNullable(sidecar.location()),
                sidecar.description(),
                sidecar.people(),
                List.copyOf(albums),
                sidecar.favorited(),
                sidecar.archived(),
                sidecar.trashed());
    }

    private static TakeoutFacts albumsOnly(NavigableSet<String> albums) {
        return new TakeoutFacts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                List.copyOf(albums),
                false,
                false,
                false);
    }

    private Documents documents(String folder) throws SourceException {
        Map<String, TakeoutDocument> documents = new TreeMap<>();
        for (Entry entry : catalogue.in(folder)) {
            if (TakeoutNames.isJson(entry.name())) {
                documents.put(entry.name(), document(entry));
            }
        }
        return new Documents(documents);
    }

    /// A JSON that cannot be read says nothing; that it cannot be read is told when it is backed up.
    private TakeoutDocument document(Entry entry) throws SourceException {
        try {
            return TakeoutJson.parse(files.read(entry, TakeoutJson.MAX_DOCUMENT_BYTES + 1));
        } catch (SourceException unreadable) {
            if (unreadable.fault().stopsSource()) {
                throw unreadable;
            }
            return new TakeoutProblem(TakeoutProblem.Kind.MALFORMED, -1);
        }
    }

    /// The albums of every photo that is in one, read once from the folders of albums.
    private Map<Photo, NavigableSet<String>> albums() throws SourceException {
        if (albums.isPresent()) {
            return albums.get();
        }
        Map<Photo, NavigableSet<String>> found = new HashMap<>();
        for (String folder : catalogue.folders()) {
            Optional<String> title = strangers(folder).album(folder);
            if (title.isPresent()) {
                for (TakeoutDocument document : documents(folder).byName().values()) {
                    if (document instanceof TakeoutSidecar sidecar) {
                        Photo.of(sidecar)
                                .ifPresent(photo -> found.computeIfAbsent(photo, _ -> new TreeSet<>())
                                        .add(title.get()));
                    }
                }
            }
        }
        albums = Optional.of(found);
        return found;
    }

    /// The JSON files of a folder that by their names are no photo's, as an album's own is not. The folders of
    /// years hold tens of thousands of others, which need not be read to know that they are no albums.
    private Documents strangers(String folder) throws SourceException {
        List<String> media = new ArrayList<>();
        Map<String, Entry> sidecars = new TreeMap<>();
        for (Entry entry : catalogue.in(folder)) {
            if (TakeoutNames.isJson(entry.name())) {
                sidecars.put(entry.name(), entry);
            } else {
                media.add(entry.name());
            }
        }
        Map<String, TakeoutDocument> documents = new TreeMap<>();
        for (String name :
                TakeoutMatcher.ofNames(media, sidecars.keySet()).unmatched().keySet()) {
            documents.put(name, document(Objects.requireNonNull(sidecars.get(name))));
        }
        return new Documents(documents);
    }
}
