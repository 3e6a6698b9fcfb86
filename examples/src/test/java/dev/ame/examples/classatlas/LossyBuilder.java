package dev.ame.examples.classatlas;

/** A builder with a bug, to see the comparison fail: it forgets one class. */
final class LossyBuilder implements AtlasBuilder {

    private final AtomicAtlasBuilder builder = new AtomicAtlasBuilder();

    @Override
    public void add(ClassFile file) {
        if (!file.name().equals("java.util.logging.Level")) {
            builder.add(file);
        }
    }

    @Override
    public Atlas build() {
        return builder.build();
    }
}
