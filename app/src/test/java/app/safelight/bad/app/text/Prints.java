package app.safelight.bad.app.text;

final class Prints {
    void print() {
        System.out.println("said where nobody looks");
    }
}
