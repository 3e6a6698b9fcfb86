package dev.ame.stm.faults;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Strikes one scenario at each of its steps in turn, and looks after each what is left. */
public final class FaultProgram {
    private static final int MOST_STEPS = 100_000;

    /** Some strikes make others wait for a moment, so of many steps only some are struck unless all are asked for. */
    private static final boolean ALL = "all".equals(System.getProperty("ame.faults"));

    private static final int EVERY_ONE_UP_TO = 40;
    private static final int STRIDE = 20;

    private final Scenario scenario;
    private final Accounts accounts = new Accounts();
    private final Witness others = new Witness(accounts);
    private final List<String> problems = new ArrayList<>();

    private FaultProgram(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Answers how many errors have struck; called by reflection, since this class is loaded apart. */
    public static int run(String scenario, String kind) {
        Stm.setHookFailureHandler(failure -> {});
        FaultProgram program = new FaultProgram(Scenario.valueOf(scenario));
        for (int i = 0; i < 3; i++) {
            program.scenario.run(program.accounts, program.others);
            program.others.requireSound();
        }
        int struck = program.strikeAtEveryStep(Faults.Kind.valueOf(kind));
        if (!program.problems.isEmpty()) {
            throw new AssertionError(program.problems.size() + " of " + struck + ":\n"
                    + String.join("\n", program.problems.subList(0, Math.min(8, program.problems.size()))));
        }
        return struck;
    }

    private int strikeAtEveryStep(Faults.Kind kind) {
        for (int step = 0; step < MOST_STEPS; step += step < EVERY_ONE_UP_TO || ALL ? 1 : STRIDE) {
            Throwable thrown = null;
            boolean struck;
            Faults.arm(kind, step, step);
            try {
                scenario.run(accounts, others);
            } catch (Throwable t) {
                thrown = t;
            } finally {
                struck = Faults.disarm();
            }
            if (thrown != null && !(struck && thrown instanceof VirtualMachineError)) {
                problems.add(kind + " at step " + step + ": unexpected " + describe(thrown));
            }
            try {
                others.requireSound();
            } catch (Throwable t) {
                problems.add(kind + " at step " + step + " of " + scenario + ": " + describe(t) + "\n  after "
                        + Arrays.stream(Faults.place())
                                .limit(25)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n      at "))
                        + "\n  and then " + (thrown == null ? "nothing" : thrown));
                return step;
            }
            if (!struck) {
                return step;
            }
        }
        throw new AssertionError("no end of steps");
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            text.append(t);
            StackTraceElement[] trace = t.getStackTrace();
            for (int i = 0; i < Math.min(25, trace.length); i++) {
                text.append("\n      at ").append(trace[i]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
