package ckpts.diagnosis.schemes;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.OutputFile;
import ckpts.bytes.SimulatedDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.diagnosis.schemes.Dialect.Home;
import ckpts.diagnosis.schemes.Dialect.Named;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.Progress;
import ckpts.format.Formats;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.manifest.JsonManifest;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.TensorFlowFormat;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A disk with the checkpoint of a pair and the manifest of its model. */
final class Scene {
    static final Path FOLDER = Path.of("/models");
    private static final String FILE = "old.safetensors";
    static final String MANIFEST = "new.json";
    static final String RESULT = "out.safetensors";
    static final Formats FORMATS = new Formats(
            List.of(new TensorFlowFormat(), new SafetensorsFormat()),
            List.of(new JsonManifest(List.of(new TensorFlowFormat()))));
    private static final Budget BUDGET = new Budget(8L << 20, 1);
    private static final String BUNDLE = "old/model";

    private final SimulatedDisk disk = new SimulatedDisk();
    private final String checkpoint;

    Scene(Pair pair, Truth truth) throws IOException {
        disk.createDirectories(FOLDER);
        put(FILE, checkpoint(pair.from().tensors(), truth.values()));
        put(MANIFEST, manifest(pair.to()).getBytes(UTF_8));
        if (pair.from().dialect().home() == Home.SAVER) {
            checkpoint = BUNDLE;
            save("load \"%s\"%nsave \"%s\" format tensorflow%n".formatted(FILE, BUNDLE));
        } else {
            checkpoint = FILE;
        }
    }

    private void save(String script) throws IOException {
        try (Session session = session()) {
            Outcome outcome = evaluate(session, script);
            if (!outcome.holds()) {
                throw new AssertionError(outcome.diagnostics());
            }
            session.save(outcome.plan(), Progress.SILENT, Cancellation.NEVER);
        }
    }

    /** Of the checkpoint, in the folder. */
    String checkpoint() {
        return checkpoint;
    }

    Session session() {
        return new Session(FORMATS, disk, BUDGET);
    }

    static Outcome evaluate(Session session, String text) {
        return session.evaluate(new SourceText("fix.ckpts", text, Optional.of(FOLDER)), Map.of(), false);
    }

    SimulatedDisk disk() {
        return disk;
    }

    private void put(String name, byte[] bytes) throws IOException {
        try (OutputFile file = disk.create(FOLDER.resolve(name))) {
            file.write(ByteBuffer.wrap(bytes));
            file.sync();
        }
    }

    private static byte[] checkpoint(List<Named> tensors, Map<String, Grid> values) {
        int size = tensors.stream().mapToInt(Scene::bytes).sum();
        ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        StringJoiner header = new StringJoiner(",", "{", "}");
        for (Named tensor : tensors) {
            boolean whole = Roles.isWhole(tensor.role());
            header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(
                            tensor.name(),
                            whole ? "I64" : "F32",
                            Arrays.toString(tensor.shape()),
                            data.position(),
                            data.position() + bytes(tensor)));
            for (long element : values.get(tensor.name()).elements()) {
                if (whole) {
                    data.putLong(element);
                } else {
                    data.putFloat(element);
                }
            }
        }
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        byte[] text = padded.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + text.length + size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data.array())
                .array();
    }

    private static int bytes(Named tensor) {
        return Grid.count(tensor.shape()) * (Roles.isWhole(tensor.role()) ? 8 : 4);
    }

    private static String manifest(Scheme scheme) {
        String restored = scheme.dialect().home() == Home.SAVER ? "\"restored_by\": \"saver\", " : "";
        String head = "{\"ckpts_manifest\": 1, " + restored + "\"variables\": [\n";
        StringJoiner variables = new StringJoiner(",\n", head, "\n]}\n");
        for (Named tensor : scheme.tensors()) {
            variables.add("{\"name\": \"%s\", \"dtype\": \"%s\", \"shape\": %s}"
                    .formatted(
                            tensor.name(),
                            Roles.isWhole(tensor.role()) ? "int64" : "float32",
                            Arrays.toString(tensor.shape())));
        }
        return variables.toString();
    }

    /** What the script saved. */
    Map<String, Grid> result() throws IOException {
        try (OpenedCheckpoint opened = FORMATS.open(FOLDER.resolve(RESULT), disk)) {
            return values(opened.checkpoint());
        }
    }

    /** The tensors of a checkpoint whose elements are whole numbers; of others, -1 for each that is not. */
    static Map<String, Grid> values(Checkpoint checkpoint) throws IOException {
        Map<String, Grid> values = new LinkedHashMap<>();
        for (Entry entry : checkpoint.entries()) {
            values.put(entry.name(), value(entry));
        }
        return values;
    }

    private static Grid value(Entry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.tensor().byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        try (TensorReader reader = entry.tensor().open(new Scratch(BUDGET.memory()))) {
            reader.read(0, bytes);
        }
        bytes.flip();
        boolean whole = entry.tensor().type().dtype() == DType.INT64;
        long[] elements = new long[bytes.limit() / (whole ? 8 : 4)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = whole ? bytes.getLong() : whole(bytes.getFloat());
        }
        int[] shape = Arrays.stream(entry.tensor().type().shape().toArray())
                .mapToInt(Math::toIntExact)
                .toArray();
        return new Grid(shape, elements);
    }

    private static long whole(float element) {
        return element == (long) element ? (long) element : -1;
    }
}
