package dev.ame.stm.loop;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is never held for long: no code of users runs under it, and nothing that waits. Who finds it taken tries again for
 * some microseconds before parking, since to be woken costs many times what the holder still has to do.
 */
final class BriefLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    /** Tries before parking: some 10 microseconds. */
    private static final int TRIES = 1 << 9;

    BriefLock() {
        super(false);
    }

    @Override
    public void lock() {
        if (!isGotBySpinning()) {
            super.lock();
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        if (Thread.currentThread().isInterrupted() || !isGotBySpinning()) {
            super.lockInterruptibly();
        }
    }

    private boolean isGotBySpinning() {
        for (int i = 0; i < TRIES; i++) {
            if (tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
