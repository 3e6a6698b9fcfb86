package dev.ame.gate;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs every jcstress test for a few seconds and fails on a forbidden result.
 *
 * <p>It also fails on a test without a result: jcstress leaves out tests with more actors than there are cores, and calls that
 * success.
 */
public final class QuickStress {

    /** Short runs, since there are many tests. The longer modes of jcstress find more and take hours. */
    private static final String[] QUICK = {
        "-m", "quick", "-f", "1", "-iters", "1", "-time", "20", "-sc", "false", "-jvmArgs", "-server", "-r", "report"
    };

    private QuickStress() {}

    public static void main(String[] args) throws Exception {
        if (QuickStress.class.getResource(TestList.LIST) == null) {
            requireNoStressPackage();
            return;
        }
        Options options = new Options(QUICK);
        if (!options.parse()) {
            throw new IllegalStateException("jcstress refuses its options");
        }
        JCStress stress = new JCStress(options);
        stress.run();

        Set<String> silent = new TreeSet<>(stress.getTests());
        silent.removeAll(testsWithResult(options.getResultFile()));
        if (!silent.isEmpty()) {
            System.err.println("jcstress did not run: " + silent);
            System.exit(1);
        }
    }

    /** To have no list of tests is right only as long as nobody has written any. */
    private static void requireNoStressPackage() {
        if (QuickStress.class.getResource("/dev/ame/stress/") != null) {
            throw new IllegalStateException("dev.ame.stress has classes, but jcstress finds no tests");
        }
        System.out.println("There are no jcstress tests yet.");
    }

    private static Set<String> testsWithResult(String file) throws IOException, ClassNotFoundException {
        Set<String> tests = new TreeSet<>();
        DiskReadCollector results = new DiskReadCollector(file, result -> {
            if (result.status() == Status.NORMAL) {
                tests.add(result.getName());
            }
        });
        try {
            results.dump();
        } finally {
            results.close();
        }
        return tests;
    }
}
