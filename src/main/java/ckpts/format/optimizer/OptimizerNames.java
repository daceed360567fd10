package ckpts.format.optimizer;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.naming.NamePath;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Recognizes the roles of tensors from their names, in any format that finds tensors by name.
 *
 * <p>TensorFlow 1 names a slot after its variable and its optimizer, {@code w/Adam}, and a second one {@code w/Adam_1};
 * in a scope, {@code training/w/Adam}. The optimizers of Keras 2 name a slot by its kind, under their own name:
 * {@code training/Adam/w/m}. A name alone proves nothing: the variable must be there too, with the same shape.
 */
public final class OptimizerNames {
    private static final OptionalDouble ZERO = OptionalDouble.of(0);
    private static final OptionalDouble ONE = OptionalDouble.of(1);
    private static final OptionalDouble TENTH = OptionalDouble.of(0.1);

    /** Slots of TensorFlow 1's optimizers, in the order of their numbers, each with its start value. */
    private static final Map<String, List<OptionalDouble>> NUMBERED = Map.ofEntries(
            Map.entry("Adam", List.of(ZERO, ZERO)),
            Map.entry("AdamOptimizer", List.of(ZERO, ZERO)),
            Map.entry("AdamW", List.of(ZERO, ZERO)),
            Map.entry("LazyAdam", List.of(ZERO, ZERO)),
            Map.entry("AdaMax", List.of(ZERO, ZERO)),
            Map.entry("Nadam", List.of(ZERO, ZERO)),
            Map.entry("Momentum", List.of(ZERO)),
            Map.entry("MomentumW", List.of(ZERO)),
            // Mean square, then momentum; with centering the mean gradient comes between, which also starts at 0.
            Map.entry("RMSProp", List.of(ONE, ZERO)),
            Map.entry("Adagrad", List.of(TENTH)),
            Map.entry("ProximalAdagrad", List.of(TENTH)),
            Map.entry("AdagradDA", List.of(ZERO, TENTH)),
            Map.entry("Ftrl", List.of(TENTH, ZERO)),
            Map.entry("Adadelta", List.of(ZERO, ZERO)),
            // BERT's own optimizer, and LAMB's
            Map.entry("adam_m", List.of(ZERO)),
            Map.entry("adam_v", List.of(ZERO)),
            Map.entry("lamb_m", List.of(ZERO)),
            Map.entry("lamb_v", List.of(ZERO)));

    /** Slots of Keras 2's optimizers; they are in a scope named after the optimizer. */
    private static final Map<String, OptionalDouble> KINDS = Map.of(
            "m", ZERO,
            "v", ZERO,
            "vhat", ZERO,
            "momentum", ZERO,
            "rms", ZERO,
            "mg", ZERO,
            "accumulator", TENTH,
            "accum_grad", ZERO,
            "accum_var", ZERO,
            "linear", ZERO);

