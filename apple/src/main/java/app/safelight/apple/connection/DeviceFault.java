package app.safelight.apple.connection;

import java.time.Duration;

/// Why something could not be done with a device: what is so, as facts, and what the person should do about it,
/// as a code. No component ever holds a key, a passcode or a message as it came.
public sealed interface DeviceFault {
    Remedy remedy();

    /// Nobody listens where the daemon that owns the cable should.
    record NoDaemon(String address) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.START_DEVICE_DAEMON;
        }
    }

    /// The environment variable holds no address.
    record BadDaemonAddress(String text) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.CORRECT_DAEMON_ADDRESS;
        }
    }

    /// The daemon refused a request of its own protocol.
    record DaemonRefused(String request, long number) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TRY_AGAIN;
        }
    }

    /// The daemon does not see the device.
    record NoDevice(String device) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PLUG_IN;
        }
    }

    /// The device is there, but nothing on it listens at a port. Also so while it starts up.
    record PortRefused(int port) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TRY_AGAIN;
        }
    }

    /// The device is locked, and what was asked needs it unlocked.
    record Locked() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.UNLOCK;
        }
    }

    /// The device shows the question whether to trust this computer.
    record TrustPending() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TAP_TRUST;
        }
    }

    /// The person answered that question with no. The device asks again after it was plugged in anew.
    record TrustDenied() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PAIR_AGAIN;
        }
    }

    /// This computer holds no pairing with the device.
    record NotPaired() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PAIR;
        }
    }

    /// This computer holds a pairing that the device no longer accepts.
    record PairingStale() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PAIR_AGAIN;
        }
    }

    /// Who answered could not show the key that the device had when it was paired. Nothing was said to it.
    record WrongDeviceKey() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PAIR_AGAIN;
        }
    }

    /// The pairing record of this computer cannot be used.
    record PairingUnusable(String why) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PAIR_AGAIN;
        }
    }

    /// The pairing record is in a file that this account may not read.
    record PairingUnreadable(String file) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.ALLOW_READING_PAIRING;
        }
    }

    /// The device does not pair over this kind of connection.
    record PairingNeedsCable() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.USE_CABLE;
        }
    }

    /// The device is managed, and its manager forbids it.
    record Managed(String request) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.ASK_ADMINISTRATOR;
        }
    }

    /// Find My protects the device from what was asked.
    record FindMyProtects(String request) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TURN_OFF_FIND_MY;
        }
    }

    /// The device does not start a service.
    ///
    /// @param code the device's own word for why, such as `InvalidService`
    record ServiceRefused(String service, String code) implements DeviceFault {
        public ServiceRefused {
            code = ForeignWord.clean(code);
        }

        @Override
        public Remedy remedy() {
            return code.equals("ServiceLimit") ? Remedy.RESTART_DEVICE : Remedy.RESTART_DEVICE_OR_ASK_ADMINISTRATOR;
        }
    }

    /// The device or a service on it refused a request.
    ///
    /// @param code its own word for why, such as `GetProhibited`
    record Refused(String request, String code) implements DeviceFault {
        public Refused {
            code = ForeignWord.clean(code);
        }

        @Override
        public Remedy remedy() {
            return Remedy.RESTART_DEVICE_OR_ASK_ADMINISTRATOR;
        }
    }

    /// The file service refused an operation.
    record FileRefused(String path, FileRefusal why) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return why.remedy();
        }
    }

    /// A file did not have the bytes it was said to have. Either it changed meanwhile, or what is listed is not
    /// all there. What was read of it is not to be used.
    record FileChanged(String path, long expectedBytes, long foundBytes) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TRY_AGAIN;
        }
    }

    /// The connection ended where it must not: the cable, the device, or a service on it went away.
    record CableLost() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.PLUG_IN;
        }
    }

    /// Nothing came, or nothing was taken, for so long.
    record TimedOut(Duration waited) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TRY_AGAIN;
        }
    }

    /// An answer made no sense.
    ///
    /// @param why what was wrong with it; shows nothing of its content
    record Malformed(String what, String why) implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.TRY_AGAIN;
        }
    }

    /// The waiting thread was interrupted, or the connection closed on this side.
    record Stopped() implements DeviceFault {
        @Override
        public Remedy remedy() {
            return Remedy.NOTHING;
        }
    }
}
