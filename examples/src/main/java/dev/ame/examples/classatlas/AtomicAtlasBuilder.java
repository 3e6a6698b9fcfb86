package dev.ame.examples.classatlas;

import dev.ame.stm.Counter;
import dev.ame.stm.collections.TMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The same for any number of threads: transactional maps instead of plain ones, and {@link #add} called inside an atomic block.
 *
 * <p>One choice matters for speed. Nearly every class mentions {@code java.lang.Object} and {@code java.lang.String}, so sums kept
 * as numbers in the maps ({@code merge(type, count, Long::sum)}, as in {@link SerialAtlasBuilder}) would be read and changed by
 * nearly every block: of any two that are at it at the same time, one has to run again. The result would still be right. Nobody asks
 * for a sum before the end, however, and that is what a {@link Counter} is for: additions to one never collide. What remains to
 * collide is the first mention of a type or of a pair of packages, where two blocks put the same key.
 */
final class AtomicAtlasBuilder implements AtlasBuilder {

    private final TMap<PackageEdge, Counter> packageReferences = TMap.named("package references");
    private final TMap<String, Counter> typeReferences = TMap.named("type references");
    private final TMap<String, String> superclasses = TMap.named("superclasses");
    private final Counter classes = Counter.create();
    private final Counter modules = Counter.create();
    private final Counter references = Counter.create();
    private final Counter fields = Counter.create();
    private final Counter methods = Counter.create();

    @Override
    public void add(ClassFile file) {
        if (file.isModuleDescriptor()) {
            modules.increment();
            return;
        }
        classes.increment();
        fields.add(file.fields());
        methods.add(file.methods());
        references.add(file.references());
        if (file.superclass() != null) {
            superclasses.put(file.name(), file.superclass());
        }
        file.typeReferences()
                .forEach((type, count) -> counter(typeReferences, type).add(count));
        file.packageReferences()
                .forEach((to, count) -> counter(packageReferences, new PackageEdge(file.packageName(), to))
                        .add(count));
    }

    private static <K> Counter counter(TMap<K, Counter> counters, K key) {
        return Objects.requireNonNull(counters.computeIfAbsent(key, absent -> Counter.create()));
    }

    @Override
    public Atlas build() {
        Totals totals = new Totals(classes.sum(), modules.sum(), references.sum(), fields.sum(), methods.sum());
        return new Atlas(totals, sums(packageReferences), sums(typeReferences), superclasses);
    }

    private static <K> Map<K, Long> sums(TMap<K, Counter> counters) {
        Map<K, Long> sums = new HashMap<>();
        counters.forEach((key, counter) -> sums.put(key, counter.sum()));
        return sums;
    }
}
