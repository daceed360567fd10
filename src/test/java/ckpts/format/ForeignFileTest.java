package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.format.manifest.JsonManifest;
import ckpts.format.safetensors.SafetensorsFormat;
import ckpts.format.tensorflow.MetaGraphManifest;
import ckpts.format.tensorflow.TensorFlowFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFileTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures");
    private static final Path FOREIGN = FIXTURES.resolve("foreign");
    private static final Disk DISK = new RealDisk();
    private static final Formats FORMATS = new Formats(
            List.of(new TensorFlowFormat(), new SafetensorsFormat()),
            List.of(new JsonManifest(List.of(new TensorFlowFormat())), new MetaGraphManifest()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pointer.safetensors | a Git LFS pointer, not the file itself | fetch the file: git lfs pull",
                "page.safetensors | a web page, not the file that should have been downloaded | download it again: open the address in a browser, and check whether you must sign in",
                "denied.index | a web page, not the file that should have been downloaded | download it again: open the address in a browser, and check whether you must sign in",
                "model.npz | a NumPy archive (.npz) | convert it in Python: safetensors.numpy.save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")",
                "model.npy | a NumPy array (.npy) | convert it in Python: safetensors.numpy.save_file({\"array\": numpy.load(\"model.npy\")}, \"model.safetensors\")",
                "script.pt | a TorchScript program | convert it in Python: safetensors.torch.save_file({k: v.contiguous().clone() for k, v in torch.jit.load(\"script.pt\", map_location=\"cpu\").state_dict().items()}, \"model.safetensors\")",
                "pytorch_model.bin | a PyTorch file (.pt, .pth, .bin) | convert it in Python: safetensors.torch.save_file({k: v.contiguous().clone() for k, v in torch.load(\"pytorch_model.bin\", map_location=\"cpu\", weights_only=True).items()}, \"model.safetensors\"); where the tensors are nested, for example under [\"state_dict\"], write that before .items()",
                "legacy.pt | a PyTorch file as written before 1.6, a pickle | convert it in Python: safetensors.torch.save_file({k: v.contiguous().clone() for k, v in torch.load(\"legacy.pt\", map_location=\"cpu\", weights_only=True).items()}, \"model.safetensors\"); where the tensors are nested, for example under [\"state_dict\"], write that before .items()",
                "weights.pkl | a Python pickle | load it with the program that wrote it, and save its tensors with safetensors' save_file",
                "model.onnx | an ONNX model | convert it in Python: safetensors.numpy.save_file({i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(\"model.onnx\").graph.initializer}, \"model.safetensors\")",
                "model.tflite | a TensorFlow Lite model | use the checkpoint or the SavedModel that it was made from: its values may be quantized",
                "model.gguf | a GGUF file | use the safetensors files that it was made from: its values may be quantized",
                "flax_model.msgpack | Flax's MessagePack | convert it in Python: tree = flax.serialization.msgpack_restore(open(\"flax_model.msgpack\", \"rb\").read()); safetensors.numpy.save_file(flax.traverse_util.flatten_dict(tree, sep=\".\"), \"model.safetensors\")",
                "orbax | a folder written by Orbax | convert it in Python: tree = orbax.checkpoint.PyTreeCheckpointer().restore(\"orbax\"); safetensors.numpy.save_file(flax.traverse_util.flatten_dict(tree, sep=\".\"), \"model.safetensors\")",
            })
    void isNamedWithAWayOut(String name, String kind, String help) {
        Path path = FOREIGN.resolve(name);

        UnknownFormatException told = told(path);
        assertThat(told).hasMessage(path + " is " + kind);
        assertThat(told.help()).isEqualTo(help);
        assertThat(FORMATS.recognizing(path, DISK)).isEmpty();
    }

    @Test
    void everyFixtureIsRecognized() throws Exception {
        Set<String> named = new TreeSet<>(Set.of("make_foreign.py"));
        for (String line : ForeignFileTest.class
                .getDeclaredMethod("isNamedWithAWayOut", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value()) {
            named.add(line.substring(0, line.indexOf(' ')));
        }
        assertThat(named).isEqualTo(new TreeSet<>(DISK.list(FOREIGN)));
        assertThat(Arrays.stream(ForeignFile.values()).map(kind -> kind.advice(Path.of("x"))))
                .noneMatch(String::isBlank);
    }

    @Test
    void aFolderIsRecognizedByItsContents(@TempDir Path folder) throws IOException {
        Files.copy(FOREIGN.resolve("pytorch_model.bin"), folder.resolve("pytorch_model.bin"));

        assertThat(told(folder))
                .hasMessage(folder.resolve("pytorch_model.bin") + " is a PyTorch file (.pt, .pth, .bin)");
    }

    @Test
    void aManifestIsNotACheckpoint() throws IOException {
        MemoryDisk disk = new MemoryDisk()
                .put(Path.of("m.json"), "{\"ckpts_manifest\": 1, \"variables\": []}".getBytes(StandardCharsets.UTF_8));

        UnknownFormatException told =
                (UnknownFormatException) catchThrowable(() -> FORMATS.open(Path.of("m.json"), disk));
        assertThat(told).hasMessage("m.json is a manifest file, not a checkpoint");
        assertThat(told.help())
                .isEqualTo(
                        "it says what a model expects: write `manifest` in a script, or pass it as the second argument of `ckpts diff`");
    }

    @Test
    void oneOfSeveralFilesIsNamed(@TempDir Path folder) throws IOException {
        Path pointer = FOREIGN.resolve("pointer.safetensors");
        Path sharded = FIXTURES.resolve("safetensors/sharded");
        Path hub = Files.createDirectory(folder.resolve("hub"));
        for (String name : DISK.list(sharded)) {
            Files.copy(name.contains("-00002-") ? pointer : sharded.resolve(name), hub.resolve(name));
        }
        Files.copy(FIXTURES.resolve("tensorflow/saver_momentum/model.ckpt-3.index"), folder.resolve("v.index"));
        Files.copy(FOREIGN.resolve("page.safetensors"), folder.resolve("v.data-00000-of-00001"));
        Files.copy(pointer, folder.resolve("w.index"));
        Files.copy(pointer, folder.resolve("w.data-00000-of-00001"));

        isReported(hub, hub.resolve("model-00002-of-00002.safetensors") + " is a Git LFS pointer, not the file itself");
        isReported(
                folder.resolve("v"),
                folder.resolve("v.data-00000-of-00001")
                        + " is a web page, not the file that should have been downloaded");
        isReported(folder.resolve("w"), folder.resolve("w.index") + " is a Git LFS pointer, not the file itself");
    }

    private static void isReported(Path path, String message) throws IOException {
        assertThat(told(path)).hasMessage(message);
        Verification verification =
                FORMATS.recognizing(path, DISK).orElseThrow().verify(path, DISK);
        assertThat(verification.isSound()).isFalse();
        assertThat(verification.findings())
                .extracting(Verification.Finding::message)
                .contains(message);
    }

    /** Nothing of our own is taken for anything else. */
    @Test
    void checkpointsAreNotForeign() throws IOException {
        try (Stream<Path> files = Stream.of("tensorflow", "safetensors").flatMap(ForeignFileTest::all)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().matches(".*\\.(py|md|json)|.*\\.data-.*"))
                            .filter(file -> ForeignFile.at(file, DISK).isPresent()))
                    .isEmpty();
        }
    }

    private static Stream<Path> all(String folder) {
        try {
            return Files.walk(FIXTURES.resolve(folder));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static UnknownFormatException told(Path path) {
        return (UnknownFormatException)
                catchThrowable(() -> FORMATS.open(path, DISK).close());
    }
}
