package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.checkpoint.Manifest;
import ckpts.format.Json;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.tensorflow.object.Graphs;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.format.tensorflow.object.TensorFlowCalls;
import ckpts.format.tensorflow.proto.AttrValue;
import ckpts.format.tensorflow.proto.CollectionDef;
import ckpts.format.tensorflow.proto.GraphDef;
import ckpts.format.tensorflow.proto.MetaGraphDef;
import ckpts.format.tensorflow.proto.NodeDef;
import ckpts.format.tensorflow.proto.SavedModel;
import ckpts.format.tensorflow.proto.SavedObject;
import ckpts.format.tensorflow.proto.SavedObjectGraph;
import ckpts.format.tensorflow.proto.SavedVariable;
import ckpts.format.tensorflow.proto.SaverDef;
import ckpts.format.tensorflow.proto.TensorConstant;
import ckpts.format.tensorflow.proto.TensorShape;
import ckpts.format.tensorflow.proto.VariableDef;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaGraphManifestTest {
    private static final Path FILE = Path.of("graph.meta");

    static Stream<Path> graphs() throws IOException {
        try (Stream<Path> files = Files.walk(TensorFlowFormatTest.FIXTURES)) {
            return files
                    .filter(file -> Files.exists(file.resolveSibling("expected_manifest.json")))
                    .filter(file -> file.toString().endsWith(".meta") || file.endsWith("savedmodel_tf1/saved_model.pb"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("graphs")
    void saysWhatTheLiveGraphWouldRestore(Path graph) throws IOException {
        assertThat(new MetaGraphManifest().recognizes(graph, new RealDisk())).isTrue();

        Manifest manifest = new MetaGraphManifest().read(graph, new RealDisk());

        assertThat(manifest.restoredBy()).contains(TensorFlowCalls.SAVER);
        assertThat(manifest.variables().stream().map(MetaGraphManifestTest::text))
                .containsExactlyElementsOf(expected(graph));
    }

    @SuppressWarnings("unchecked") // the shape of a manifest
    private static List<String> expected(Path graph) throws IOException {
        Map<String, Object> json = Json.object(graph.resolveSibling("expected_manifest.json"));
        return ((List<Map<String, Object>>) json.get("variables"))
                .stream()
                        .map(variable -> variable.get("name") + " " + variable.get("dtype") + variable.get("shape")
                                + " trainable " + variable.get("trainable"))
                        .toList();
    }

    private static String text(Manifest.Expected variable) {
        return variable.name() + " " + variable.type() + " trainable "
                + variable.trainable().orElseThrow();
    }

    @Test
    void knowsWhoseSlotAVariableIs() throws IOException {
        Path graph = TensorFlowFormatTest.FIXTURES.resolve("saver_partitioned/model.ckpt.meta");

        Manifest manifest = new MetaGraphManifest().read(graph, new RealDisk());

        assertThat(manifest.variable("sc/table/Momentum").orElseThrow().slotOf())
                .contains("sc/table");
        assertThat(manifest.variable("whole").orElseThrow().slotOf()).isEmpty();
    }

    @Test
    void readsGraphsThatRestoreEachTensorApart() throws IOException {
        NodeDef.Builder restore = NodeDef.newBuilder()
                .setName("save/restore_slice")
                .setOp("RestoreSlice")
                .addInput("save/Const:0")
                .addInput("names")
                .addInput("slices")
                .putAttr("dt", type(1));
        MetaGraphDef graph = graph(
                constant("names", List.of("w")),
                constant("slices", List.of("10 2 0,4:-")),
                restore.build(),
                assignment("w/part_0", "save/restore_slice"));

        Manifest manifest = read(graph);

        assertThat(manifest.variables())
                .containsExactly(Manifest.Expected.of("w", new TensorType(DType.FLOAT32, Shape.of(10, 2))));
    }

    @Test
    void followsAValueThroughIdentityAndReshape() throws IOException {
        MetaGraphDef graph = graph(
                constant("names", List.of("old")),
                constant("slices", List.of("")),
                restore(1),
                node("Identity", "same", "save/RestoreV2:0"),
                node("Reshape", "shaped", "same", "shape"),
                variable("new", 6),
                assignment("new", "shaped"));

        assertThat(read(graph).variables())
                .containsExactly(Manifest.Expected.of("old", new TensorType(DType.FLOAT32, Shape.of(6))));
    }

    @Test
    void repeatsTheLastStringOfAConstant() throws IOException {
        NodeDef slices = constant("slices", List.of(""));
        NodeDef two = slices.toBuilder()
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(slices.getAttrOrThrow("value").getTensor().toBuilder()
                                        .setTensorShape(shape(2)))
                                .build())
                .build();
        MetaGraphDef graph = graph(
                constant("names", List.of("a", "b")),
                two,
                restore(2),
                variable("a", 1),
                variable("b", 2),
                assignment("a", "save/RestoreV2"),
                assignment("b", "save/RestoreV2:1"));

        assertThat(read(graph).variables().stream().map(Manifest.Expected::name))
                .containsExactly("a", "b");
    }

    @Test
    void doesNotKnowWhatIsTrainableWhereTheGraphHasNoCollections() throws IOException {
        MetaGraphDef graph = graph(
                constant("names", List.of("a")),
                constant("slices", List.of("")),
                restore(1),
                variable("a", 1),
                assignment("a", "save/RestoreV2"));

        assertThat(read(graph).variables().iterator().next().trainable()).isEqualTo(Optional.empty());
    }

    @Test
    void refusesAGraphWithoutSaverAndVariables() {
        refuses(MetaGraphDef.getDefaultInstance(), "has no saver, and no variable in its collection \"variables\"");
    }

    @Test
    void refusesAGraphWithoutItsSaversOperation() {
        MetaGraphDef graph = MetaGraphDef.newBuilder()
                .setSaverDef(SaverDef.newBuilder().setRestoreOpName("save/restore_all"))
                .build();

        refuses(graph, "its saver's operation \"save/restore_all\" is not in the graph");
    }

    @Test
    void refusesASaverThatRestoresNothing() {
        refuses(graph(), "its saver \"save/restore_all\" restores nothing");
    }

    @Test
    void refusesNamesThatAreComputed() {
        refuses(
                graph(restore(1)),
                "input 1 of \"save/RestoreV2\" is not a constant: what it restores is only known when the graph runs");
    }

    @Test
    void refusesListsOfDifferentLength() {
        refuses(
                graph(constant("names", List.of("a", "b")), constant("slices", List.of("")), restore(1)),
                "\"save/RestoreV2\" restores 1 tensors, its constant \"names\" is not a list of that many strings");
    }

    @Test
    void refusesAVariableOfUnknownShape() {
        refuses(
                graph(
                        constant("names", List.of("a")),
                        constant("slices", List.of("")),
                        restore(1),
                        variable("a", -1),
                        assignment("a", "save/RestoreV2")),
                "the graph does not know the whole shape of the variable restored from \"a\"");
    }

    @Test
    void refusesAShapeBeyondCounting() {
        refuses(
                graph(
                        constant("names", List.of("a")),
                        constant("slices", List.of("")),
                        restore(1),
                        variable("a", 1L << 60),
                        assignment("a", "save/RestoreV2")),
                "the shape [1152921504606846976] of the variable restored from \"a\" has too many elements");
    }

    @Test
    void refusesSlicesOfImpossibleShapes() {
        Map<String, String> problems = Map.of(
                "4611686018427387904 2 0,4:-",
                "the shape [4611686018427387904, 2] of the variable restored from \"a\" has too many elements",
                "-1 2 0,4:-",
                "the graph does not know the whole shape of the variable restored from \"a\"",
                "x 2 0,4:-",
                "\"a\" is restored in slices, but \"x 2 0,4:-\" is not a slice");
        problems.forEach((slice, problem) -> refuses(
                graph(
                        constant("names", List.of("a")),
                        constant("slices", List.of(slice)),
                        restore(1),
                        variable("a", 1),
                        assignment("a", "save/RestoreV2")),
                problem));
    }

    @Test
    void refusesAKeyThatLeadsToNoVariable() {
        refuses(
                graph(
                        constant("names", List.of("a")),
                        constant("slices", List.of("")),
                        restore(1),
                        node("Print", "shown", "save/RestoreV2")),
                "no variable of a known shape is restored from \"a\"");
    }

    @Test
    void refusesAKeyOfTwoTypes() {
        refuses(
                graph(
                        constant("names", List.of("a", "a")),
                        constant("slices", List.of("", "")),
                        restore(2),
                        variable("a", 1),
                        variable("b", 2),
                        assignment("a", "save/RestoreV2"),
                        assignment("b", "save/RestoreV2:1")),
                "\"a\" is restored as float32[1] and as float32[2]");
    }

    @Test
    void refusesAVariableOfTheCollectionThatIsNotInTheGraph() {
        CollectionDef.BytesList list = CollectionDef.BytesList.newBuilder()
                .addValue(
                        VariableDef.newBuilder().setVariableName("w:0").build().toByteString())
                .build();
        MetaGraphDef graph = MetaGraphDef.newBuilder()
                .putCollectionDef(
                        "variables",
                        CollectionDef.newBuilder().setBytesList(list).build())
                .build();

        refuses(graph, "the variable \"w\" is not in the graph");
    }

    @Test
    void readsModelsOfTensorFlow2() throws IOException {
        Path model = TensorFlowFormatTest.FIXTURES.resolve("savedmodel_module/saved_model.pb");

        Manifest manifest = new MetaGraphManifest().read(model, new RealDisk());

        assertThat(manifest.restoredBy()).contains(TensorFlowCalls.READ);
        assertThat(manifest.variables().stream().map(MetaGraphManifestTest::text))
                .containsExactlyInAnyOrderElementsOf(expected(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"savedmodel_module", "savedmodel_keras3", "savedmodel_table", "savedmodel_tf1"})
    void namesTheVariablesOfAModelAsItsCheckpointDoes(String name) throws IOException {
        Path directory = TensorFlowFormatTest.FIXTURES.resolve(name);
        assertThat(new MetaGraphManifest().recognizes(directory, new RealDisk()))
                .isTrue();

        Manifest manifest = new MetaGraphManifest().read(directory, new RealDisk());

        try (OpenedCheckpoint opened = new TensorFlowFormat().open(directory, new RealDisk())) {
            assertThat(manifest.variables().stream()
                            .map(variable -> variable.name() + " " + variable.type() + variable.aliases()))
                    .containsExactlyInAnyOrderElementsOf(Manifest.of(opened.checkpoint()).variables().stream()
                            .map(variable -> variable.name() + " " + variable.type() + variable.aliases())
                            .toList());
        }
    }

    @Test
    void saysWhatItCannotKnowOfTablesWithoutTheVariables(@TempDir Path folder) throws IOException {
        Path model = Files.copy(
                TensorFlowFormatTest.FIXTURES.resolve("savedmodel_table/saved_model.pb"),
                folder.resolve("saved_model.pb"));

        assertThatThrownBy(() -> new MetaGraphManifest().read(model, new RealDisk()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(model + ", byte 0: has lookup tables or similar objects, whose types are in "
                        + folder.resolve("variables/variables.index")
                        + " alone, which is missing: use the folder of the whole model");
    }

    /** Of every object that is saved, whatever its values are called, something is expected. */
    @Test
    void leavesOutNothingThatIsSavedWithAModel(@TempDir Path folder) throws IOException {
        Path variables = Files.createDirectory(folder.resolve("variables")).resolve("variables");
        byte[] graph = SavedModel.newBuilder()
                .addMetaGraphs(model(root(1), SavedObject.newBuilder().addSaveableObjects(ByteString.EMPTY)))
                .build()
                .toByteArray();
        Path model = Files.write(folder.resolve("saved_model.pb"), graph);
        for (String path : List.of("w", "other")) {
            MemoryDisk bundle = new Bundles()
                    .objects(
                            ObjectGraphBytes.encoded(Graphs.of(path + "=1 values", "@" + path + " values")),
                            List.of(path + "/.ATTRIBUTES/VARIABLE_VALUE"))
                    .disk();
            for (String ending : List.of(".index", ".data-00000-of-00001")) {
                Files.write(Path.of(variables + ending), bundle.contents(Path.of("v" + ending)));
            }
            if (path.equals("w")) {
                assertThat(new MetaGraphManifest().read(model, new RealDisk()).variables())
                        .containsExactly(Manifest.Expected.of("w", new TensorType(DType.UINT8, Shape.of(1))));
            } else {
                assertThatThrownBy(() -> new MetaGraphManifest().read(model, new RealDisk()))
                        .isInstanceOf(MalformedFileException.class)
                        .hasMessage(model + ", byte 0: has \"w\", a lookup table or a similar object, which is not in "
                                + variables
                                + ".index: use the variables that were saved with the"
                                + " model");
            }
        }
    }

    @Test
    void saysWhichVariableOfAModelIsOfNoUse() {
        SavedVariable unknown = SavedVariable.newBuilder().setDtype(99).build();
        SavedVariable open = SavedVariable.newBuilder()
                .setDtype(1)
                .setShape(TensorShape.newBuilder()
                        .addDim(TensorShape.Dim.newBuilder().setSize(-1)))
                .build();

        refuses(model(root(1), SavedObject.newBuilder().setVariable(unknown)), "\"w\" has the unknown type number 99");
        refuses(
                model(root(1), SavedObject.newBuilder().setVariable(open)),
                "the model does not know the whole shape of \"w\"");
        refuses(
                model(
                        root(1),
                        SavedObject.newBuilder().setVariable(open.toBuilder().setShape(shape(1L << 60)))),
                "the shape [1152921504606846976] of \"w\" has too many elements");
        refuses(model(root(7)), "child \"w\" of node 0 should be node 7, but the object graph has 1 nodes");
    }

    private static SavedObject.Builder root(int child) {
        return SavedObject.newBuilder()
                .addChildren(SavedObject.Child.newBuilder().setLocalName("w").setNodeId(child));
    }

    private static MetaGraphDef model(SavedObject.Builder... nodes) {
        SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder();
        for (SavedObject.Builder node : nodes) {
            graph.addNodes(node);
        }
        return MetaGraphDef.newBuilder().setObjectGraphDef(graph).build();
    }

    @Test
    void refusesWhatIsCutOffOrReadsTheSameVariables() throws IOException {
        Path whole = TensorFlowFormatTest.FIXTURES.resolve("meta_subset/graph.meta");
        List<TensorType> types = types(new MetaGraphManifest().read(whole, new RealDisk()));
        byte[] bytes = Files.readAllBytes(whole);
        int refused = 0;
        for (int length = 0; length < bytes.length; length++) {
            MemoryDisk disk = new MemoryDisk().put(FILE, java.util.Arrays.copyOf(bytes, length));
            try {
                assertThat(types(new MetaGraphManifest().read(FILE, disk))).isEqualTo(types);
            } catch (MalformedFileException e) {
                assertThat(e).hasMessageStartingWith("graph.meta, byte 0: ");
                refused++;
            }
        }
        // A message ends where its bytes end: only a cut between the last few fields goes unseen.
        assertThat(refused).isGreaterThan(bytes.length - 8);
    }

    private static List<TensorType> types(Manifest manifest) {
        return manifest.variables().stream().map(Manifest.Expected::type).toList();
    }

    @Test
    void recognizesNoOtherFile() throws IOException {
        MemoryDisk disk = new MemoryDisk().put(FILE, new byte[] {0x7b}).put(Path.of("empty.meta"), new byte[0]);

        assertThat(new MetaGraphManifest().recognizes(FILE, disk)).isFalse();
        assertThat(new MetaGraphManifest().recognizes(Path.of("empty.meta"), disk))
                .isFalse();
        assertThat(new MetaGraphManifest().recognizes(Path.of("missing.meta"), disk))
                .isFalse();
    }

    private static void refuses(MetaGraphDef graph, String problem) {
        assertThatThrownBy(() -> read(graph))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("graph.meta, byte 0: " + problem);
    }

    private static Manifest read(MetaGraphDef graph) throws IOException {
        return new MetaGraphManifest().read(FILE, new MemoryDisk().put(FILE, graph.toByteArray()));
    }

    /** A graph whose saver runs all of these. */
    private static MetaGraphDef graph(NodeDef... nodes) {
        NodeDef.Builder all = NodeDef.newBuilder().setName("save/restore_all").setOp("NoOp");
        GraphDef.Builder graph = GraphDef.newBuilder();
        for (NodeDef node : nodes) {
            graph.addNode(node);
            all.addInput("^" + node.getName());
        }
        return MetaGraphDef.newBuilder()
                .setGraphDef(graph.addNode(all))
                .setSaverDef(SaverDef.newBuilder().setRestoreOpName("save/restore_all"))
                .build();
    }

    private static NodeDef node(String op, String name, String... inputs) {
        return NodeDef.newBuilder()
                .setOp(op)
                .setName(name)
                .addAllInput(List.of(inputs))
                .build();
    }

    private static NodeDef restore(int tensors) {
        AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
        for (int i = 0; i < tensors; i++) {
            types.addType(1);
        }
        return node("RestoreV2", "save/RestoreV2", "save/Const", "names", "slices").toBuilder()
                .putAttr("dtypes", AttrValue.newBuilder().setList(types).build())
                .build();
    }

    private static NodeDef variable(String name, long size) {
        return node("VariableV2", name).toBuilder()
                .putAttr("shape", AttrValue.newBuilder().setShape(shape(size)).build())
                .putAttr("dtype", type(1))
                .build();
    }

    private static NodeDef assignment(String variable, String value) {
        return node("Assign", "assign " + variable, variable, value);
    }

    private static NodeDef constant(String name, List<String> strings) {
        TensorConstant.Builder value = TensorConstant.newBuilder().setDtype(7).setTensorShape(shape(strings.size()));
        strings.forEach(string -> value.addStringVal(ByteString.copyFromUtf8(string)));
        return node("Const", name).toBuilder()
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
                .build();
    }

    private static AttrValue type(int number) {
        return AttrValue.newBuilder().setType(number).build();
    }

    private static TensorShape.Builder shape(long size) {
        return TensorShape.newBuilder().addDim(TensorShape.Dim.newBuilder().setSize(size));
    }
}
