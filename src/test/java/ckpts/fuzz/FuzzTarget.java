package ckpts.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.format.MemoryDisk;
import ckpts.format.tensorflow.Bundles;
import ckpts.format.tensorflow.object.ObjectGraph;
import ckpts.format.tensorflow.object.ObjectGraphBytes;
import ckpts.format.tensorflow.table.BlockChecksums;
import ckpts.hdf5.AnyBytes;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Everything that is read from outside, as something that takes bytes: it returns, whatever they are. */
enum FuzzTarget {
    SAFETENSORS(FuzzTarget::safetensors, "glob:src/test/fixtures/safetensors/**.safetensors"),
    BUNDLE_INDEX(FuzzTarget::bundleIndex, "glob:src/test/fixtures/tensorflow/**.index"),
    OBJECT_GRAPH(FuzzTarget::objectGraph, "glob:src/test/fixtures/tensorflow/object_*/**.data-00000-of-00001"),
    SAVED_MODEL(FuzzTarget::savedModel, "glob:src/test/fixtures/tensorflow/**saved_model.pb"),
    META_GRAPH(FuzzTarget::metaGraph, "glob:src/test/fixtures/tensorflow/**.meta"),
    MANIFEST(FuzzTarget::manifest, "glob:src/test/fixtures/tensorflow/**manifest.json"),
    MODEL_INDEX(FuzzTarget::modelIndex, "glob:src/test/fixtures/safetensors/**.index.json"),
    STATE_FILE(FuzzTarget::stateFile, "glob:src/test/fixtures/tensorflow/state_files/**checkpoint"),
    VOCABULARY(FuzzTarget::vocabulary, "glob:src/test/fixtures/numpy/*.txt"),
    SCRIPT(FuzzTarget::script, "glob:src/test/scripts/**.ckpts"),
    FORMATTING(FuzzTarget::formatting, "glob:src/test/scripts/**.ckpts"),
    EXPRESSION(FuzzTarget::expression, "glob:src/test/scripts/expressions/**.ckpts"),
    HDF5(FuzzTarget::hdf5, "glob:src/test/fixtures/hdf5/*.h5"),
    KERAS_H5(FuzzTarget::kerasH5, "glob:src/test/fixtures/keras/**.h5"),
    KERAS_WEIGHTS(FuzzTarget::kerasWeights, "glob:src/test/fixtures/keras_saved/*/model.weights.h5"),
    KERAS_INDEX(FuzzTarget::kerasIndex, "glob:src/test/fixtures/keras_saved/**.weights.json"),
    KERAS_ARCHIVE(FuzzTarget::kerasArchive, "glob:src/test/fixtures/keras_saved/**.keras"),
    KERAS_CONFIG(FuzzTarget::kerasConfig, "glob:src/test/fixtures/keras_saved/config/*.json");

    /** Loops are bounded by a limit of their own, which takes longer than a target may. */
    private static final Pattern LARGE = Pattern.compile("[0-9]{3}");

    private static final byte[] DATA = new byte[4096];
    private static final byte[] GIVEN = safetensorsOf("a", "head/kernel");
    private static final byte[] OTHER = safetensorsOf("b");
    private static final byte[] INDEX = new Bundles().disk().contents(Path.of("v.index"));

    private final Consumer<byte[]> target;
    private final String seeds;

    FuzzTarget(Consumer<byte[]> target, String seeds) {
        this.target = target;
        this.seeds = seeds;
    }

    /** Does all that is done with such a file. */
    void accept(byte[] input) {
        target.accept(input);
    }

    /** {@code bundle_index}: of its corpus. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Which fixtures it begins with. */
    String seeds() {
        return seeds;
    }

    /** The part of a seed's file that is its input: all, but for a graph, which lies in a data file. */
    Optional<byte[]> input(byte[] seed) {
        return this == OBJECT_GRAPH ? Graphs.in(seed) : Optional.of(seed);
    }

    private static Scene scene() {
        return new Scene(new MemoryDisk()).file("given.safetensors", GIVEN);
    }

    private static void safetensors(byte[] input) {
        scene().file("m.safetensors", input).checkpoint("m.safetensors");
    }

    private static void bundleIndex(byte[] input) {
        scene().file("v.index", BlockChecksums.repaired(input))
                .file("v.data-00000-of-00001", DATA)
                .checkpoint("v");
    }

    private static void objectGraph(byte[] input) {
        TreeSet<String> keys = new TreeSet<>(List.of("forgotten"));
        try {
            for (ObjectGraph.Node node : ObjectGraphBytes.parse(input).nodes()) {
                node.attributes().forEach(attribute -> keys.add(attribute.key()));
            }
        } catch (IOException e) {
            // Some key will do.
        }
        keys.remove("");
        keys.removeIf(key -> !UTF_8.newEncoder().canEncode(key));
        new Scene(new Bundles().objects(ByteString.copyFrom(input), keys).disk()).checkpoint("v");
    }

    private static void hdf5(byte[] input) {
        AnyBytes.read(input);
        AnyBytes.read(AnyBytes.repaired(input));
    }

