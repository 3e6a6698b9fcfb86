package dev.ame.stm.collections.broadcast;

import static dev.ame.stm.collections.support.Overlap.does;
import static dev.ame.stm.collections.support.Overlap.first;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TBroadcast;
import dev.ame.stm.collections.TBroadcast.Subscription;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TBroadcastTest {

    /** A broadcast with a reader. */
    private static final class Channel {
        final TBroadcast<Integer> broadcast = TBroadcast.named("broadcast");
        final BlockingQueue<Integer> reader = broadcast.subscribe();

        Channel(Integer... items) {
            for (Integer item : items) {
                broadcast.publish(item);
            }
        }
    }

    private static List<Integer> drain(BlockingQueue<Integer> queue) {
        List<Integer> items = new ArrayList<>();
        queue.drainTo(items);
        return items;
    }

    @Test
    void everySubscriberSeesWhatIsPublishedAfterIt() {
        Channel channel = new Channel(1, 2);
        BlockingQueue<Integer> late = channel.broadcast.subscribe();
        channel.broadcast.publish(3);
        Stm.atomic(() -> {
            channel.broadcast.publish(4);
            channel.broadcast.publish(5);
        });
        assertEquals(List.of(1, 2, 3, 4, 5), drain(channel.reader));
        assertEquals(List.of(3, 4, 5), drain(late));
        assertTrue(late.isEmpty());
    }

    @Test
    void aSubscriptionIsAQueue() throws Exception {
        Channel channel = new Channel(1, 2, 3, 4, 5, 6);
        BlockingQueue<Integer> queue = channel.reader;
        assertEquals(6, queue.size());
        assertEquals(1, queue.peek());
        assertEquals(1, queue.element());
        assertEquals(1, queue.poll());
        assertEquals(2, queue.remove());
        assertEquals(3, queue.take());
        assertEquals(4, queue.poll(1, TimeUnit.SECONDS));
        assertEquals(List.of(5, 6), List.copyOf(queue));
        assertEquals(List.of(5, 6), queue.stream().toList());
        assertEquals("[5, 6]", queue.toString());
        assertTrue(queue.contains(6));
        List<Integer> drained = new ArrayList<>();
        assertEquals(1, queue.drainTo(drained, 1));
        assertEquals(List.of(5), drained);
        assertEquals(0, queue.drainTo(drained, 0));
        queue.clear();
        assertNull(queue.poll());
        assertNull(queue.peek());
        assertEquals(0, queue.size());
        assertThrows(NoSuchElementException.class, queue::remove);
        assertThrows(NoSuchElementException.class, queue::element);
        assertThrows(NullPointerException.class, () -> queue.drainTo(null));
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
        assertThrows(NullPointerException.class, () -> channel.broadcast.publish(null));
    }

    @Test
    void nothingCanBePutIntoASubscription() {
        Channel channel = new Channel(1);
        assertThrows(UnsupportedOperationException.class, () -> channel.reader.add(2));
        assertThrows(UnsupportedOperationException.class, () -> channel.reader.offer(2));
        assertThrows(UnsupportedOperationException.class, () -> channel.reader.offer(2, 1, TimeUnit.SECONDS));
        assertThrows(UnsupportedOperationException.class, () -> channel.reader.put(2));
        assertThrows(UnsupportedOperationException.class, () -> channel.reader.remove(1));
        assertEquals(0, channel.reader.remainingCapacity());
    }

    @Test
    void aBlockReadsWhatItPublishes() {
        Channel channel = new Channel(1);
        Stm.atomic(() -> {
            channel.broadcast.publish(2);
            BlockingQueue<Integer> inside = channel.broadcast.subscribe();
            assertEquals(List.of(1, 2), List.copyOf(channel.reader));
            assertEquals(1, channel.reader.poll());
            assertEquals(2, channel.reader.peek());
            assertEquals(2, channel.reader.poll());
            assertNull(channel.reader.poll());
            assertTrue(inside.isEmpty());
            channel.broadcast.publish(3);
            channel.broadcast.publish(4);
            assertEquals(2, channel.reader.size());
            assertEquals(3, channel.reader.poll());
            assertEquals(List.of(3, 4), drain(inside));
        });
        channel.broadcast.publish(5);
        assertEquals(List.of(4, 5), drain(channel.reader));
    }

    @Test
    void whatIsUndoneWasNotPublishedNorRead() {
        Channel channel = new Channel(1);
        Stm.atomic(() -> {
            channel.broadcast.publish(2);
            assertThrows(
                    ArithmeticException.class,
                    () -> Stm.atomic(() -> {
                        channel.broadcast.publish(3);
                        assertEquals(List.of(1, 2, 3), drain(channel.reader));
                        throw new ArithmeticException();
                    }));
            channel.broadcast.publish(4);
            assertEquals(List.of(1, 2, 4), List.copyOf(channel.reader));
        });
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    channel.broadcast.publish(5);
                    channel.reader.clear();
                    throw new ArithmeticException();
                }));
        assertEquals(List.of(1, 2, 4), drain(channel.reader));
    }

    @Test
    void aClosedSubscriptionIsEmptyForEver() throws Exception {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        Subscription<Integer> subscription = broadcast.subscribe();
        FutureTask<Integer> waiting = Elsewhere.start(() -> {
            assertThrows(IllegalStateException.class, subscription::take);
            return 0;
        });
        subscription.close();
        Elsewhere.join(waiting);
        broadcast.publish(1);
        assertNull(subscription.poll());
        assertNull(subscription.poll(1, TimeUnit.HOURS));
        assertTrue(subscription.isEmpty());
        assertEquals(0, subscription.size());
        subscription.clear();
        subscription.close();
        assertFalse(subscription.iterator().hasNext());
    }

    @Test
    void worksInReadOnlyBlocks() {
        Channel channel = new Channel(1, 2);
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals(2, channel.reader.size());
            channel.reader.peek();
            assertThrows(IllegalStateException.class, () -> channel.reader.poll());
            assertEquals(List.of(1, 2), List.copyOf(channel.reader));
        });
    }

    @Test
    void whatNobodyWillReadIsGarbage() {
        TBroadcast<Object> broadcast = new TBroadcast<>();
        Subscription<Object> closed = broadcast.subscribe();
        Subscription<Object> slow = broadcast.subscribe();
        List<WeakReference<Object>> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Object item = new Object();
            items.add(new WeakReference<>(item));
            if (i % 2 == 0) {
                broadcast.publish(item);
            } else {
                Stm.atomic(() -> broadcast.publish(item));
            }
        }
        for (int i = 0; i < 9; i++) {
            slow.poll();
        }
        closed.close();
        assertLeft(1, items);
        assertEquals(items.get(9).get(), slow.poll());
        assertLeft(0, items);
    }

    private static void assertLeft(int expected, List<WeakReference<Object>> references) {
        long left = references.size();
        for (int i = 0; i < 50 && left > expected; i++) {
            System.gc();
            left = references.stream().filter(r -> r.get() != null).count();
        }
        assertEquals(expected, left);
    }

    @Test
    void onlyWhoIsToldTheEndConflicts() throws Exception {
        Block<Channel> publish = does(channel -> channel.broadcast.publish(7));
        Block<Channel> poll = channel -> channel.reader.poll();
        Block<Channel> isEmpty = channel -> channel.reader.isEmpty();
        Overlap<Channel> empty = Overlap.of(Channel::new).comparing(channel -> List.copyOf(channel.reader));
        Overlap<Channel> some = Overlap.of(() -> new Channel(1, 2)).comparing(channel -> List.copyOf(channel.reader));
        empty.commute(publish, publish);
        some.commute(publish, first(publish).then(publish));
        some.commute(poll, publish);
        some.commute(isEmpty, publish);
        some.commute(channel -> channel.reader.peek(), publish);
        some.commute(first(publish).then(poll), publish);
        some.conflict(poll, poll);
        empty.conflict(first(poll).then(publish), publish);
        empty.conflict(first(isEmpty).then(publish), publish);
        some.conflict(Overlap.<Channel>first(channel -> channel.reader.size()).then(publish), publish);
        empty.conflict(first(publish).then(poll), publish);
    }

    @Test
    void allSubscribersSeeOneOrder() throws Exception {
        TBroadcast<Integer> broadcast = new TBroadcast<>();
        int publishers = 3;
        int each = 400;
        List<FutureTask<List<Integer>>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            BlockingQueue<Integer> reader = broadcast.subscribe();
            readers.add(Elsewhere.start(() -> {
                List<Integer> seen = new ArrayList<>();
                while (seen.size() < publishers * each) {
                    if (seen.size() % 2 == 0) {
                        seen.add(reader.take());
                    } else {
                        seen.addAll(Stm.<List<Integer>, Exception>atomic(() -> List.of(reader.take())));
                    }
                }
                return seen;
            }));
        }
        List<FutureTask<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
            int self = i;
            writers.add(Elsewhere.start(() -> {
                for (int n = 0; n < each; n += 2) {
                    int item = self * each + n;
                    broadcast.publish(item);
                    Stm.atomic(() -> broadcast.publish(item + 1));
                }
                return 0;
            }));
        }
        for (FutureTask<Integer> writer : writers) {
            Elsewhere.join(writer);
        }
        List<Integer> seen = Elsewhere.join(readers.get(0));
        assertEquals(seen, Elsewhere.join(readers.get(1)));
        for (int i = 0; i < publishers; i++) {
            int self = i;
            List<Integer> own =
                    seen.stream().filter(item -> item / each == self).toList();
            assertEquals(each, own.size());
            assertEquals(own.stream().sorted().toList(), own);
        }
    }
}
