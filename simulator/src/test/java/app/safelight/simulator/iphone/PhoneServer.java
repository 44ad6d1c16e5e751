package app.safelight.simulator.iphone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A simulated iPhone as a program, for scripts:
///
/// ```
/// PhoneServer FOLDER [IOS] [NAME] [unix:SOCKET]
/// ```
///
/// Its first line says what `USBMUXD_SOCKET_ADDRESS` must be, its second the phone's identity. Then it takes
/// commands, one a line, until its input ends: `lock`, `unlock`, `trust`, `deny`, `ignore`, `forget`, `pull`,
/// `plug`, `network`, `lose BYTES`, `far MILLISECONDS BYTES_PER_SECOND`, `refuse PATH`, `recover`,
/// `complaints`. Each is answered with `ok` or what was asked for.
final class PhoneServer {
    private final SimulatedUsbmux usbmux;
    private final SimulatedPhone phone;
    private final PrintStream out;

    private PhoneServer(SimulatedUsbmux usbmux, SimulatedPhone phone, PrintStream out) {
        this.usbmux = usbmux;
        this.phone = phone;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        Reader commands = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        serve(arguments, commands, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void serve(String[] arguments, Reader commands, PrintStream out) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        PhoneProfile profile = PhoneProfile.ofIos(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 17);
        String name = arguments.length > 2 ? arguments[2] : "Ada’s iPhone";
        SocketAddress address = arguments.length > 3 && arguments[3].startsWith("unix:")
                ? UnixDomainSocketAddress.of(arguments[3].substring("unix:".length()))
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SimulatedPhone phone = new SimulatedPhone(
                profile, PhoneIdentity.numbered(profile, 1, name), folder, InstantSource.system(), new SecureRandom());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SimulatedUsbmux usbmux =
                        SimulatedUsbmux.open(address, threads, "5AFE1167-0000-4000-8000-000000000002")) {
            usbmux.attach(phone, Attachment.Kind.USB);
            out.println(usbmux.address());
            out.println(phone.udid());
            new PhoneServer(usbmux, phone, out).obeyAll(new BufferedReader(commands));
        }
    }

    private void obeyAll(BufferedReader commands) throws IOException {
        for (@Nullable String line = commands.readLine(); line != null; line = commands.readLine()) {
            out.println(obey(line.strip().split(" ")));
        }
    }

    private String obey(String[] words) throws IOException {
        switch (words[0]) {
            case "lock" -> phone.lock(LockState.LOCKED);
            case "unlock" -> phone.lock(LockState.UNLOCKED);
            case "trust" -> phone.answerTrust(new TrustAnswer.Accepts(0));
            case "deny" -> phone.answerTrust(new TrustAnswer.Denies(0));
            case "ignore" -> phone.answerTrust(new TrustAnswer.Ignores());
            case "forget" -> phone.forgetPairings();
            case "plug" -> usbmux.attach(phone, Attachment.Kind.USB);
            case "network" -> usbmux.attach(phone, Attachment.Kind.NETWORK);
            case "pull" -> {
                for (Attachment attachment : usbmux.attachments()) {
                    usbmux.detach(attachment);
                }
            }
            case "lose" -> phone.strike(new PhoneTrouble.LosesCable(Long.parseLong(words[1])));
            case "far" ->
                phone.strike(new PhoneTrouble.IsFarAway(
                        Duration.ofMillis(Long.parseLong(words[1])), Long.parseLong(words[2])));
            case "refuse" -> phone.strike(new PhoneTrouble.RefusesPath(words[1], AfcStatus.PERMISSION_DENIED));
            case "recover" -> phone.recover();
            case "complaints" -> {
                return usbmux.complaints().toString();
            }
            default -> throw new IllegalArgumentException("no command: " + words[0]);
        }
        return "ok";
    }
}
