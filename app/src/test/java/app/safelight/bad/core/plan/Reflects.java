package app.safelight.bad.core.plan;

final class Reflects {
    final int methods = String.class.getMethods().length;
}
