package dev.ame.stm.collections.sorted;

/** A way through the elements of a range. Used by one thread. */
interface Walk<K, V> {
    /** Whether there is another element. */
    boolean hasNext();

    /** Goes to the next element. Throws if there is none. */
    void next();

    /** The key of the element it stands at. */
    K key();

    /** The value of the element it stands at. */
    V value();
}
