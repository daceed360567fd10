package ckpts.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Manifest.Expected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as missing, unexpected and mismatched, apart from how it is told. */
class DifferenceFactsTest {
    private static Expected aliased(String name, String... aliases) {
        return new Expected(
                name,
                Checkpoints.type("float32[2]"),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(aliases),
                Optional.empty());
    }

    @Test
    void aVariableIsThereUnderAnAliasOfTheManifest() {
        Manifest manifest = new Manifest(List.of(aliased("head", "embed")), Optional.empty());
        Difference difference = Difference.between(Checkpoints.of("embed float32[2]"), manifest);
        assertThat(difference.isEmpty()).isTrue();
        assertThat(difference.summary()).isEqualTo("1 of 1 variable fits");
    }

    @Test
    void aVariableAndItsAliasMayBothBeStored() {
        Manifest manifest = new Manifest(List.of(aliased("head", "embed")), Optional.empty());
        assertThat(Difference.between(Checkpoints.of("embed float32[2]", "head float32[2]"), manifest)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anAliasOfTheCheckpointLeadsToItsTensor() {
        Checkpoint checkpoint =
                Checkpoints.withAlias("model/w", "model/layer/w", Checkpoints.of("model/layer/w float32[2]"));
        Manifest manifest = new Manifest(List.of(aliased("model/w")), Optional.empty());
        assertThat(Difference.between(checkpoint, manifest).isEmpty()).isTrue();
    }

    @Test
    void anOptionalVariableMayBeAbsentButNotOfAnotherType() {
        Manifest manifest = Checkpoints.manifest("a float32[2]", "b float32[2] optional");
        assertThat(Difference.between(Checkpoints.of("a float32[2]"), manifest).isEmpty())
                .isTrue();
        assertThat(Difference.between(Checkpoints.of("a float32[2]", "b float32[3]"), manifest)
                        .mismatched())
                .hasSize(1);
    }

    @Test
    void coveredIsNotConsumed() {
        Difference difference = Difference.between(
                Checkpoints.of("a float32[2]", "b float32[2]"), Checkpoints.manifest("a float32[2]"));
        assertThat(difference.isCovered()).isTrue();
        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.unexpected()).extracting(Entry::name).containsExactly("b");
        assertThat(difference.matching()).isEqualTo(1);
    }

    @Test
    void whatEitherFrameworkKeepsForItselfCountsOnNeitherSide() {
        Checkpoint counter = Checkpoints.of("save_counter int64[]");
        Checkpoint counting = Checkpoints.counting(counter);
        assertThat(Difference.between(counter, Checkpoints.of()).isEmpty()).isFalse();
        assertThat(Difference.between(counting, Checkpoints.of()).isEmpty()).isTrue();
        assertThat(Difference.between(Checkpoints.of(), counting).isEmpty()).isTrue();
        assertThat(Difference.between(counter, counting).summary()).isEqualTo("0 of 0 variables fit");
        assertThat(Difference.between(counting, counter).summary()).isEqualTo("0 of 0 variables fit");
        assertThat(Difference.between(
                                Checkpoints.of("save_counter int64[]"), Checkpoints.manifest("save_counter int64[]"))
                        .summary())
                .isEqualTo("0 of 0 variables fit");
        assertThat(Difference.between(Checkpoints.of(), Checkpoints.manifest("save_counter int64[]"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aCheckpointDoesNotDifferFromItself() {
        Checkpoint checkpoint = Checkpoints.counting(Checkpoints.withAlias(
                "b",
                "a",
                Checkpoints.of(
                        "a float32[2]", "a/m float32[2] slot a", "save_counter int64[]", "step int64[] iterations")));
        assertThat(Difference.between(checkpoint, checkpoint).summary()).isEqualTo("3 of 3 variables fit");
        Manifest manifest = Manifest.of(checkpoint);
        assertThat(manifest.variables()).extracting(Expected::name).containsExactly("a", "a/m", "step");
        assertThat(manifest.variable("a/m").orElseThrow().slotOf()).contains("a");
        assertThat(manifest.variable("a").orElseThrow().aliases()).containsExactly("b");
    }
}