    private static void kerasH5(byte[] input) {
        scene().file("m.h5", AnyBytes.repaired(input)).checkpoint("m.h5");
    }

    private static void kerasWeights(byte[] input) {
        scene().file("m.weights.h5", AnyBytes.repaired(input)).checkpoint("m.weights.h5");
    }

    private static void kerasIndex(byte[] input) {
        Scene scene = scene().file("model.weights.json", input);
        for (String shard : List.of("model_00000.weights.h5", "model_00001.weights.h5", "model_00002.weights.h5")) {
            scene.file(shard, fixture("k3_shards/" + shard));
        }
        scene.checkpoint("model.weights.json");
    }

    private static void kerasArchive(byte[] input) {
        scene().file("m.keras", input).checkpoint("m.keras");
    }

    /** The configuration of an archive whose checksums are right. */
    private static void kerasConfig(byte[] input) {
        scene().file("m.keras", archive(input)).checkpoint("m.keras");
    }

    private static byte[] archive(byte[] config) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            archive.setMethod(ZipOutputStream.STORED);
            put(archive, "config.json", config);
            put(archive, "model.weights.h5", fixture("k3_functional_weights/model.weights.h5"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream archive, String name, byte[] contents) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(contents);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(contents.length);
        entry.setCrc(sum.getValue());
        archive.putNextEntry(entry);
        archive.write(contents);
        archive.closeEntry();
    }

    private static byte[] fixture(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/fixtures/keras_saved").resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void savedModel(byte[] input) {
        scene().file("saved_model.pb", input).manifest("saved_model.pb");
    }

    private static void metaGraph(byte[] input) {
        scene().file("m.meta", input).manifest("m.meta");
    }

    private static void manifest(byte[] input) {
        scene().file("m.json", input).manifest("m.json");
    }

    private static void modelIndex(byte[] input) {
        scene().file("model.safetensors.index.json", input)
                .file("model-00001-of-00002.safetensors", GIVEN)
                .file("model-00002-of-00002.safetensors", OTHER)
                .file("part-0.safetensors", GIVEN)
                .checkpoint("model.safetensors.index.json");
    }

    private static void stateFile(byte[] input) {
        Scene scene = scene().file("checkpoint", input)
                .file("ckpt-1.index", INDEX)
                .file("ckpt-1.data-00000-of-00001", new byte[1]);
        scene.run("load \".\"\nshow");
        scene.run("load \"ckpt-1\"\nsave \"ckpt-2\" latest");
        scene.run("load \"given.safetensors\"\nsave \"ckpt-3\" format tensorflow latest");
    }

    private static void vocabulary(byte[] input) {
        Scene scene = scene().file("old.txt", "cat\ndog\n").file("v.txt", input).file("v.json", input);
        String load = "load \"given.safetensors\"\n";
        scene.run(load + "remap \"a\" axis 0 from vocab \"old.txt\" to vocab \"v.txt\" else 0\nstats");
        scene.run(load + "remap \"a\" axis 0 from vocab \"v.json\" to vocab \"old.txt\" else 0\nstats");
        scene.run("print json(\"v.json\")");
        scene.run(load + "set json(\"v.json\").x = 1\nsave \"a.safetensors\"");
    }

    private static void script(byte[] input) {
        String script = text(input);
        if (!LARGE.matcher(script).find()) {
            scene().file("m.ckpts", script).propose("load \"given.safetensors\"\n" + script);
        }
    }

    /** Formatting twice is formatting once, and leaves every token. */
    private static void formatting(byte[] input) {
        String script = text(input);
        Optional<String> once = formatted(script);
        once.ifPresent(text -> {
            require(text, formatted(text).orElse("mistakes"));
            require(signs(script), signs(text));
        });
    }

    private static Optional<String> formatted(String script) {
        return Formatter.format(new SourceText("fuzz", script, Optional.empty()))
                .text();
    }

    /** All but what only ends and joins lines. */
    private static String signs(String script) {
        return script.replaceAll("[\\s;\\\\\ufeff]+", "");
    }

    private static void require(String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("expected\n" + expected + "\nfound\n" + found);
        }
    }

    private static void expression(byte[] input) {
        String expression = text(input);
        if (!LARGE.matcher(expression).find()) {
            String load = "load \"given.safetensors\"\n";
            scene().run(load + "print " + expression);
            scene().run(load + "update \"a\" = " + expression + "\nstats\nsave \"a.safetensors\"");
        }
    }

    private static String text(byte[] input) {
        return new String(input, UTF_8);
    }

    /** Float32 tensors of shape [2, 3]. */
    private static byte[] safetensorsOf(String... names) {
        StringBuilder header = new StringBuilder();
        int offset = 0;
        for (String name : names) {
            header.append(offset == 0 ? '{' : ',')
                    .append("\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[" + offset + ","
                            + (offset + 24) + "]}");
            offset += 24;
        }
        byte[] json = header.append('}').toString().getBytes(UTF_8);
        byte[] file =
                Arrays.copyOf(new byte[] {(byte) json.length, (byte) (json.length >> 8)}, 8 + json.length + offset);
        System.arraycopy(json, 0, file, 8, json.length);
        return file;
    }
}
