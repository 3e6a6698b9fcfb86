package dev.ame.examples.classatlas;

import dev.ame.stm.loop.LoopReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints the result of a run for a person to read. */
final class AtlasReport {

    private static final int TOP = 5;

    private final PrintWriter out;

    AtlasReport(PrintWriter out) {
        this.out = out;
    }

    void print(String title, String loopTitle, AtlasComparison.Result result) {
        Atlas atlas = result.atlas();
        Totals totals = atlas.totals();
        line("%s", title);
        line("");
        line("  classes      %,12d   and %,d module descriptors", totals.classes(), totals.modules());
        line("  members      %,12d   fields and %,d methods", totals.fields(), totals.methods());
        line(
                "  references   %,12d   to %,d types",
                totals.references(), atlas.typeReferences().size());
        line("");
        printTimes(loopTitle, result);
        line("");
        line("Most central packages (mentioned by the greatest number of other packages)");
        for (Atlas.CentralPackage central : atlas.centralPackages(TOP)) {
            line(
                    "  %-40s %,6d packages %,12d references",
                    central.name(), central.referencedBy(), central.references());
        }
        line("");
        line("Most referenced types");
        atlas.mostReferencedTypes(TOP)
                .forEach(type -> line("  %-40s %,28d references", type.getKey(), type.getValue()));
        line("");
        printDeepestChain(atlas.deepestChains());
        line("");
        out.flush();
    }

    private void printTimes(String loopTitle, AtlasComparison.Result result) {
        LoopReport loop = result.loop();
        line("  serial loop  %10.3f s   plain Java, plain collections", seconds(result.serialTime()));
        line("  atomic loop  %10.3f s   %s", seconds(result.atomicTime()), loopTitle);
        line("  speed-up     %10.2f x   median of %d rounds after a warm-up", result.speedUp(), AtlasComparison.ROUNDS);
        line(
                "  aborts       %,12d   in %,d transactions; %.3f s of work done again",
                loop.aborts(), loop.transactions(), seconds(loop.wasted()));
        line(
                "  chunks       %,12.1f   files on average, %,d at most; %.0f %% of the threads' time went into what was committed",
                loop.averageChunk(), loop.largestChunk(), 100 * loop.efficiency());
    }

    private void printDeepestChain(List<List<String>> chains) {
        if (chains.isEmpty()) {
            line("No class with a superclass");
            return;
        }
        List<String> chain = chains.get(0);
        line("Deepest inheritance chain (%d steps; %,d classes lie this deep)", chain.size() - 1, chains.size());
        String indent = "  ";
        for (String name : chain) {
            line("%s%s", indent, name);
            indent += " ";
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
