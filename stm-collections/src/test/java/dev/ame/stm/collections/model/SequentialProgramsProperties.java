package dev.ame.stm.collections.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.collections.model.Execution.Done;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** On one thread, blocks over several collections do what they would do to plain ones. */
class SequentialProgramsProperties {

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyStepSeesAndEveryBlockLeavesWhatItShould(@ForAll("programs") Program program) {
        EngineWorld engine = new EngineWorld(program.parts());
        ModelWorld model = new ModelWorld(program.parts());
        for (Block block : program.threads().get(0)) {
            Done done = Execution.run(block, engine);
            model = model.guidedBy(done.observed());
            block.runIn(model);

            assertEquals(model.observed(), done.observed(), () -> "seen by " + block);
            assertEquals(model.state(), engine.state(), () -> "left by " + block);
        }
    }

    @Provide
    Arbitrary<Program> programs() {
        return Program.of(Parts.ALL, 1, 1, 8);
    }
}
