package dev.ame.examples.classatlas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who refers to whom in a set of class files. Immutable; two atlases are equal when every single number in them is.
 *
 * @param totals the sums over all files
 * @param packageReferences how often the classes of one package mention those of another
 * @param typeReferences how often each type is mentioned by other types
 * @param superclasses each class and its superclass; {@code java.lang.Object} is no key
 */
record Atlas(
        Totals totals,
        Map<PackageEdge, Long> packageReferences,
        Map<String, Long> typeReferences,
        Map<String, String> superclasses) {

    Atlas {
        packageReferences = Map.copyOf(packageReferences);
        typeReferences = Map.copyOf(typeReferences);
        superclasses = Map.copyOf(superclasses);
    }

    /**
     * A package and how central it is.
     *
     * @param name the package
     * @param referencedBy how many other packages mention at least one of its types
     * @param references how often they do so
     */
    record CentralPackage(String name, int referencedBy, long references) {

        private CentralPackage plus(long more) {
            return new CentralPackage(name, referencedBy + 1, references + more);
        }
    }

    /**
     * The most central packages: those that the greatest number of <em>different</em> other packages mention, however often each
     * does. Of equally central packages the alphabetically first comes first. With only a part of the JDK read, a package may be
     * central without any of its own classes having been read.
     */
    List<CentralPackage> centralPackages(int atMost) {
        Map<String, CentralPackage> packages = new HashMap<>();
        packageReferences.forEach((edge, count) -> packages.compute(
                edge.to(), (name, known) -> (known == null ? new CentralPackage(name, 0, 0) : known).plus(count)));
        return packages.values().stream()
                .sorted(Comparator.comparingInt(CentralPackage::referencedBy)
                        .reversed()
                        .thenComparing(CentralPackage::name))
                .limit(atMost)
                .toList();
    }

    /** The types mentioned most often, with the number of mentions; of equals the alphabetically first. */
    List<Map.Entry<String, Long>> mostReferencedTypes(int atMost) {
        return typeReferences.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(atMost)
                .toList();
    }

    /**
     * The longest chains of superclasses, all of the same length, ordered by the name of the class each starts with. A chain ends
     * with {@code java.lang.Object}, or earlier with the first class that was not read.
     */
    List<List<String>> deepestChains() {
        Map<String, Integer> depths = new HashMap<>();
        superclasses.keySet().forEach(name -> depth(name, depths));
        int deepest = depths.values().stream().max(Comparator.naturalOrder()).orElse(0);
        return superclasses.keySet().stream()
                .filter(name -> depths.getOrDefault(name, 0) == deepest)
                .sorted()
                .map(this::chainFrom)
                .toList();
    }

    /** Steps from a class up to the end of its chain. Recursive: no real chain is long enough to mind. */
    private int depth(String name, Map<String, Integer> known) {
        Integer before = known.get(name);
        if (before != null) {
            return before;
        }
        String superclass = superclasses.get(name);
        int depth = superclass == null ? 0 : 1 + depth(superclass, known);
        known.put(name, depth);
        return depth;
    }

    private List<String> chainFrom(String name) {
        List<String> chain = new ArrayList<>();
        @Nullable String next = name;
        while (next != null) {
            chain.add(next);
            next = superclasses.get(next);
        }
        return List.copyOf(chain);
    }
}
