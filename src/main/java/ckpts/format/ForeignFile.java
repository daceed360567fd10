package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Files that users have instead of a checkpoint and that no format here reads: each is recognized by its first bytes
 * and the ending of its name, and comes with a way to convert it.
 */
public enum ForeignFile {
    GIT_LFS(
            "a Git LFS pointer, not the file itself",
            "fetch the file: git lfs pull",
            List.of(),
            head -> head.startsWith("version https://git-lfs.github.com/spec/")),
    WEB_PAGE(
            "a web page, not the file that should have been downloaded",
            "download it again: open the address in a browser, and check whether you must sign in",
            List.of(),
            head -> head.matches("(?is)(\u00ef\u00bb\u00bf)?\\s*(<\\?xml[^>]*>\\s*)?<(!doctype html|html|error>).*")),
    NPZ(
            "a NumPy archive (.npz)",
            "convert it in Python: safetensors.numpy.save_file(dict(numpy.load(\"%s\")), \"model.safetensors\")",
            List.of("npz"),
            head -> head.isArchiveWith(".*\\.npy")),
    NPY(
            "a NumPy array (.npy)",
            "convert it in Python: safetensors.numpy.save_file({\"array\": numpy.load(\"%s\")}, \"model.safetensors\")",
            List.of("npy"),
            head -> head.startsWith("\u0093NUMPY")),
    TORCH_SCRIPT(
            "a TorchScript program",
            "convert it in Python: safetensors.torch.save_file({k: v.contiguous().clone() for k, v in"
                    + " torch.jit.load(\"%s\", map_location=\"cpu\").state_dict().items()}, \"model.safetensors\")",
            List.of(),
            head -> head.isArchiveWith("[^/]+/constants\\.pkl")),
    TORCH(
            "a PyTorch file (.pt, .pth, .bin)",
            Advice.TORCH,
            List.of("pt", "pth", "bin"),
            head -> head.isArchiveWith("[^/]+/data\\.pkl")),
    TORCH_LEGACY(
            "a PyTorch file as written before 1.6, a pickle",
            Advice.TORCH,
            List.of(),
            head -> head.matches("(?s)\u0080.\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019.*")),
    PICKLE(
            "a Python pickle",
            "load it with the program that wrote it, and save its tensors with safetensors' save_file",
            List.of("pkl", "pickle"),
            head -> head.matches("(?s)\u0080[\u0002-\u0005](?!\0)(?!.{6}\\{).+")),
    ONNX(
            "an ONNX model",
            "convert it in Python: safetensors.numpy.save_file({i.name: onnx.numpy_helper.to_array(i) for i in"
                    + " onnx.load(\"%s\").graph.initializer}, \"model.safetensors\")",
            List.of("onnx"),
            head -> head.matches("(?s)\u0008[\u0003-\u0020]\u0012[\u0001-\u0040][A-Za-z].*")),
    TFLITE(
            "a TensorFlow Lite model",
            "use the checkpoint or the SavedModel that it was made from: its values may be quantized",
            List.of("tflite"),
            head -> head.matches("(?s).{4}TFL3.*")),
    GGUF(
            "a GGUF file",
            "use the safetensors files that it was made from: its values may be quantized",
            List.of("gguf"),
            head -> head.startsWith("GGUF")),
    FLAX(
            "Flax's MessagePack",
            "convert it in Python: tree = flax.serialization.msgpack_restore(open(\"%s\", \"rb\").read());"
                    + " safetensors.numpy.save_file(flax.traverse_util.flatten_dict(tree, sep=\".\"), \"model.safetensors\")",
            List.of("msgpack"),
            head -> head.isMapOfWords()),
    GRAPH(
            "a TensorFlow graph (.pb)",
            "load the folder of the SavedModel that it belongs to; a frozen graph has its values as constants, and there is"
                    + " no checkpoint in it",
            List.of("pb", "pbtxt"),
            head -> false),
    PACKED(
            "a packed archive",
            "unpack it, and load the files in it",
            List.of("zip", "tar", "tgz", "gz", "nemo"),
            head -> false),
    ORBAX(
            "a folder written by Orbax",
            "convert it in Python: tree = orbax.checkpoint.PyTreeCheckpointer().restore(\"%s\");"
                    + " safetensors.numpy.save_file(flax.traverse_util.flatten_dict(tree, sep=\".\"), \"model.safetensors\")",
            List.of(),
            head -> false) {
        @Override
        boolean isFolder(List<String> names) {
            return names.contains("_CHECKPOINT_METADATA")
                    || names.contains("manifest.ocdbt")
                    || names.contains("_METADATA");
        }
    };

    private final String kind;
    private final String advice;
    private final List<String> endings;
    private final Predicate<FirstBytes> signature;

    ForeignFile(String kind, String advice, List<String> endings, Predicate<FirstBytes> signature) {
        this.kind = kind;
        this.advice = advice;
        this.endings = endings;
        this.signature = signature;
    }

    /** Advice that several have. */
    private static final class Advice {
        static final String TORCH =
                "convert it in Python: safetensors.torch.save_file({k: v.contiguous().clone() for k, v in"
                        + " torch.load(\"%s\", map_location=\"cpu\", weights_only=True).items()}, \"model.safetensors\"); where the"
                        + " tensors are nested, for example under [\"state_dict\"], write that before .items()";
    }

    /** The kind of file, with an article: {@code a GGUF file}. */
    public String kind() {
        return kind;
    }

    /** How to get a checkpoint that can be read. */
    public String advice(Path path) {
        return advice.replace(
                "%s", Optional.ofNullable(path.getFileName()).orElse(path).toString());
    }

    boolean isFolder(List<String> names) {
        return false;
    }

    /** The kind of file that the ending of a name promises. */
    public static Optional<ForeignFile> named(Path path) {
        String name =
                Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return name.contains(".") ? first(kind -> kind.endings.contains(ending)) : Optional.empty();
    }

    /** The kind of file or folder at a path; empty, never an exception, if it is unknown. */
    public static Optional<ForeignFile> at(Path path, Disk disk) {
        try {
            if (disk.isDirectory(path)) {
                List<String> names = disk.list(path);
                return first(kind -> kind.isFolder(names));
            }
            if (!disk.exists(path)) {
                return Optional.empty();
            }
            try (ByteSource source = disk.open(path)) {
                FirstBytes bytes = new FirstBytes(source);
                return first(kind -> kind.signature.test(bytes));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ForeignFile> first(Predicate<ForeignFile> is) {
        return Arrays.stream(values()).filter(is).findFirst();
    }
}
