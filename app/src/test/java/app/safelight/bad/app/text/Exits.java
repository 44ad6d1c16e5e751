package app.safelight.bad.app.text;

final class Exits {
    void exit() {
        System.exit(1);
    }
}
