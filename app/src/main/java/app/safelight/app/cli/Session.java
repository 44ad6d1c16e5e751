package app.safelight.app.cli;

import app.safelight.app.config.Home;
import app.safelight.app.config.LibraryAccount;
import app.safelight.app.config.Settings;
import app.safelight.app.run.Interruption;
import app.safelight.app.run.ThreadCrew;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.KeyFiles;
import app.safelight.app.wiring.PlaceName;
import app.safelight.app.wiring.Places;
import app.safelight.app.wiring.Scratch;
import app.safelight.core.backup.Crew;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.model.PlaceId;
import app.safelight.core.policy.Judge;
import app.safelight.ledger.sqlite.SqliteLedger;
import app.safelight.place.drive.AgeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What one run of a command works with: the ledger, the settings, a crew, the clock.
final class Session implements AutoCloseable {
    private final SqliteLedger ledger;
    private final Settings settings;
    private final Interruption interruption;
    private final ThreadCrew crew;
    private final Surroundings surroundings;

    /// Where the places opened so far are, for people.
    private final Map<PlaceId, String> locations = new ConcurrentHashMap<>();

    /// A folder that goes when this is closed.
    private final Optional<Path> scratch;

    private Session(SqliteLedger ledger, Settings settings, Surroundings surroundings) {
        this(ledger, settings, surroundings, Optional.empty());
    }

    private Session(SqliteLedger ledger, Settings settings, Surroundings surroundings, Optional<Path> scratch) {
        this.ledger = ledger;
        this.scratch = scratch;
        this.settings = settings;
        this.surroundings = surroundings;
        this.interruption = new Interruption();
        this.crew = new ThreadCrew(interruption::requested);
    }

    /// For commands that only look; works while another run writes.
    ///
    /// @throws Trouble if nothing was ever recorded
    static Session reading(Surroundings surroundings) throws LedgerException, Trouble {
        Home home = surroundings.home();
        if (!isLedgerThere(surroundings)) {
            throw new Trouble(
                    ExitCode.NOT_FOUND,
                    "nothing is known yet: no backup was made with the ledger in " + home.folder() + ".",
                    "Start with: safelight backup FOLDER --to DRIVE");
        }
        return new Session(SqliteLedger.openForReading(home.folder()), settings(home), surroundings);
    }

    /// For commands that record something; there is one at a time.
    static Session writing(Surroundings surroundings, String activity) throws LedgerException, Trouble {
        Home home = surroundings.home();
        return new Session(SqliteLedger.openForWriting(home.folder(), activity), settings(home), surroundings);
    }

    /// For commands that say what they would do: what they record goes to a copy of the ledger, which is then
    /// thrown away. Works while another run writes.
    ///
    /// @param work where the copy is to lie; made if need be
    static Session rehearsing(Surroundings surroundings, Path work) throws LedgerException, Trouble {
        Settings settings = settings(surroundings.home());
        try {
            Path scratch = Files.createTempDirectory(Files.createDirectories(work), "dry-run-");
            try {
                if (isLedgerThere(surroundings)) {
                    try (SqliteLedger real =
                            SqliteLedger.openForReading(surroundings.home().folder())) {
                        real.copyTo(scratch);
                    }
                }
                return new Session(
                        SqliteLedger.openForWriting(scratch, "dry run"), settings, surroundings, Optional.of(scratch));
            } catch (LedgerException failure) {
                Scratch.delete(scratch);
                throw failure;
            }
        } catch (IOException failure) {
            throw new LedgerException(
                    new LedgerFault.Unreachable("no copy for a dry run could be made in " + work + ": " + failure),
                    failure);
        }
    }

    static boolean isLedgerThere(Surroundings surroundings) throws LedgerException {
        return SqliteLedger.isThere(surroundings.home().folder());
    }

    static Settings settings(Home home) throws Trouble {
        try {
            return Settings.read(home.settings());
        } catch (IOException wrong) {
            throw new Trouble(ExitCode.USAGE, String.valueOf(wrong.getMessage()), "Correct the file, or delete it.");
        }
    }

    /// Opens the places a person named.
    ///
    /// @throws Trouble if one can be no folder
    Places places(List<String> names, Places.Missing missing) throws LedgerException, Trouble {
        Set<PlaceName> places = new LinkedHashSet<>();
        for (String name : names) {
            places.add(SafelightCommand.placeName(surroundings, name));
        }
        return noted(Places.open(List.copyOf(places), ledger, account(), keys(), clock(), new SecureRandom(), missing));
    }

    /// Opens every place that is where it was last.
    Places knownPlaces() throws LedgerException, Trouble {
        return noted(Places.known(ledger, account(), keys()));
    }

    /// The library that the person is signed in to.
    private Optional<LibraryAccount> account() throws Trouble {
        return SafelightCommand.account(surroundings);
    }

    private Places noted(Places places) {
        places.usable().forEach(place -> locations.put(place.id(), place.location()));
        return places;
    }

    /// The keys of encrypted drives.
    AgeKeys keys() {
        return new KeyFiles(settings.keyFiles());
    }

    Ledger ledger() {
        return ledger;
    }

    /// Reads all of the ledger's file.
    void checkLedger() throws LedgerException {
        ledger.check();
    }

    /// Makes everything the ledger tells anew from its events.
    void rebuildLedger() throws LedgerException {
        ledger.rebuild();
    }

    Settings settings() {
        return settings;
    }

    Judge judge() {
        return new Judge(settings.policy());
    }

    Crew crew() {
        return crew;
    }

    InstantSource clock() {
        return surroundings.clock();
    }

    ZoneId zone() {
        return surroundings.zone().get();
    }

    Words words() throws LedgerException {
        return new Words(ledger.places(), zone());
    }

    boolean interrupted() {
        return interruption.requested();
    }

    /// Progress for a person who watches, or silence.
    Progress progress(Common common, Output output) {
        return common.json || common.quiet
                ? Progress.SILENT
                : new RunProgress(
                        output,
                        surroundings.terminal(),
                        surroundings.clock(),
                        id -> locations.getOrDefault(id, id.value()));
    }

    @Override
    public void close() throws LedgerException {
        crew.close();
        ledger.close();
        interruption.close();
        if (scratch.isPresent()) {
            try {
                Scratch.delete(scratch.get());
            } catch (IOException failure) {
                throw new LedgerException(
                        new LedgerFault.Unreachable(
                                "the copy for a dry run could not be deleted in " + scratch.get() + ": " + failure),
                        failure);
            }
        }
    }
}
