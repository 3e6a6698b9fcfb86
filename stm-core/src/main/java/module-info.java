import org.jspecify.annotations.NullMarked;

/** Software transactional memory: atomic blocks, transactional boxes, loops over them, and reports of their conflicts. */
@NullMarked
@SuppressWarnings("requires-automatic") // Agrona has a stable module name, but no descriptor
module dev.ame.stm {
    requires static jdk.jfr;
    requires static org.jspecify;
    requires org.agrona;

    exports dev.ame.stm;
    exports dev.ame.stm.loop;
    exports dev.ame.stm.spi;
}
