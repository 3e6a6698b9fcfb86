package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers that come from outside of any cell. */
@Bounded
class QuestionTest {

    private final Registry registry = new Registry();
    private final Box<Integer> box = Box.of(0);
    private final Box<Integer> later = Box.of(0);
    private int attempts;
    private int torn;

    /** "This flag is not set", with every step to be replaced by a test. */
    private static class Flagged extends Question {
        volatile boolean changed;
        volatile boolean set;
        final Place place = new Place();

        @Override
        protected boolean mayHaveChanged() {
            return changed;
        }

        @Override
        protected boolean holds() {
            changed = false;
            return !set;
        }

        @Override
        protected long knownSince() {
            return 0;
        }

        @Override
        protected Cell<?> waitingPlace() {
            return place;
        }
    }

    private static class Place extends Cell<String> {
        Question instead;

        Place() {
            super(null, null);
        }

        void put(String value) {
            write(value);
        }

        boolean isAbsent() {
            return readOrAsk() == null;
        }

        @Override
        protected @Nullable Question whenNotNull() {
            return instead;
        }
    }

    @Test
    void anInsertionOfTheKeyIsAConflict() {
        atomic(() -> {
            attempts++;
            Integer seen = registry.get("a");
            if (attempt() == 1) {
                elsewhere(() -> registry.put("a", 5));
            }
            box.set(seen == null ? -1 : seen);
        });
        assertEquals(2, attempts);
        assertEquals(5, box.get());
    }

    @Test
    void anInsertionOfAnotherKeyIsNone() {
        atomic(() -> {
            attempts++;
            assertNull(registry.get("a"));
            if (attempt() == 1) {
                elsewhere(() -> registry.put("b", 5));
            }
            box.set(1);
        });
        assertEquals(1, attempts);
    }

    @Test
    void anAnswerThatIsNewerThanWhatTheBlockHasReadEndsTheAttempt() {
        for (boolean writes : new boolean[] {false, true}) {
            registry.put("a", 1);
            box.set(1);
            atomic(() -> {
                if (writes) {
                    later.set(1);
                }
                Integer seen = box.get();
                if (attempt() == 1) {
                    elsewhere(this::removeAndClearAway);
                }
                see(seen == 1, registry.get("a") != null);
            });
        }
        assertNothingTorn();
    }

    /** The same for blocks that are known to only read: all of them run without a log, until they are pinned. */
    @Test
    void anAnswerThatIsNewerThanWhatAReaderHasReadEndsTheAttempt() {
        boolean[] interfere = new boolean[1];
        for (int i = 0; i < 200; i++) {
            registry.put("a", 1);
            box.set(1);
            interfere[0] = i > 100;
            atomic(() -> {
                Integer seen = box.get();
                if (interfere[0] && attempt() == 1) {
                    elsewhere(this::removeAndClearAway);
                }
                see(seen == 1, registry.get("a") != null);
            });
        }
        assertNothingTorn();
    }

    /** Every attempt counts, so nothing is thrown where it may be undone. */
    private void see(boolean one, boolean other) {
        torn += one == other ? 0 : 1;
    }

    private void assertNothingTorn() {
        assertEquals(0, torn, "times that a block saw two halves of different moments");
    }

    private void removeAndClearAway() {
        atomic(() -> {
            registry.put("a", null);
            box.set(0);
        });
        registry.clearAway("a");
    }

    /** A block that has to move its snapshot for the sake of an answer must not keep an answer from before the move. */
    @Test
    void anAnswerThatMovesTheSnapshotIsOfTheNewOne() {
        for (int i = 0; i < 200; i++) {
            registry.put("a", 1);
            box.set(1);
            boolean interfere = i > 100;
            int[] looks = new int[1];
            atomic(() -> {
                if (interfere && attempt() == 1) {
                    elsewhere(this::removeAndClearAway);
                    registry.afterLook = () -> {
                        if (looks[0]++ == 0) {
                            elsewhere(() -> atomic(() -> {
                                registry.put("a", 2);
                                box.set(1);
                            }));
                        }
                    };
                }
                boolean there = registry.get("a") != null;
                see(there, box.get() == 1);
            });
            registry.afterLook = () -> {};
        }
        assertNothingTorn();
    }

    @Test
    void coveringATimeTellsWhetherTheSnapshotMoved() {
        box.set(1);
        Registry.Slot slot = new Registry.Slot();
        slot.set(1);
        AtomicBlock.named("clock").readOnly().run(box::get);
        long time = slot.time();
        for (boolean writes : new boolean[] {false, true}) {
            atomic(() -> {
                if (writes) {
                    box.set(2);
                }
                assertFalse(Blocks.seeAllUpTo(time));
            });
        }
        atomic(() -> {
            elsewhere(() -> slot.set(3));
            assertTrue(Blocks.seeAllUpTo(slot.time()));
            assertFalse(Blocks.seeAllUpTo(slot.time()));
        });
    }

    @Test
    void aWaitEndsWithTheAnswer() {
        Running waiter = start(() -> atomic(() -> check(registry.get("a") != null)));
        waiter.awaitParked();
        registry.put("b", 1);
        registry.put("a", 1);
        waiter.join();
    }

    @Test
    void aWaitEndsWithTheAnswerThatHasTakenAnothersPlace() {
        Flagged question = new Flagged();
        Place place = new Place();
        place.instead = question;
        Running waiter = start(() -> atomic(() -> {
            if (question.set) {
                return;
            }
            assertTrue(place.isAbsent() || attempt() > 1);
            if (attempt() == 1) {
                elsewhere(() -> place.put("given up"));
            } else {
                Blocks.ask(question);
            }
            retry();
        }));
        waiter.awaitParked();
        question.set = true;
        question.changed = true;
        question.place.put("changed");
        waiter.join();
    }

    @Test
    void aQuestionThatThrowsIsAConflict() {
        Flagged broken = new Flagged() {
            @Override
            protected boolean mayHaveChanged() {
                throw new IllegalArgumentException("always");
            }
        };
        assertEndsWith(broken);
    }

    private void assertEndsWith(Question broken) {
        for (boolean fails : new boolean[] {false, true}) {
            try {
                atomic(() -> {
                    if (Blocks.mustAsk()) {
                        Blocks.ask(broken);
                    }
                    box.set(1);
                    if (fails) {
                        throw new UnsupportedOperationException();
                    }
                });
                assertFalse(fails);
            } catch (UnsupportedOperationException expected) {
                assertTrue(fails);
            } finally {
                assertFalse(inAtomic());
            }
        }
        assertEquals(1, box.get());
    }

    /** A key that is compared by code of users, which asks in turn. */
    @Test
    void equalQuestionsMayAskQuestionsThemselves() {
        List<Question> asked = new ArrayList<>();
        class Nosy extends Flagged {
            final int number;

            Nosy(int number) {
                this.number = number;
            }

            @Override
            public boolean equals(Object other) {
                Flagged another = new Flagged();
                asked.add(another);
                Blocks.ask(another);
                return other instanceof Nosy nosy && nosy.number == number;
            }

            @Override
            public int hashCode() {
                return number;
            }
        }
        atomic(() -> {
            attempts++;
            if (attempt() == 1) {
                for (int i = 0; i < 3_000; i++) {
                    Blocks.ask(new Nosy(i % 1_000));
                }
                asked.forEach(question -> {
                    ((Flagged) question).set = true;
                    ((Flagged) question).changed = true;
                });
            }
            box.set(1);
        });
        assertFalse(asked.isEmpty());
        assertEquals(2, attempts);
    }
}
