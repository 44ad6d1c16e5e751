package app.safelight.bad.core.plan;

import app.safelight.bad.core.policy.Proof;

final class ForgesProof {
    final Proof proof = new Proof();
}
