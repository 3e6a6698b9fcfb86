package dev.ame.stm.engine.version;

/**
 * Keeps the fields of a subclass a cache line away from whatever lies before the object. For what a thread writes all the time: a collector
 * likes to put the objects of all threads side by side.
 */
@SuppressWarnings("unused")
abstract class Padded {
    private long p0;
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
}
