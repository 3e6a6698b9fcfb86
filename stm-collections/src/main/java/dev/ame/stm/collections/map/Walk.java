package dev.ame.stm.collections.map;

/** Goes through the keys of a table: those a block sees, or those of a moment. */
abstract class Walk<K, V> {
    /** Goes to the next key. False if there is none. */
    abstract boolean advance();

    /** The key it is at. */
    abstract K key();

    /** Its value, of the moment at which it came there. */
    abstract V value();
}
