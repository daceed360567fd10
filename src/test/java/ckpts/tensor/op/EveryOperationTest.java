package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorPromises;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.initializer.Initializer;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every operation to the promises of tensors, and says which one nobody thought of: a class without a
 * {@link TensorContract} of its own, or a public factory without a case.
 */
class EveryOperationTest {
    /** All packages in it are of operations. */
    private static final String FOLDER = "ckpts/tensor";

    static List<OperationCases.Case> cases() {
        return OperationCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void promisesHold(OperationCases.Case operation) throws IOException {
        Tensor tensor = operation.tensor().get();
        TensorType type = tensor.type();
        assertThat(tensor.byteSize()).isEqualTo(type.byteSize());
        assertThat(tensor.describe()).isNotBlank().doesNotContain("\n");
        assertThat(readsOfLeaves(tensor)).as("reads before it is opened").isZero();

        TensorPromises promises = new TensorPromises(operation.tensor(), elementByElement(tensor));
        promises.chunksOfAnySizeGiveTheSameBytes();
        promises.rangesInAnyOrderGiveTheSameBytes();
        promises.twoReadersDoNotDisturbEachOther();
        promises.closingReturnsAllScratchAndTwiceIsHarmless();
        promises.aRehearsalHoldsWhatReadingHolds();
        promises.aBudgetTooSmallIsRefusedAndLeavesNothingBehind();
        promises.rangesOutsideTheTensorAreRefused();
        promises.inputsArePrivate();
    }

    private static long readsOfLeaves(Tensor tensor) {
        long below = tensor.inputs().stream()
                .mapToLong(EveryOperationTest::readsOfLeaves)
                .sum();
        return below + (tensor instanceof Leaf leaf ? leaf.reads() : 0);
    }

    /** From the last to the first, so that nothing is left over from the element before. */
    private static byte[] elementByElement(Tensor tensor) throws IOException {
        int width = tensor.type().dtype().width();
        ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize());
        try (TensorReader reader = tensor.open(new Scratch(8 << 20))) {
            for (int at = all.capacity() - width; at >= 0; at -= width) {
                reader.read(at, all.clear().position(at).limit(at + width));
            }
        }
        return all.array();
    }

    @Test
    void everyClassOfTensorsHasAContractOfItsOwn() throws IOException, ReflectiveOperationException {
        Set<String> held = new TreeSet<>();
        for (Class<?> test : classesBeside(EveryOperationTest.class)) {
            if (TensorContract.class.isAssignableFrom(test) && isConcrete(test)) {
                held.add(tensorOf(test).getClass().getName());
            }
        }
        Set<String> wanted = new TreeSet<>();
        for (Class<?> type : classesBeside(Arithmetic.class)) {
            if (Tensor.class.isAssignableFrom(type) && isConcrete(type)) {
                wanted.add(type.getName());
            }
        }
        assertThat(wanted).contains(Slice.class.getName());
        assertThat(held).as("classes that a TensorContract makes").containsAll(wanted);
    }

    private static Tensor tensorOf(Class<?> contract) throws ReflectiveOperationException {
        Constructor<?> constructor = contract.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method tensor = TensorContract.class.getDeclaredMethod("tensor");
        tensor.setAccessible(true);
        return (Tensor) tensor.invoke(constructor.newInstance());
    }

    @Test
    void everyPublicFactoryHasACase() throws IOException, ReflectiveOperationException {
        List<OperationCases.Case> cases = cases();
        Set<String> factories = new TreeSet<>();
        for (Class<?> type : classesBeside(Arithmetic.class)) {
            if (Modifier.isPublic(type.getModifiers()) && !type.isInterface()) {
                factories.addAll(factories(type));
            }
        }
        assertThat(factories)
                .contains("Arithmetic.add", "UnaryOperation.of EXP", "Reduction.of SUM", "Fill.ones", "Normal.create");
        assertThat(factories)
                .as("factories without a case")
                .allMatch(factory -> cases.stream().anyMatch(one -> one.isOf(factory)));
    }

    /** Public methods that make tensors or initializers: once for each constant of an enum of these packages. */
    private static Set<String> factories(Class<?> type) {
        Set<String> factories = new TreeSet<>();
        boolean madeByFactories = Stream.of(type.getDeclaredMethods()).anyMatch(EveryOperationTest::makesInitializers);
        for (Method method : type.getDeclaredMethods()) {
            boolean replaced = method.getName().equals("create") && madeByFactories;
            if (Modifier.isPublic(method.getModifiers())
                    && !method.isSynthetic()
                    && makesTensors(method)
                    && !replaced) {
                String name = type.getSimpleName() + "." + method.getName();
                List<String> constants = constants(method);
                constants.forEach(constant -> factories.add(name + " " + constant));
                factories.addAll(constants.isEmpty() ? List.of(name) : List.of());
            }
        }
        return factories;
    }

    private static boolean makesTensors(Method method) {
        boolean one = Tensor.class.isAssignableFrom(method.getReturnType());
        boolean several = method.getGenericReturnType().getTypeName().equals("java.util.List<ckpts.tensor.Tensor>")
                && Stream.of(Tensor.class.getMethods())
                        .noneMatch(own -> own.getName().equals(method.getName()));
        return one || several || makesInitializers(method);
    }

    private static boolean makesInitializers(Method method) {
        return Modifier.isStatic(method.getModifiers()) && Initializer.class.isAssignableFrom(method.getReturnType());
    }

    /** Of the enum that has the method, and of those that it is asked for. */
    private static List<String> constants(Method method) {
        return Stream.concat(Stream.of(method.getDeclaringClass()), Stream.of(method.getParameterTypes()))
                .filter(type -> type.isEnum() && isOfOperations(type))
                .flatMap(type -> Stream.of(type.getEnumConstants()))
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }

    private static boolean isOfOperations(Class<?> type) {
        return type.getPackageName().startsWith(FOLDER.replace('/', '.') + ".");
    }

    private static boolean isConcrete(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers());
    }

    /** All classes of operations that were compiled with a class, nested ones too. */
    private static List<Class<?>> classesBeside(Class<?> one) throws IOException, ReflectiveOperationException {
        List<Class<?>> classes = new ArrayList<>();
        try {
            Path root = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root.resolve(FOLDER))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                        .sorted()
                        .toList()) {
                    String name = root.relativize(file).toString().replaceFirst("\\.class$", "");
                    Class<?> type = Class.forName(name.replace('/', '.'));
                    if (isOfOperations(type)) {
                        classes.add(type);
                    }
                }
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        return classes;
    }
}
