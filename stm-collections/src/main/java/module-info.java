import org.jspecify.annotations.NullMarked;

/** Transactional counterparts of the collections in {@code java.util} and {@code java.util.concurrent}. */
@NullMarked
module dev.ame.stm.collections {
    requires transitive dev.ame.stm;
    requires static org.jspecify;

    exports dev.ame.stm.collections;
}
