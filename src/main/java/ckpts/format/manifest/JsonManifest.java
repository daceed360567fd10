package ckpts.format.manifest;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.format.CheckpointFormat;
import ckpts.format.ManifestSource;
import ckpts.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a manifest file.
 *
 * <pre>
 * {"ckpts_manifest": 1,
 *  "restored_by": "restore",
 *  "variables": [
 *    {"name": "layers.{0..31}.{q,k,v}", "dtype": "bfloat16", "shape": [4096, 4096], "aliases": ["l.{0..31}.{q,k,v}"]},
 *    {"name": "head", "dtype": "float32", "shape": [10], "initializer": "zeros", "trainable": true, "optional": true}
 *  ],
 *  "optimizer_order": ["head"]}
 * </pre>
 *
 * <p>{@code ckpts_manifest} comes first. Names are written as in patterns: lists and ranges expand to several
 * variables, and pair by position with those of {@code aliases} and {@code slot_of}. Unknown and repeated keys are
 * errors, since a misspelled {@code optional} would change what a check proves.
 */
public final class JsonManifest implements ManifestSource {
    private static final int MAX_BYTES = 1 << 28;
    private static final int HEAD = 256;

    /** Names are the longest strings, variables the deepest objects; a hundred million tokens are not a manifest. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxStringLength(1 << 20)
            .maxNameLength(1 << 10)
            .maxNumberLength(32)
            .maxTokenCount(100_000_000)
            .maxDocumentLength(MAX_BYTES)
            .build();

    private final List<LoadingCall> calls;
    private final Set<String> bookkeeping;

    /** @param formats of the checkpoints that manifests can be for: they know the calls that load them */
    public JsonManifest(List<CheckpointFormat> formats) {
        calls = formats.stream()
                .flatMap(format -> format.loadingCalls().stream())
                .distinct()
                .toList();
        bookkeeping = formats.stream()
                .flatMap(format -> format.bookkeeping().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public String name() {
        return "a manifest file";
    }

    @Override
    public List<String> endings() {
        return List.of(".json");
    }

    @Override
    public boolean recognizes(Path file, Disk disk) {
        if (!disk.exists(file) || disk.isDirectory(file)) {
            return false;
        }
        try (ByteSource source = disk.open(file)) {
            byte[] head = new byte[(int) Math.min(HEAD, source.size())];
            source.read(0, ByteBuffer.wrap(head));
            String text = new String(head, StandardCharsets.ISO_8859_1);
            return text.startsWith("\u00ef\u00bb\u00bf") ? isHead(text.substring(3)) : isHead(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isHead(String text) {
        String object = text.stripLeading();
        return object.startsWith("{") && object.substring(1).stripLeading().startsWith("\"ckpts_manifest\"");
    }

    @Override
    public Manifest read(Path file, Disk disk) throws IOException {
        try (ByteSource source = disk.open(file)) {
            if (source.size() > MAX_BYTES) {
                throw new MalformedFileException(
                        source, 0, "a manifest of " + source.size() + " bytes: at most " + MAX_BYTES + " are read");
            }
            byte[] bytes = new byte[(int) source.size()];
            source.read(0, ByteBuffer.wrap(bytes));
            JsonFactory json = JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            return JsonText.read(
                            bytes,
                            source,
                            json,
                            "not a JSON document",
                            parser -> new ManifestReader(parser, source.name(), calls).read())
                    .keeping(bookkeeping);
        }
    }
}
