package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.op.Bernoulli;
import ckpts.tensor.op.DefaultInitializer;
import ckpts.tensor.op.Fill;
import ckpts.tensor.op.Identity;
import ckpts.tensor.op.Initializer;
import ckpts.tensor.op.KerasUniform;
import ckpts.tensor.op.Normal;
import ckpts.tensor.op.Orthogonal;
import ckpts.tensor.op.TruncatedNormal;
import ckpts.tensor.op.Uniform;
import ckpts.tensor.op.VarianceScaling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls that name an initializer: a table of name, parameters and maker. Every one also takes {@code shape} and
 * {@code dtype}; those that draw at random take {@code seed}, which is 0 by default.
 */
public final class InitializerCalls {
    private static final String SEED = "seed";

    /**
     * An initializer of the language.
     *
     * @param name as called
     * @param parameters in the order of positional arguments
     * @param help one sentence
     * @param maker given the values in that order
     */
    public record Family(String name, List<Parameter> parameters, String help, Maker maker) {
        /** {@code normal(mean = 0.0, std = 1.0, seed = 0)}. */
        public String signature() {
            return name
                    + parameters.stream()
                            .map(parameter -> parameter.byDefault().isPresent()
                                    ? parameter.name() + " = "
                                            + parameter.byDefault().get()
                                    : parameter.name())
                            .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
        }
    }

    /** A parameter; one without a default must be given. */
    public record Parameter(String name, Optional<Number> byDefault) {}

    /** Makes an initializer from the values of its parameters, in order. */
    @FunctionalInterface
    public interface Maker {
        Initializer of(List<Number> values);
    }

    private static final List<Family> FAMILIES = List.of(
            new Family("zeros", List.of(), "All zeros.", values -> Fill.zeros()),
            new Family("ones", List.of(), "All ones.", values -> Fill.ones()),
            new Family("full", List.of(required("value")), "A constant value.", values -> Fill.of(real(values, 0))),
            new Family(
                    "normal",
                    List.of(real("mean", 0.0), real("std", 1.0), seed()),
                    "Normally distributed.",
                    values -> new Normal(real(values, 0), real(values, 1), whole(values, 2))),
            new Family(
                    "uniform",
                    List.of(real("low", 0.0), real("high", 1.0), seed()),
                    "Uniformly distributed from low to high.",
                    values -> new Uniform(real(values, 0), real(values, 1), whole(values, 2))),
            new Family(
                    "truncated_normal",
                    List.of(real("mean", 0.0), real("std", 1.0), seed()),
                    "Normally distributed, truncated at two standard deviations.",
                    values -> new TruncatedNormal(real(values, 0), real(values, 1), whole(values, 2))),
            seeded("glorot_uniform", "Glorot and Bengio 2010, uniformly distributed.", VarianceScaling::glorotUniform),
            seeded("glorot_normal", "Glorot and Bengio 2010, normal.", VarianceScaling::glorotNormal),
            seeded("he_uniform", "He et al. 2015, uniformly distributed.", VarianceScaling::heUniform),
            seeded("he_normal", "He et al. 2015, normal.", VarianceScaling::heNormal),
            seeded("lecun_uniform", "LeCun et al. 1998, uniformly distributed.", VarianceScaling::lecunUniform),
            seeded("lecun_normal", "LeCun et al. 1998, normal.", VarianceScaling::lecunNormal),
            new Family(
                    "orthogonal",
                    List.of(real("gain", 1.0), seed()),
                    "Orthonormal rows or columns.",
                    values -> new Orthogonal(real(values, 0), whole(values, 1))),
            new Family(
                    "identity",
                    List.of(real("gain", 1.0)),
                    "Ones on the diagonal.",
                    values -> new Identity(real(values, 0))),
            new Family(
                    "bernoulli",
                    List.of(required("probability"), seed()),
                    "1 with the given probability, otherwise 0.",
                    values -> new Bernoulli(real(values, 0), whole(values, 1))),
            seeded(
                    "default",
                    "The usual one for the role of the variable, inferred from its name.",
                    DefaultInitializer::new),
            seeded("keras.glorot_uniform", "The bits of Keras's GlorotUniform.", KerasUniform::glorotUniform),
            seeded("keras.he_uniform", "The bits of Keras's HeUniform.", KerasUniform::heUniform),
            seeded("keras.lecun_uniform", "The bits of Keras's LecunUniform.", KerasUniform::lecunUniform),
            new Family(
                    "keras.random_uniform",
                    List.of(real("low", -0.05), real("high", 0.05), seed()),
                    "The bits of Keras's RandomUniform.",
                    values -> KerasUniform.randomUniform(real(values, 0), real(values, 1), whole(values, 2))));

