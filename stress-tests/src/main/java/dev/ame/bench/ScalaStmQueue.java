package dev.ame.bench;

import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.concurrent.stm.InTxn;
import scala.concurrent.stm.MaybeTxn;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.TxnExecutor;
import scala.concurrent.stm.TxnUnknown$;
import scala.concurrent.stm.japi.STM;
import scala.runtime.BoxedUnit;

/**
 * The queue that one writes with references: two lists, one of which is turned round when the other is empty. So a block that adds and
 * one that takes conflict only then. It is what Haskell's {@code TQueue} is.
 */
final class ScalaStmQueue<E> {
    private static final MaybeTxn UNKNOWN = TxnUnknown$.MODULE$;

    private record Cell<E>(E item, @Nullable Cell<E> rest) {}

    private final TxnExecutor atomic = TxnExecutor.defaultAtomic();
    private final Ref<@Nullable Cell<E>> front =
            STM.<@Nullable Cell<E>>newRef(null).ref();
    private final Ref<@Nullable Cell<E>> back =
            STM.<@Nullable Cell<E>>newRef(null).ref();

    void offer(E item) {
        Function1<InTxn, BoxedUnit> block = txn -> {
            offer(item, txn);
            return BoxedUnit.UNIT;
        };
        atomic.apply(block, UNKNOWN);
    }

    @Nullable
    E poll() {
        Function1<InTxn, @Nullable E> block = this::poll;
        return atomic.apply(block, UNKNOWN);
    }

    @Nullable
    E offerAndPoll(E item) {
        Function1<InTxn, @Nullable E> block = txn -> {
            offer(item, txn);
            return poll(txn);
        };
        return atomic.apply(block, UNKNOWN);
    }

    private void offer(E item, InTxn txn) {
        back.set(new Cell<>(item, back.get(txn)), txn);
    }

    private @Nullable E poll(InTxn txn) {
        @Nullable Cell<E> first = front.get(txn);
        if (first == null) {
            @Nullable Cell<E> reversed = null;
            for (@Nullable Cell<E> cell = back.get(txn); cell != null; cell = cell.rest) {
                reversed = new Cell<>(cell.item, reversed);
            }
            if (reversed == null) {
                return null;
            }
            back.set(null, txn);
            first = reversed;
        }
        front.set(first.rest, txn);
        return first.item;
    }
}
