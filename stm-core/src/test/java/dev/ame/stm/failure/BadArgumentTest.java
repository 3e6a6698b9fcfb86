package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.AtomicBlock;
import dev.ame.stm.AtomicCall;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong arguments are refused at once, wrong use is reported, and both say what is wrong. */
@Bounded
class BadArgumentTest {

    private static final AtomicBlock BLOCK = AtomicBlock.named("block");
    private static final Box<String> BOX = Box.of("old");
    private static final LongBox NUMBER = LongBox.of(1);
    private static final AtomicAction<RuntimeException> NO_ACTION = null;
    private static final AtomicCall<String, RuntimeException> NO_CALL = null;

    /** A call that must be refused. */
    record Refused(String name, Executable call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Refused> nulls() {
        return List.of(
                new Refused("atomic action", () -> atomic(NO_ACTION)),
                new Refused("atomic call", () -> atomic(NO_CALL)),
                new Refused("block action", () -> BLOCK.run(null)),
                new Refused("block call", () -> BLOCK.call(null)),
                new Refused("orElse first", () -> orElse(NO_CALL, () -> "")),
                new Refused("orElse second", () -> orElse(() -> "", NO_CALL)),
                new Refused("block name", () -> AtomicBlock.named(null)),
                new Refused("deadline", () -> BLOCK.deadline(null)),
                new Refused("noRollbackFor class", () -> BLOCK.noRollbackFor((Class<? extends Throwable>) null)),
                new Refused("noRollbackFor array", () -> BLOCK.noRollbackFor((Class<? extends Throwable>[]) null)),
                new Refused("box name", () -> Box.named(null, "value")),
                new Refused("long box name", () -> LongBox.named(null, 1)),
                new Refused("counter name", () -> Counter.named(null)),
                new Refused("initial value", () -> TxnLocal.withInitial(null)),
                new Refused("Box.update", () -> BOX.update(null)),
                new Refused("Box.getAndUpdate", () -> BOX.getAndUpdate(null)),
                new Refused("Box.updateAndGet", () -> BOX.updateAndGet(null)),
                new Refused("Box.commute", () -> BOX.commute(null)),
                new Refused("LongBox.update", () -> NUMBER.update(null)),
                new Refused("LongBox.getAndUpdate", () -> NUMBER.getAndUpdate(null)),
                new Refused("LongBox.updateAndGet", () -> NUMBER.updateAndGet(null)),
                new Refused("LongBox.commute", () -> NUMBER.commute(null)),
                new Refused("irrevocable", () -> atomic(() -> irrevocable(null))),
                new Refused("beforeCommit", () -> atomic(() -> beforeCommit(null))),
                new Refused("afterCommit", () -> atomic(() -> afterCommit(null))),
                new Refused("afterRollback", () -> atomic(() -> afterRollback(null))),
                new Refused("Box.commute in a block", () -> atomic(() -> BOX.commute(null))),
                new Refused("LongBox.commute in a block", () -> atomic(() -> NUMBER.commute(null))));
    }

    static List<Refused> outOfRange() {
        return List.of(
                new Refused("maxAttempts 0", () -> BLOCK.maxAttempts(0)),
                new Refused("maxAttempts -1", () -> BLOCK.maxAttempts(-1)),
                new Refused("maxAttempts min", () -> BLOCK.maxAttempts(Integer.MIN_VALUE)),
                new Refused("serialAfter -1", () -> BLOCK.serialAfter(-1)),
                new Refused("deadline 0", () -> BLOCK.deadline(Duration.ZERO)),
                new Refused("deadline -1", () -> BLOCK.deadline(Duration.ofNanos(-1))),
                new Refused("deadline min", () -> BLOCK.deadline(Duration.ofSeconds(Long.MIN_VALUE))));
    }

    static List<Refused> misuses() {
        return List.of(
                new Refused("retry outside", () -> retry()),
                new Refused("check outside", () -> check(true)),
                new Refused("failed check outside", () -> check(false)),
                new Refused("irrevocable outside", () -> irrevocable("reason")),
                new Refused("beforeCommit outside", () -> beforeCommit(() -> {})),
                new Refused("afterCommit outside", () -> afterCommit(() -> {})),
                new Refused("afterRollback outside", () -> afterRollback(() -> {})),
                new Refused("requireNotAtomic inside", () -> atomic(() -> requireNotAtomic())),
                new Refused("requireNotAtomic nested", () -> atomic(() -> atomic(() -> requireNotAtomic()))),
                new Refused("retry without reads", () -> atomic(() -> retry())),
                new Refused("check without reads", () -> BLOCK.run(() -> check(false))),
                new Refused("write in readOnly", () -> BLOCK.readOnly().run(() -> BOX.set("new"))),
                new Refused("retry in irrevocable", () -> BLOCK.irrevocable().run(() -> check(NUMBER.get() < 0))));
    }

    private static void assertMessage(Throwable thrown) {
        assertNotNull(thrown.getMessage(), "an exception without a message");
        assertFalse(thrown.getMessage().isBlank(), "an exception with an empty message");
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsRefused(Refused refused) {
        assertMessage(assertThrows(NullPointerException.class, refused.call()));
        assertUnharmed();
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void valuesOutOfRangeAreRefused(Refused refused) {
        assertMessage(assertThrows(IllegalArgumentException.class, refused.call()));
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void wrongUseIsReported(Refused refused) {
        assertMessage(assertThrows(IllegalStateException.class, refused.call()));
        assertUnharmed();
    }

    private static void assertUnharmed() {
        assertFalse(inAtomic());
        assertEquals("old", BOX.get());
        assertEquals(1, NUMBER.get());
    }

    @Test
    void edgesOfTheRangesAreAllowed() {
        AtomicBlock block = BLOCK.maxAttempts(1)
                .maxAttempts(Integer.MAX_VALUE)
                .serialAfter(0)
                .serialAfter(Integer.MAX_VALUE)
                .deadline(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals("old", block.call(BOX::get));
    }

    @Test
    void aRefusedArgumentInABlockIsAnOrdinaryException() {
        LongBox number = LongBox.of(0);
        atomic(() -> {
            number.set(1);
            assertThrows(NullPointerException.class, () -> number.update(null));
            assertThrows(IllegalArgumentException.class, () -> BLOCK.maxAttempts(0));
            assertThrows(IllegalStateException.class, () -> requireNotAtomic());
        });
        assertEquals(1, number.get());
    }

    @Test
    void theReasonOfAnIrrevocableBlockMayBeAnyText() {
        atomic(() -> irrevocable(""));
        atomic(() -> irrevocable("a reason"));
        assertFalse(inAtomic());
    }
}
