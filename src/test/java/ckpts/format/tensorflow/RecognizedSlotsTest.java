package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SlotKind;
import ckpts.format.OpenedCheckpoint;
import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Slots in files that TensorFlow wrote. */
class RecognizedSlotsTest {
    @Test
    void whatTenOptimizersOfTensorFlow1WroteIsRecognized() throws IOException {
        try (OpenedCheckpoint opened = new TensorFlowFormat()
                .open(TensorFlowFormatTest.FIXTURES.resolve("saver_optimizers/model.ckpt"), new RealDisk())) {
            for (Entry entry : opened.checkpoint().entries()) {
                boolean slot = entry.name().matches(".*/w/.*");
                boolean state = entry.name().startsWith("beta");
                assertThat(entry.role().isSlot()).as(entry.name()).isEqualTo(slot);
                assertThat(entry.role().isOptimizer()).as(entry.name()).isEqualTo(slot || state);
            }
        }
    }

    @Test
    void whatAnOptimizerKeepsInAnObjectOfItsOwnIsItsState() throws IOException {
        try (OpenedCheckpoint opened = new TensorFlowFormat()
                .open(TensorFlowFormatTest.FIXTURES.resolve("object_keras2_loss_scale/ckpt-1"), new RealDisk())) {
            Checkpoint checkpoint = opened.checkpoint();

            assertThat(checkpoint
                            .entry("optimizer/loss_scale/current_loss_scale")
                            .orElseThrow()
                            .role())
                    .isEqualTo(new Role.OptimizerState("current_loss_scale"));
            assertThat(checkpoint.entries().stream()
                            .filter(entry -> !entry.role().isOptimizer())
                            .map(Entry::name))
                    .containsExactlyInAnyOrder(
                            "model/layer_with_weights-0/bias", "model/layer_with_weights-0/kernel", "save_counter");
        }
    }

    @Test
    void slotsOfPartitionedVariablesAreRecognized() throws IOException {
        try (OpenedCheckpoint opened = new TensorFlowFormat()
                .open(TensorFlowFormatTest.FIXTURES.resolve("saver_partitioned/model.ckpt"), new RealDisk())) {
            Checkpoint checkpoint = opened.checkpoint();

            assertThat(checkpoint.entry("sc/table/Momentum").orElseThrow().role())
                    .isEqualTo(
                            new Role.Slot("sc/table", new SlotKind("Momentum", OptionalDouble.of(0)), "", "/Momentum"));
            assertThat(checkpoint.slotsOf("sc/table")).containsExactly("sc/table/Momentum");
        }
    }
}
