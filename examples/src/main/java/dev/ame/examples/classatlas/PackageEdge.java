package dev.ame.examples.classatlas;

/**
 * Classes of one package mention classes of another.
 *
 * @param from the package whose class files contain the mentions
 * @param to the package they mention, never the same one
 */
record PackageEdge(String from, String to) implements Comparable<PackageEdge> {

    @Override
    public int compareTo(PackageEdge other) {
        int byFrom = from.compareTo(other.from);
        return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
