package app.safelight.app.cli;

import app.safelight.app.run.Interruption;
import app.safelight.app.run.LibraryThreads;
import app.safelight.app.run.Repeated;
import app.safelight.app.text.LibraryWords;
import app.safelight.app.wiring.LibraryFolder;
import app.safelight.core.place.PlaceException;
import app.safelight.library.Library;
import app.safelight.library.accounts.Secret;
import app.safelight.library.assets.FactsReader;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.StorageException;
import app.safelight.server.LibraryServer;
import app.safelight.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Run a photo library for yourself or a family.",
            "",
            "Accounts, quota, Recently Deleted, and uploads that are read back before",
            "they count. One process and one folder; nothing else has to be installed.",
            "The first start prints a link that makes the owner. Ctrl-C ends it, and lets",
            "uploads end first."
        },
        footer = {"", "Example: safelight up --folder /srv/photos"})
final class UpCommand extends SafelightCommand {
    private static final int PORT = 8670;

    /// New photos are looked into this soon.
    private static final Duration FACTS_PAUSE = Duration.ofMillis(500);

    /// How often what is over is cleared away: Recently Deleted, and room reserved by uploads that never came.
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(10);

    /// Photos looked into before the next ones are asked for.
    private static final int FACTS_TOGETHER = 100;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the library is or shall be (otherwise: 'library' in the folder of Safelight's data).")
    @Nullable
    String folder;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "The address to be reached at; 0.0.0.0 for every computer in reach (default: 127.0.0.1,"
                    + " which is this computer only).")
    String listen = "127.0.0.1";

    @Option(names = "--port", paramLabel = "NUMBER", description = "The port (default: " + PORT + "; 0: any).")
    int port = PORT;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            description = "A proxy in front whose word counts on where requests come from. May be given again.")
    List<String> trustedProxies = List.of();

    UpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, PlaceException {
        Path at = folder == null
                ? surroundings.home().folder().resolve("library")
                : surroundings.folder().resolve(folder).normalize();
        try (Interruption interruption = new Interruption();
                LibraryThreads threads = new LibraryThreads();
                LibraryFolder opened =
                        LibraryFolder.open(at, threads.sqlite(), new SecureRandom(), surroundings.clock())) {
            serve(opened.library(), at, interruption);
            return ExitCode.OK;
        } catch (LibraryFolder.Unusable unusable) {
            throw new Trouble(ExitCode.PLACE, LibraryWords.fault(unusable.fault()), LibraryWords.fix(unusable.fault()));
        } catch (StorageException failure) {
            throw new Trouble(
                    ExitCode.PLACE,
                    LibraryWords.fault(failure.fault()),
                    "Connect the drive that holds the library's photos, then start again.");
        } catch (DatabaseException failure) {
            throw new Trouble(ExitCode.PLACE, LibraryWords.fault(failure.fault()), LibraryWords.fix(failure.fault()));
        }
    }

    private void serve(Library library, Path at, Interruption interruption) throws Trouble, DatabaseException {
        ServerSettings settings = new ServerSettings(listen, port, Set.copyOf(trustedProxies));
        try (Repeated work = new Repeated(failure -> defect("background work", failure));
                LibraryServer server = LibraryServer.start(
                        library, settings, LibraryThreads.requests(), this::defect, surroundings.clock())) {
            beginWork(library, work);
            sayWhere(library, at, server.port());
            interruption.await();
            output.note("Ending: uploads that are under way are let finish.");
        } catch (IOException refused) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "cannot listen on " + listen + " port " + port + ": " + refused.getMessage(),
                    "Another program may use the port, or another 'safelight up'. Choose another with --port.");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayWhere(Library library, Path at, int listening) throws DatabaseException {
        String host = listen.equals("0.0.0.0") || listen.equals("::") ? "127.0.0.1" : listen;
        String address = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening;
        Optional<Secret> first = library.setup().begin();
        if (common.json) {
            output.json(json -> json.object(it -> it.put("address", address)
                    .put("folder", at.toString())
                    .put(
                            "setup",
                            first.map(secret -> setupLink(address, secret)).orElse(null))));
            return;
        }
        output.line("The library is at " + address + "   (photos in " + at.resolve("originals") + ")");
        if (first.isPresent()) {
            output.line("Nobody has an account yet. This link makes the owner, once:");
            output.line("  " + setupLink(address, first.get()));
        }
        if (!listen.equals("127.0.0.1") && !listen.equals("::1")) {
            output.line("NOTE: everybody who reaches this address can see what is sent: put a proxy with TLS in"
                    + " front, or use it in your own network only.");
        }
    }

    private static String setupLink(String address, Secret secret) {
        return address + "/setup#" + secret.reveal();
    }

    private static void beginWork(Library library, Repeated work) {
        FactsReader facts = library.facts();
        work.begin("facts", FACTS_PAUSE, () -> learn(facts));
        work.begin(
                "sweep",
                SWEEP_PAUSE,
                () -> library.trash().sweep() + library.quota().sweep() > 0);
        work.begin("uploads", SWEEP_PAUSE, () -> library.resumable().sweep().expired() > 0);
    }

    /// Looks into what came in. What cannot be read now keeps nobody waiting, and its turn comes again.
    private static boolean learn(FactsReader facts) throws DatabaseException {
        long after = 0;
        boolean any = false;
        List<FactsReader.Pending> pending = facts.pending(after, FACTS_TOGETHER);
        while (!pending.isEmpty()) {
            for (FactsReader.Pending one : pending) {
                try {
                    any |= facts.learn(one);
                } catch (StorageException away) {
                    any |= false;
                }
                after = one.asset().value();
            }
            pending = facts.pending(after, FACTS_TOGETHER);
        }
        return any;
    }

    private void defect(String where, Exception failure) {
        output.note("safelight: a defect in " + where + ": " + failure);
        failure.printStackTrace(surroundings.err());
        surroundings.err().flush();
    }
}
