package dev.ame.examples.classatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AtlasTest {

    private static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    @Test
    void aPackageIsCentralByHowManyOthersMentionItNotByHowOften() {
        Atlas atlas = packages(Map.of(
                new PackageEdge("a", "hub"), 1L,
                new PackageEdge("b", "hub"), 2L,
                new PackageEdge("c", "hub"), 3L,
                new PackageEdge("a", "noisy"), 1000L,
                new PackageEdge("hub", "noisy"), 1000L,
                new PackageEdge("hub", "b"), 5L));

        assertEquals(
                List.of(
                        new Atlas.CentralPackage("hub", 3, 6),
                        new Atlas.CentralPackage("noisy", 2, 2000),
                        new Atlas.CentralPackage("b", 1, 5)),
                atlas.centralPackages(5));
    }

    @Test
    void equallyCentralPackagesComeInTheOrderOfTheirNames() {
        Atlas atlas = packages(Map.of(
                new PackageEdge("x", "second"), 9L,
                new PackageEdge("x", "third"), 10L,
                new PackageEdge("x", "first"), 1L));

        assertEquals(
                List.of("first", "second"),
                atlas.centralPackages(2).stream()
                        .map(Atlas.CentralPackage::name)
                        .toList());
    }

    @Test
    void typesAreOrderedByMentionsThenByName() {
        Atlas atlas = new Atlas(NONE, Map.of(), Map.of("a.Z", 7L, "a.A", 7L, "b.Much", 8L, "c.Little", 1L), Map.of());

        assertEquals(
                List.of(Map.entry("b.Much", 8L), Map.entry("a.A", 7L), Map.entry("a.Z", 7L)),
                atlas.mostReferencedTypes(3));
    }

    @Test
    void theDeepestChainsAreAllThoseOfTheGreatestLength() {
        Atlas atlas = superclasses(Map.of("B", "A", "C", "B", "Twin", "B", "A", "Object", "Shallow", "Object"));

        assertEquals(
                List.of(List.of("C", "B", "A", "Object"), List.of("Twin", "B", "A", "Object")), atlas.deepestChains());
    }

    @Test
    void aChainEndsWithTheFirstClassThatWasNotRead() {
        assertEquals(
                List.of(List.of("B", "A", "not.Read")),
                superclasses(Map.of("B", "A", "A", "not.Read")).deepestChains());
    }

    @Test
    void withoutClassesThereIsNoChain() {
        assertEquals(List.of(), superclasses(Map.of()).deepestChains());
    }

    @Test
    void anAtlasDoesNotChangeWithTheMapsItWasMadeOf() {
        Map<String, Long> types = new HashMap<>(Map.of("a.A", 1L));
        Atlas atlas = new Atlas(NONE, Map.of(), types, Map.of());

        types.put("a.A", 2L);

        assertEquals(new Atlas(NONE, Map.of(), Map.of("a.A", 1L), Map.of()), atlas);
        assertNotEquals(new Atlas(NONE, Map.of(), types, Map.of()), atlas);
    }

    @Test
    void equalAtlasesHaveNoDifference() {
        Atlas atlas = packages(Map.of(new PackageEdge("a", "b"), 1L));

        assertEquals("", AtlasDifference.describe(atlas, packages(Map.of(new PackageEdge("a", "b"), 1L))));
    }

    @Test
    void aDifferenceNamesTheFirstPlaceInAnOrderThatDoesNotDependOnTheMaps() {
        Atlas serial = packages(
                Map.of(new PackageEdge("a", "b"), 1L, new PackageEdge("a", "c"), 2L, new PackageEdge("a", "d"), 3L));
        Atlas atomic = packages(Map.of(new PackageEdge("a", "b"), 1L, new PackageEdge("a", "d"), 4L));

        assertEquals(
                "references of package a -> c: serial 2, atomic null (and 1 more)",
                AtlasDifference.describe(serial, atomic));
    }

    @Test
    void aDifferenceOfTotalsOrSuperclassesIsNamedToo() {
        assertEquals(
                "superclass of B: serial A, atomic Object",
                AtlasDifference.describe(superclasses(Map.of("B", "A")), superclasses(Map.of("B", "Object"))));
        assertEquals(
                "totals of all files: serial " + NONE + ", atomic " + new Totals(1, 0, 0, 0, 0),
                AtlasDifference.describe(
                        superclasses(Map.of()), new Atlas(new Totals(1, 0, 0, 0, 0), Map.of(), Map.of(), Map.of())));
    }

    private static Atlas packages(Map<PackageEdge, Long> references) {
        return new Atlas(NONE, references, Map.of(), Map.of());
    }

    private static Atlas superclasses(Map<String, String> superclasses) {
        return new Atlas(NONE, Map.of(), Map.of(), superclasses);
    }
}
