import org.jspecify.annotations.NullMarked;

/**
 * Software transactional memory: atomic blocks and the boxes that they share, loops, tasks and executors that run
 * ordinary code in atomic blocks, and what collections need to take part.
 */
@NullMarked
@SuppressWarnings("requires-automatic") // Agrona has a stable module name, but no descriptor
module dev.ame.stm {
    requires static jdk.jfr;
    requires static org.jspecify;
    requires org.agrona;

    exports dev.ame.stm;
    exports dev.ame.stm.loop;
    exports dev.ame.stm.observe;
    exports dev.ame.stm.spi;
}
