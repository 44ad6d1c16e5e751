package app.safelight.library;

import static app.safelight.library.TestLibrary.ADDRESS;
import static app.safelight.library.TestLibrary.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.library.accounts.AccessKeys;
import app.safelight.library.accounts.AuditLog;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.KeyKind;
import app.safelight.library.accounts.Passwords;
import app.safelight.library.accounts.People;
import app.safelight.library.accounts.Person;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Role;
import app.safelight.library.accounts.Scope;
import app.safelight.library.accounts.Secret;
import app.safelight.library.accounts.Setup;
import app.safelight.library.accounts.SignIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccountsTest extends LibraryTest {
    private static final String ELSEWHERE = "198.51.100.9";

    private Person setUp() throws Exception {
        Secret secret = library.setup.begin().orElseThrow();
        Setup.Outcome outcome = library.setup.complete(secret, ADDRESS, " Ann ", PASSWORD);
        assertThat(outcome).isInstanceOf(Setup.Outcome.SetUp.class);
        return ((Setup.Outcome.SetUp) outcome).owner();
    }

    private SignIn.Outcome signIn(String password, String address) throws Exception {
        return library.signIn.signIn("ann", password, address, KeyKind.SESSION, "Firefox");
    }

    private Secret signedIn(KeyKind kind, String device) throws Exception {
        SignIn.Outcome outcome = library.signIn.signIn("ANN", PASSWORD, ADDRESS, kind, device);
        assertThat(outcome).isInstanceOf(SignIn.Outcome.SignedIn.class);
        return ((SignIn.Outcome.SignedIn) outcome).key().secret();
    }

    private Caller caller(Secret secret) throws Exception {
        return library.keys.caller(secret).orElseThrow();
    }

    @Test
    void theFirstOwnerIsMadeOnceByWhoeverHasTheNewestSecret() throws Exception {
        assertThat(library.setup.isNeeded()).isTrue();
        Secret old = library.setup.begin().orElseThrow();
        Secret secret = library.setup.begin().orElseThrow();
        assertThat(library.setup.complete(old, ADDRESS, "Eve", PASSWORD)).isEqualTo(new Setup.Outcome.Refused());
        assertThat(library.people.all()).isEmpty();
        assertThat(library.setup.complete(secret, ADDRESS, "Ann", "short"))
                .isEqualTo(new Setup.Outcome.NotTaken(new People.Addition.WeakPassword(Passwords.Weakness.TOO_SHORT)));
        Secret typed = Secret.parse(secret.reveal()).orElseThrow();
        assertThat(library.setup.complete(typed, ADDRESS, "Ann", PASSWORD)).isInstanceOf(Setup.Outcome.SetUp.class);
        assertThat(library.setup.isNeeded()).isFalse();
        assertThat(library.setup.begin()).isEmpty();
        assertThat(library.setup.complete(secret, ADDRESS, "Eve", PASSWORD)).isEqualTo(new Setup.Outcome.Refused());
        assertThat(library.people.all()).extracting(Person::name).containsExactly("Ann");
        assertThat(library.people.all()).extracting(Person::role).containsExactly(Role.OWNER);
    }

    @Test
    void aKeyOpensUntilItIsRevoked() throws Exception {
        Person ann = setUp();
        Secret secret = signedIn(KeyKind.SESSION, "Firefox");
        Caller caller = caller(Secret.parse(secret.reveal()).orElseThrow());
        assertThat(caller.person()).isEqualTo(ann.id());
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(library.keys.list(ann.id()))
                .extracting(AccessKeys.Listed::name)
                .containsExactly("Firefox");
        assertThat(library.keys.revoke(caller, ADDRESS, caller.key())).isTrue();
        assertThat(library.keys.revoke(caller, ADDRESS, caller.key())).isFalse();
        assertThat(library.keys.caller(secret)).isEmpty();
        assertThat(library.keys.list(ann.id())).isEmpty();
        assertThat(Secret.parse("A".repeat(43)).flatMap(forged -> {
                    try {
                        return library.keys.caller(forged);
                    } catch (Exception failure) {
                        throw new AssertionError(failure);
                    }
                }))
                .isEmpty();
        assertThat(Secret.parse("../" + "A".repeat(40))).isEmpty();
        assertThat(Secret.parse("")).isEmpty();
    }

    @Test
    void aKeyThatIsUsedStaysAndOneThatIsNotExpires() throws Exception {
        setUp();
        Secret used = signedIn(KeyKind.SESSION, "used");
        Secret left = signedIn(KeyKind.SESSION, "left");
        Duration most = KeyKind.SESSION.lifetime().minusSeconds(1);
        library.clock.advance(most);
        caller(used);
        library.clock.advance(Duration.ofSeconds(1));
        assertThat(library.keys.caller(left)).isEmpty();
        library.clock.advance(most.minusSeconds(1));
        caller(used);
    }

    @Test
    void aDeviceKeepsItsIdWhenItSignsInAgain() throws Exception {
        setUp();
        Caller first = caller(signedIn(KeyKind.DEVICE, "Ann's phone"));
        library.keys.revoke(first, ADDRESS, first.key());
        Caller again = caller(signedIn(KeyKind.DEVICE, "Ann's phone"));
        Caller other = caller(signedIn(KeyKind.DEVICE, "Ann's tablet"));
        assertThat(first.device()).isPresent();
        assertThat(again.device()).isEqualTo(first.device());
        assertThat(other.device()).isPresent().isNotEqualTo(first.device());
    }

    @Test
    void aKeyCanDoLessThanItsMakerNeverMore() throws Exception {
        setUp();
        Caller ann = caller(signedIn(KeyKind.SESSION, "Firefox"));
        Secret narrow = library.keys
                .make(ann, ADDRESS, KeyKind.TOKEN, "backup script", Set.of(Scope.UPLOAD, Scope.READ))
                .secret();
        Caller script = caller(narrow);
        assertThat(script.scopes()).containsExactlyInAnyOrder(Scope.UPLOAD, Scope.READ);
        Secret wider = library.keys
                .make(script, ADDRESS, KeyKind.TOKEN, "more", Set.of(Scope.values()))
                .secret();
        assertThat(caller(wider).scopes()).containsExactlyInAnyOrder(Scope.UPLOAD, Scope.READ);
        // A second owner, so that the first may step down; then her keys narrow with her role.
        library.people.add(ann, ADDRESS, "Ben", Role.OWNER, PASSWORD, 1);
        library.people.setRole(ann, ADDRESS, ann.person(), Role.VIEWER);
        assertThat(caller(narrow).scopes()).containsExactly(Scope.READ);
    }

    @Test
    void somebodyAlwaysRunsTheLibrary() throws Exception {
        Person ann = setUp();
        Caller by = caller(signedIn(KeyKind.SESSION, "Firefox"));
        assertThat(library.people.setRole(by, ADDRESS, ann.id(), Role.MEMBER)).isEqualTo(People.Change.LAST_OWNER);
        assertThat(library.people.setDisabled(by, ADDRESS, ann.id(), true)).isEqualTo(People.Change.LAST_OWNER);
        assertThat(library.people.setRole(by, ADDRESS, new PersonId(5), Role.MEMBER))
                .isEqualTo(People.Change.NO_SUCH_PERSON);
        assertThat(library.people.add(by, ADDRESS, "ANN", Role.MEMBER, PASSWORD, 1))
                .isEqualTo(new People.Addition.NameTaken());
        assertThat(library.people.add(by, ADDRESS, " \u0007", Role.MEMBER, PASSWORD, 1))
                .isEqualTo(new People.Addition.NotAName());
    }

    @Test
    void aPersonKeptOutHasNoKeys() throws Exception {
        setUp();
        Caller by = caller(signedIn(KeyKind.SESSION, "Firefox"));
        var ben = ((People.Addition.Added) library.people.add(by, ADDRESS, "Ben", Role.MEMBER, PASSWORD, 1)).person();
        var in = (SignIn.Outcome.SignedIn) library.signIn.signIn("ben", PASSWORD, ADDRESS, KeyKind.SESSION, "Safari");
        assertThat(library.people.setDisabled(by, ADDRESS, ben.id(), true)).isEqualTo(People.Change.DONE);
        assertThat(library.keys.caller(in.key().secret())).isEmpty();
        assertThat(library.signIn.signIn("ben", PASSWORD, ADDRESS, KeyKind.SESSION, "Safari"))
                .isEqualTo(new SignIn.Outcome.Refused());
        library.people.setDisabled(by, ADDRESS, ben.id(), false);
        assertThat(library.keys.caller(in.key().secret())).isEmpty();
        assertThat(library.signIn.signIn("ben", PASSWORD, ADDRESS, KeyKind.SESSION, "Safari"))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aNewPasswordRevokesEveryOtherKey() throws Exception {
        Person ann = setUp();
        Secret other = signedIn(KeyKind.DEVICE, "phone");
        Secret own = signedIn(KeyKind.SESSION, "Firefox");
        assertThat(library.people.setPassword(caller(own), ADDRESS, ann.id(), "another one, also long"))
                .isEqualTo(People.Change.DONE);
        assertThat(library.keys.caller(own)).isPresent();
        assertThat(library.keys.caller(other)).isEmpty();
        assertThat(signIn(PASSWORD, ADDRESS)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(signIn("another one, also long", ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void guessingIsSlowedDownAndLocksNobodyOut() throws Exception {
        setUp();
        SignIn.Outcome last = new SignIn.Outcome.Refused();
        int refused = 0;
        while (last instanceof SignIn.Outcome.Refused && refused < 100) {
            last = signIn("a wrong password " + refused, ELSEWHERE);
            refused++;
        }
        assertThat(last).isInstanceOf(SignIn.Outcome.Wait.class);
        assertThat(refused).isBetween(4, 10);
        // The guesser waits even with the right password; the person at home does not.
        assertThat(signIn(PASSWORD, ELSEWHERE)).isInstanceOf(SignIn.Outcome.Wait.class);
        assertThat(signIn(PASSWORD, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        // Who shares the address waits half a minute at most.
        library.clock.advance(Duration.ofSeconds(30));
        assertThat(signIn(PASSWORD, ELSEWHERE)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(signIn(PASSWORD, ELSEWHERE)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void whetherSomebodyExistsIsNotTold() throws Exception {
        setUp();
        assertThat(library.signIn.signIn("nobody", PASSWORD, ADDRESS, KeyKind.SESSION, "x"))
                .isEqualTo(signIn("wrong all the same", ADDRESS));
    }

    @Test
    void thePasswordGivenAgainOpensForAShortWhile() throws Exception {
        setUp();
        Secret secret = signedIn(KeyKind.SESSION, "Firefox");
        library.clock.advance(Caller.CONFIRMATION_LASTS);
        assertThat(caller(secret).isConfirmed(library.clock.instant())).isFalse();
        assertThat(library.signIn.confirm(caller(secret), "wrong password", ADDRESS))
                .isEqualTo(new SignIn.Outcome.Refused());
        assertThat(caller(secret).isConfirmed(library.clock.instant())).isFalse();
        assertThat(library.signIn.confirm(caller(secret), PASSWORD, ADDRESS)).isEqualTo(new SignIn.Outcome.Confirmed());
        assertThat(caller(secret).isConfirmed(library.clock.instant())).isTrue();
    }

    @Test
    void theAuditLogTellsWhatWasDone() throws Exception {
        Person ann = setUp();
        signIn("wrong password", ELSEWHERE);
        signIn(PASSWORD, ADDRESS);
        assertThat(library.audit.page(Long.MAX_VALUE, 10))
                .extracting(AuditLog.Entry::deed)
                .containsExactly(
                        AuditLog.Deed.KEY_MADE,
                        AuditLog.Deed.SIGNED_IN,
                        AuditLog.Deed.SIGN_IN_REFUSED,
                        AuditLog.Deed.LIBRARY_SET_UP);
        assertThat(library.audit.page(Long.MAX_VALUE, 10))
                .allSatisfy(entry -> assertThat(entry.person()).contains(ann.id()));
    }

    @Test
    void noSecretIsKept() throws Exception {
        Secret setup = library.setup.begin().orElseThrow();
        library.setup.complete(setup, ADDRESS, "Ann", PASSWORD);
        Secret session = signedIn(KeyKind.SESSION, "Firefox");
        assertThat(setup.toString() + session).doesNotContain(setup.reveal(), session.reveal());
        if (engine == Engine.SQLITE) {
            List<Path> files;
            try (Stream<Path> all = Files.list(path)) {
                files = all.toList();
            }
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(setup.reveal(), session.reveal(), PASSWORD);
            }
        }
    }
}
