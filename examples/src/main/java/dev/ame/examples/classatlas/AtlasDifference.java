package dev.ame.examples.classatlas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Says in one line where two atlases differ. */
final class AtlasDifference {

    private final List<String> differences = new ArrayList<>();

    private AtlasDifference() {}

    /** The first difference and how many more there are. Empty exactly when the atlases are equal. */
    static String describe(Atlas serial, Atlas atomic) {
        AtlasDifference difference = new AtlasDifference();
        difference.compare("totals", Map.of("of all files", serial.totals()), Map.of("of all files", atomic.totals()));
        difference.compare("references of package", serial.packageReferences(), atomic.packageReferences());
        difference.compare("references to type", serial.typeReferences(), atomic.typeReferences());
        difference.compare("superclass of", serial.superclasses(), atomic.superclasses());
        return difference.inOneLine();
    }

    private <K extends Comparable<K>, V> void compare(String what, Map<K, V> serial, Map<K, V> atomic) {
        if (serial.equals(atomic)) {
            return;
        }
        TreeSet<K> keys = new TreeSet<>(serial.keySet());
        keys.addAll(atomic.keySet());
        for (K key : keys) {
            String expected = String.valueOf(serial.get(key));
            String actual = String.valueOf(atomic.get(key));
            if (!expected.equals(actual)) {
                differences.add(what + " " + key + ": serial " + expected + ", atomic " + actual);
            }
        }
    }

    private String inOneLine() {
        if (differences.isEmpty()) {
            return "";
        }
        int more = differences.size() - 1;
        return differences.get(0) + (more == 0 ? "" : " (and " + more + " more)");
    }
}
