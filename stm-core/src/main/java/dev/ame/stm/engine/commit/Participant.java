package dev.ame.stm.engine.commit;

/**
 * Somebody outside the engine who has a say in whether an attempt commits. It votes last: a yes is followed by the
 * publication at once, with nothing in between that waits, throws or runs code of users.
 *
 * <p>None of its methods waits, throws, or runs code of users.
 */
public interface Participant {
    /**
     * Asked when everything else speaks for the commit; more than once if the commit is tried again.
     *
     * @return false to refuse: then nothing has been published, and the participant is as it was before
     */
    boolean prepare();

    /** What was written is published, and no hook has been run. May be called again for the same commit. */
    void committed();
}