    private InitializerCalls() {}

    /** All initializers, in the order of the reference. */
    public static List<Family> families() {
        return FAMILIES;
    }

    static List<String> names() {
        return FAMILIES.stream().map(Family::name).toList();
    }

    /** The initializer that a call names; empty if it names none. */
    static Optional<Value> recipe(Expression.Call call, Evaluator evaluator) {
        return FAMILIES.stream()
                .filter(family -> family.name().equals(call.name().text()))
                .findFirst()
                .map(family -> recipe(family, call, evaluator));
    }

    private static Value recipe(Family family, Expression.Call call, Evaluator evaluator) {
        Map<String, Number> given = new HashMap<>();
        Optional<Shape> shape = Optional.empty();
        Optional<DType> dtype = Optional.empty();
        int position = 0;
        for (Expression.Argument argument : call.arguments()) {
            Expression value = argument.expression()
                    .orElseThrow(() -> Evaluator.bad(argument.value().span(), "expected a number, found a selector"));
            String name = argument.name().isPresent()
                    ? argument.name().get().text()
                    : positional(family, position++, argument, call);
            if (name.equals("shape")) {
                shape = Optional.of(evaluator.shape(value));
            } else if (name.equals("dtype")) {
                dtype = Optional.of(evaluator.dtype(value));
            } else {
                Parameter parameter = parameter(family, name, argument);
                Number number =
                        parameter.byDefault().filter(Long.class::isInstance).isPresent()
                                ? (Number) evaluator.whole(value)
                                : (Number) evaluator.real(value);
                if (given.put(name, number) != null) {
                    throw Evaluator.bad(argument.value().span(), "`" + name + "` is given twice");
                }
            }
        }
        List<Number> values = new ArrayList<>();
        for (Parameter parameter : family.parameters()) {
            Number value = given.get(parameter.name());
            values.add(
                    value != null ? value : parameter.byDefault().orElseThrow(() -> missing(family, parameter, call)));
        }
        try {
            return new Value.Recipe(family.maker().of(values), shape, dtype);
        } catch (IllegalArgumentException e) {
            throw Evaluator.bad(call.span(), e.getMessage());
        }
    }

    private static String positional(Family family, int position, Expression.Argument argument, Expression.Call call) {
        if (position >= family.parameters().size()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            argument.value().span(),
                            "`" + call.name().text() + "` takes no more arguments")
                    .note(family.signature()));
        }
        return family.parameters().get(position).name();
    }

    private static Parameter parameter(Family family, String name, Expression.Argument argument) {
        List<String> known = new ArrayList<>(
                family.parameters().stream().map(Parameter::name).toList());
        known.add("shape");
        known.add("dtype");
        return family.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StatementException(Suggestions.unknown(
                        Code.BAD_ARGUMENT,
                        argument.name()
                                .map(word -> word.span())
                                .orElse(argument.value().span()),
                        "`" + family.name() + "` has no parameter `" + name + "`",
                        name,
                        known)));
    }

    private static StatementException missing(Family family, Parameter parameter, Expression.Call call) {
        return new StatementException(Diagnostic.error(
                        Code.BAD_ARGUMENT, call.span(), "`" + family.name() + "` needs `" + parameter.name() + "`")
                .note(family.signature()));
    }

    /** An initializer that depends on a seed alone. */
    @FunctionalInterface
    private interface Seeded {
        Initializer of(long seed);
    }

    private static Family seeded(String name, String help, Seeded maker) {
        return new Family(name, List.of(seed()), help, values -> maker.of(whole(values, 0)));
    }

    private static Parameter required(String name) {
        return new Parameter(name, Optional.empty());
    }

    private static Parameter real(String name, double byDefault) {
        return new Parameter(name, Optional.of(byDefault));
    }

    private static Parameter seed() {
        return new Parameter(SEED, Optional.of(0L));
    }

    private static double real(List<Number> values, int index) {
        return values.get(index).doubleValue();
    }

    private static long whole(List<Number> values, int index) {
        return values.get(index).longValue();
    }
}
