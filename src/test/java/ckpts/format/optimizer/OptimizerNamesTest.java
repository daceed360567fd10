package ckpts.format.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SlotKind;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OptimizerNamesTest {
    @Test
    void averagesThatOptimizersKeepAreWeightsToo() {
        assertThat(List.of("_model_variables_moving_average", "average"))
                .allSatisfy(kind -> assertThat(
                                SlotKinds.of(kind, OptionalDouble.empty()).average())
                        .isTrue());
        assertThat(SlotKinds.of("Adam", OptionalDouble.of(0))).isEqualTo(new SlotKind("Adam", OptionalDouble.of(0)));
        assertThat(OptimizerNames.slot(expected("opt/w/average", "w"))).get().matches(Role::isAverage);
    }

    private static final Role VARIABLE = Role.VARIABLE;

    @Test
    void slotsFollowTheirVariableAndHaveStartValues() {
        Map<String, Role> roles =
                roles("w", "w/Adam", "w/Adam_1", "w/RMSProp", "w/RMSProp_1", "w/RMSProp_2", "w/Adagrad");

        assertThat(roles.get("w")).isEqualTo(VARIABLE);
        assertThat(roles.get("w/Adam")).isEqualTo(slot("w", "Adam", "", OptionalDouble.of(0)));
        assertThat(roles.get("w/Adam_1")).isEqualTo(slot("w", "Adam_1", "", OptionalDouble.of(0)));
        assertThat(roles.get("w/RMSProp")).isEqualTo(slot("w", "RMSProp", "", OptionalDouble.of(1)));
        assertThat(roles.get("w/RMSProp_1")).isEqualTo(slot("w", "RMSProp_1", "", OptionalDouble.of(0)));
        assertThat(roles.get("w/RMSProp_2")).isEqualTo(slot("w", "RMSProp_2", "", OptionalDouble.empty()));
        assertThat(roles.get("w/Adagrad")).isEqualTo(slot("w", "Adagrad", "", OptionalDouble.of(0.1)));
    }

    @Test
    void aSlotMayStandInAScopeThatItsVariableDoesNotStandIn() {
        Map<String, Role> roles = roles("net/w", "OptimizeLoss/net/w/Adam", "training/Adam/net/w/m");

        assertThat(roles.get("OptimizeLoss/net/w/Adam"))
                .isEqualTo(slot("net/w", "Adam", "OptimizeLoss/", OptionalDouble.of(0)));
        assertThat(roles.get("training/Adam/net/w/m"))
                .isEqualTo(slot("net/w", "m", "training/Adam/", OptionalDouble.of(0)));
    }

    @Test
    void theVariableWithTheLongestNameOwnsASlot() {
        Map<String, Role> roles = roles("w", "net/w", "net/w/Adam");

        assertThat(roles.get("net/w/Adam")).isEqualTo(slot("net/w", "Adam", "", OptionalDouble.of(0)));
    }

    @Test
    void aSlotHasTheShapeOfItsVariable() {
        Map<String, TensorType> types = new HashMap<>();
        types.put("w", new TensorType(DType.FLOAT32, Shape.of(2)));
        types.put("w/Adam", new TensorType(DType.FLOAT32, Shape.of(3)));

        assertThat(new OptimizerNames(types).roles().get("w/Adam")).isEqualTo(VARIABLE);
    }

    @Test
    void aSlotWithoutItsVariableIsAVariable() {
        assertThat(roles("other", "w/Adam").get("w/Adam")).isEqualTo(VARIABLE);
    }

    @Test
    void shortNamesAreSlotsOnlyUnderTheNameOfAnOptimizer() {
        assertThat(roles("w", "w/m", "model/w/v").values()).containsOnly(VARIABLE);
    }

    @Test
    void anAverageBelongsToNobody() {
        assertThat(roles("w", "w/ExponentialMovingAverage").get("w/ExponentialMovingAverage"))
                .isEqualTo(new Role.Average("w"));
        assertThat(roles("bn/moving_mean").get("bn/moving_mean")).isEqualTo(VARIABLE);
    }

    @Test
    void scalarsOfTheOptimizerAreItsState() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String name :
                new String[] {"beta1_power", "x/beta2_power_1", "training/SGD/iter", "learning_rate", "global_step"}) {
            types.put(name, new TensorType(DType.FLOAT32, Shape.scalar()));
        }
        Map<String, Role> roles = new OptimizerNames(types).roles();

        assertThat(roles.get("beta1_power")).isEqualTo(new Role.OptimizerState("beta1_power"));
        assertThat(roles.get("x/beta2_power_1")).isEqualTo(new Role.OptimizerState("beta2_power_1"));
        assertThat(roles.get("training/SGD/iter")).isEqualTo(new Role.OptimizerState("iter"));
        assertThat(roles.get("learning_rate")).isEqualTo(new Role.OptimizerState("learning_rate"));
        assertThat(roles.get("global_step")).isEqualTo(VARIABLE);
    }

    @Test
    void optionsOfKerasOptimizersAreTheirState() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String option : List.of(
                "beta",
                "decay",
                "l1_regularization_strength",
                "l2_regularization_strength",
                "learning_rate",
                "learning_rate_power",
                "lr")) {
            types.put("training/Ftrl/" + option, new TensorType(DType.FLOAT32, Shape.scalar()));
            types.put("model/" + option + "_x", new TensorType(DType.FLOAT32, Shape.scalar()));
        }
        new OptimizerNames(types)
                .roles()
                .forEach((name, role) ->
                        assertThat(role.isOptimizer()).as(name).isEqualTo(name.startsWith("training/")));
    }

    @Test
    void slotsOfMeshTensorFlowLackAnAxisOfTheirVariable() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        types.put("a/w", new TensorType(DType.FLOAT32, Shape.of(4, 3)));
        types.put("a/w_slot_vr", new TensorType(DType.FLOAT32, Shape.of(4)));
        types.put("a/w_slot_vc", new TensorType(DType.FLOAT32, Shape.of(3)));
        types.put("a/w_slot_m", new TensorType(DType.FLOAT32, Shape.of(4, 3)));
        types.put("b", new TensorType(DType.FLOAT32, Shape.of(5)));
        types.put("b_slot_v", new TensorType(DType.FLOAT32, Shape.of(5)));
        types.put("b_slot_vr", new TensorType(DType.FLOAT32, Shape.of(4)));
        types.put("c_slot_v", new TensorType(DType.FLOAT32, Shape.of(5)));
        Map<String, Role> roles = new OptimizerNames(types).roles();

        for (String kind : List.of("slot_vr", "slot_vc", "slot_m")) {
            assertThat(roles.get("a/w_" + kind))
                    .isEqualTo(new Role.Slot("a/w", new SlotKind(kind, OptionalDouble.of(0)), "", "_" + kind));
        }
        assertThat(roles.get("b_slot_v"))
                .isEqualTo(new Role.Slot("b", new SlotKind("slot_v", OptionalDouble.of(0)), "", "_slot_v"));
        assertThat(roles.get("b_slot_vr")).isEqualTo(VARIABLE);
        assertThat(roles.get("c_slot_v")).isEqualTo(VARIABLE);
    }

    @Test
    void aLearningRateWithoutAnOptimizerIsAVariable() {
        Map<String, TensorType> types = Map.of("learning_rate", new TensorType(DType.FLOAT32, Shape.scalar()));

        assertThat(new OptimizerNames(types).roles().get("learning_rate")).isEqualTo(VARIABLE);
    }

    @Test
    void aSlotThatAManifestListsMayHaveAnyNameThatContainsItsVariable() {
        assertThat(OptimizerNames.slot(expected("w/Adam", "w"))).contains(slot("w", "Adam", "", OptionalDouble.of(0)));
        assertThat(OptimizerNames.slot(expected("exp_avg.net.w", "net.w")))
                .contains(new Role.Slot("net.w", new SlotKind("exp_avg", OptionalDouble.empty()), "exp_avg.", ""));
        assertThat(OptimizerNames.slot(expected("opt/w_1/w/m", "w")))
                .contains(new Role.Slot("w", new SlotKind("m", OptionalDouble.empty()), "opt/w_1/", "/m"));
        assertThat(OptimizerNames.slot(expected("state.3.exp_avg", "w"))).isEmpty();
        assertThat(OptimizerNames.slot(expected("raw", "w"))).isEmpty();
        assertThat(OptimizerNames.slot(expected("w", "w"))).isEmpty();
    }

    private static Manifest.Expected expected(String name, String owner) {
        TensorType type = new TensorType(DType.FLOAT32, Shape.of(2));
        return new Manifest.Expected(
                name, type, Optional.empty(), Optional.empty(), false, List.of(), Optional.of(owner));
    }

    private static Role.Slot slot(String owner, String kind, String before, OptionalDouble start) {
        return new Role.Slot(owner, new SlotKind(kind, start), before, "/" + kind);
    }

    private static Map<String, Role> roles(String... names) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String name : names) {
            types.put(name, new TensorType(DType.FLOAT32, Shape.of(2)));
        }
        return new OptimizerNames(types).roles();
    }
}
