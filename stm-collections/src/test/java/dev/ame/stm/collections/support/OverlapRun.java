package dev.ame.stm.collections.support;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.support.Overlap.Block;
import dev.ame.stm.collections.support.Overlap.Halves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of blocks that overlap, and what came of it.
 *
 * @param <S> what the blocks share
 */
public final class OverlapRun<S> {

    /** What is added to both blocks behind their middle, apart from the subject. */
    enum Addition {
        NOTHING,
        /** A write of a box of its own, so that the commit has to validate what was read. */
        WRITE,
        /** A read of what was written after the block began, so that it has to go over to a newer snapshot. */
        READ_OF_SOMETHING_NEWER
    }

    /** What a block does the first time it reaches its middle. */
    private interface Middle {
        void reached() throws Exception;
    }

    private final String how;
    private final Addition addition;
    private final S subject;
    private final Function<? super S, ?> state;
    private final LongBox newer = LongBox.of(0);
    private final List<Running> blocks = new ArrayList<>();

    OverlapRun(String how, Addition addition, S subject, Function<? super S, ?> state) {
        this.how = how;
        this.addition = addition;
        this.subject = subject;
        this.state = state;
    }

    void inSequence(Block<S> a, Block<S> b) throws Exception {
        newRunning(a).run(() -> {});
        newRunning(b).run(() -> {});
    }

    void interrupt(Block<S> a, List<Block<S>> others) throws Exception {
        Running first = newRunning(a);
        List<Running> second = new ArrayList<>();
        others.forEach(other -> second.add(newRunning(other)));
        first.run(() -> Elsewhere.run(() -> {
            for (Running other : second) {
                other.run(() -> {});
            }
            newer.incrementAndGet();
            return null;
        }));
    }

    void hold(Block<S> a, Block<S> b) throws Exception {
        Running first = newRunning(a);
        Running second = newRunning(b);
        CountDownLatch bothInTheMiddle = new CountDownLatch(2);
        CountDownLatch firstHasCommitted = new CountDownLatch(1);
        FutureTask<Void> other = Elsewhere.start(() -> {
            second.run(() -> {
                bothInTheMiddle.countDown();
                Elsewhere.await(firstHasCommitted);
            });
            return null;
        });
        first.run(() -> {
            bothInTheMiddle.countDown();
            Elsewhere.await(bothInTheMiddle);
            newer.incrementAndGet();
        });
        firstHasCommitted.countDown();
        Elsewhere.join(other);
    }

    void swap() {
        Collections.swap(blocks, 0, 1);
    }

    private Running newRunning(Block<S> block) {
        Running running = new Running(block);
        blocks.add(running);
        return running;
    }

    /** The attempts of each block, in the order in which the blocks were given. */
    public List<Integer> attempts() {
        return blocks.stream().map(block -> block.attempts).toList();
    }

    /** How often a block was run in vain. */
    public int aborts() {
        return blocks.stream().mapToInt(block -> block.attempts - 1).sum();
    }

    /** What the blocks have returned, in the order in which they were given. */
    public List<@Nullable Object> results() {
        List<@Nullable Object> results = new ArrayList<>();
        blocks.forEach(block -> results.add(block.result));
        return results;
    }

    /** What it is now. */
    public S subject() {
        return subject;
    }

    /** All that can be seen of the run: the results and the state. */
    List<Object> outcome() {
        return Arrays.asList(results(), state.apply(subject));
    }

    @Override
    public String toString() {
        return "[" + how + ", with " + addition + ": attempts " + attempts() + ", results " + results() + ", then "
                + state.apply(subject) + "]";
    }

    /** One of the blocks. */
    private final class Running {
        private final Block<S> block;
        private final LongBox own = LongBox.of(0);
        private boolean hasBeenInTheMiddle;
        private volatile int attempts;
        private volatile @Nullable Object result;

        Running(Block<S> block) {
            this.block = block;
        }

        void run(Middle middle) throws Exception {
            // A configuration of its own: what the engine has learned of other blocks must not make this one abort. It
            // has
            // an option, since of blocks without the engine learns by the class of their bodies, which is one for all
            // here.
            AtomicBlock configuration = AtomicBlock.named(how).maxAttempts(1_000_000);
            result = configuration.<@Nullable Object, Exception>call(() -> {
                attempts = Stm.attempt();
                return attempt(block, middle);
            });
        }

        private @Nullable Object attempt(Block<S> body, Middle middle) throws Exception {
            if (body instanceof Halves<S> halves) {
                Object first = Observation.of(halves.firstHalf().runOn(subject));
                reach(middle);
                return Arrays.asList(first, Observation.of(halves.secondHalf().runOn(subject)));
            }
            Object all = Observation.of(body.runOn(subject));
            reach(middle);
            return all;
        }

        private void reach(Middle middle) throws Exception {
            if (!hasBeenInTheMiddle) {
                hasBeenInTheMiddle = true;
                middle.reached();
            }
            switch (addition) {
                case NOTHING -> {}
                case WRITE -> own.set(Stm.attempt());
                case READ_OF_SOMETHING_NEWER -> newer.get();
            }
        }
    }
}
