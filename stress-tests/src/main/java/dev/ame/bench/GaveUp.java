package dev.ame.bench;

import java.io.Serial;

/** Leaves a block that has been re-executed too often, so that a peer whose long blocks never get through does not hang the run. */
final class GaveUp extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    GaveUp() {
        super("too many attempts", null, false, false);
    }
}