    private static final Pattern OPTIMIZER_SCOPE = Pattern.compile(
            "(?:.*/)?(?:adam|adamw|adamax|nadam|sgd|rmsprop|adagrad|adadelta|ftrl)(?:_\\d+)?/",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final Pattern BETA_POWER = Pattern.compile("beta[12]_power(?:_\\d+)?");
    private static final Set<String> STATES = Set.of(
            "iter",
            "iterations",
            "beta",
            "beta_1",
            "beta_2",
            "decay",
            "l1_regularization_strength",
            "l2_regularization_strength",
            "learning_rate",
            "learning_rate_power",
            "lr",
            "momentum",
            "rho");

    /**
     * The slots of Mesh TensorFlow's Adafactor, {@code w_slot_vr}; row and column statistics of a matrix have one of
     * its axes each.
     */
    private static final Pattern MESH_SLOT = Pattern.compile("(?s)(.+)(_slot_(?:m|v|vr|vc))");

    private static final String AVERAGE = "ExponentialMovingAverage";

    private final Map<String, TensorType> types;
    /** Cache by the last part of a name: a checkpoint has few different ones. */
    private final Map<String, Optional<OptionalDouble>> numbered = new HashMap<>();

    /** @param types the names of the whole checkpoint with their types */
    public OptimizerNames(Map<String, TensorType> types) {
        this.types = types;
    }

    /** The role of each name. */
    public Map<String, Role> roles() {
        Map<String, Role> roles = new HashMap<>();
        types.keySet().forEach(name -> roles.put(name, role(name)));
        boolean optimized = roles.values().stream().anyMatch(Role::isOptimizer);
        roles.replaceAll(
                (name, role) -> optimized && isLearningRate(name) ? new Role.OptimizerState(last(name)) : role);
        return roles;
    }

    /** The role of a model's slot: of a known kind, else any name that contains its variable's name. */
    public static Optional<Role.Slot> slot(Manifest.Expected variable) {
        String owner = variable.slotOf().orElse("");
        if (owner.isEmpty() || owner.equals(variable.name())) {
            return Optional.empty();
        }
        Map<String, TensorType> types = Map.of(owner, variable.type(), variable.name(), variable.type());
        return new OptimizerNames(types).slot(variable.name(), owner);
    }

    private Optional<Role.Slot> slot(String name, String owner) {
        if (role(name) instanceof Role.Slot known && known.owner().equals(owner)) {
            return Optional.of(known);
        }
        for (int at = name.lastIndexOf(owner); at >= 0; at = name.lastIndexOf(owner, at - 1)) {
            String before = name.substring(0, at);
            String after = name.substring(at + owner.length());
            boolean whole = before.isEmpty() || endsWord(before.charAt(at - 1));
            if (whole && (after.isEmpty() || endsWord(after.charAt(0)))) {
                String kind = after.isEmpty() ? before.substring(0, at - 1) : after.substring(1);
                return Optional.of(new Role.Slot(owner, SlotKinds.of(kind, OptionalDouble.empty()), before, after));
            }
        }
        return Optional.empty();
    }

    /** The characters that optimizers put between the parts of a name, including separators. */
    private static boolean endsWord(char c) {
        return NamePath.isSeparator(c) || c == '_' || c == ':';
    }

    private Role role(String name) {
        if (isState(name)) {
            return new Role.OptimizerState(last(name));
        }
        Optional<Role> mesh = meshSlot(name);
        int end = name.lastIndexOf('/');
        if (mesh.isPresent() || end <= 0) {
            return mesh.orElse(Role.VARIABLE);
        }
        String kind = name.substring(end + 1);
        if (kind.equals(AVERAGE)) {
            return owner(name, end, false)
                    .map(owner -> (Role) new Role.Average(owner))
                    .orElse(Role.VARIABLE);
        }
        Optional<OptionalDouble> first = numbered.computeIfAbsent(kind, OptimizerNames::numbered);
        Optional<OptionalDouble> start = first.isPresent() ? first : Optional.ofNullable(KINDS.get(kind));
        return start.flatMap(value -> owner(name, end, first.isEmpty()).map(owner -> slot(name, end, owner, value)))
                .orElse(Role.VARIABLE);
    }

    private Optional<Role> meshSlot(String name) {
        Matcher matcher = MESH_SLOT.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String owner = matcher.group(1);
        String after = matcher.group(2);
        Optional<Shape> whole = Optional.ofNullable(types.get(owner)).map(TensorType::shape);
        Shape own = types.get(name).shape();
        boolean factor = after.endsWith("r") || after.endsWith("c");
        return whole.filter(shape -> factor ? lacksOneAxis(own, shape) : own.equals(shape))
                .map(shape -> new Role.Slot(owner, SlotKinds.of(after.substring(1), ZERO), "", after));
    }

    private static boolean lacksOneAxis(Shape factor, Shape whole) {
        return IntStream.range(0, whole.rank())
                .anyMatch(axis -> whole.removing(axis).equals(factor));
    }

    private static Role slot(String name, int end, String owner, OptionalDouble start) {
        String before = name.substring(0, end - owner.length());
        return new Role.Slot(owner, SlotKinds.of(name.substring(end + 1), start), before, name.substring(end));
    }

    /**
     * The start value of a slot with this name, if a slot can have it. A third Adam slot belongs to a second optimizer
     * of that name; the start value of a third slot of another kind is unknown.
     */
    private static Optional<OptionalDouble> numbered(String kind) {
        int end = kind.lastIndexOf('_');
        boolean counted = end > 0
                && !NUMBERED.containsKey(kind)
                && NUMBER.matcher(kind.substring(end + 1)).matches();
        List<OptionalDouble> starts = NUMBERED.get(counted ? kind.substring(0, end) : kind);
        if (starts == null) {
            return Optional.empty();
        }
        int number = counted ? Integer.parseInt(kind.substring(end + 1)) : 0;
        boolean alike = starts.stream().distinct().count() == 1;
        return Optional.of(
                alike ? starts.get(0) : number < starts.size() ? starts.get(number) : OptionalDouble.empty());
    }

    /**
     * The variable whose name ends the text before {@code end}: all of it, or the part after a scope.
     *
     * @param needsScope whether the scope must name an optimizer
     */
    private Optional<String> owner(String name, int end, boolean needsScope) {
        Shape shape = types.get(name).shape();
        for (int start = 0; start < end; start = name.indexOf('/', start) + 1) {
            String owner = name.substring(start, end);
            TensorType type = types.get(owner);
            boolean scoped = !needsScope
                    || OPTIMIZER_SCOPE.matcher(name.substring(0, start)).matches();
            if (type != null && type.shape().equals(shape) && scoped) {
                return Optional.of(owner);
            }
            if (name.indexOf('/', start) < 0 || name.indexOf('/', start) >= end) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean isState(String name) {
        if (types.get(name).shape().rank() != 0) {
            return false;
        }
        String last = last(name);
        boolean scoped = OPTIMIZER_SCOPE
                .matcher(name.substring(0, name.length() - last.length()))
                .matches();
        return BETA_POWER.matcher(last).matches() || scoped && STATES.contains(last);
    }

    /** Only together with other tensors of an optimizer: a model may have a variable of that name. */
    private boolean isLearningRate(String name) {
        return last(name).equals("learning_rate") && types.get(name).shape().rank() == 0;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
