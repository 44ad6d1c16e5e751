package app.safelight.bad.core.plan;

import java.util.Random;

final class ThrowsDice {
    final int eyes = new Random().nextInt(6);
}
