package dev.ame.stm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A program of one thread sees and leaves behind what the plain model does. */
class SequentialProgramsProperties {
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void behavesAsTheModel(@ForAll("programs") List<Operation> program) throws Planned {
        ModelWorld model = new ModelWorld();
        EngineWorld engine = new EngineWorld();
        for (Operation operation : program) {
            operation.run(model);
            operation.run(engine);
            assertEquals(model.observed(), engine.observed(), () -> "observed by " + operation);
            assertEquals(model.state(), engine.state(), () -> "state after " + operation);
            assertEquals(
                    committedInOrder(model.hookReports()),
                    committedInOrder(engine.hookReports()),
                    () -> "commit hooks of " + operation);
            assertEquals(
                    model.hookReports().stream().sorted().toList(),
                    engine.hookReports().stream().sorted().toList(),
                    () -> "hooks of " + operation);
        }
    }

    private static List<String> committedInOrder(List<String> reports) {
        return reports.stream().filter(report -> report.startsWith("committed")).toList();
    }

    @Provide
    Arbitrary<List<Operation>> programs() {
        return Operations.outermost().list().ofMinSize(1).ofMaxSize(8);
    }
}
