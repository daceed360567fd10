package ckpts.format.safetensors;

import ckpts.bytes.Checksum;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.MetadataEdits;
import ckpts.format.FormatOptions;
import ckpts.format.Segment;
import ckpts.format.Verbatim;
import ckpts.json.DocumentReader;
import ckpts.naming.Counted;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Generates the contents of files: as they were read if nothing changed, else in the order of the reference writer. */
final class ShardWriter {
    /** Without it, the libraries of Hugging Face refuse a file. */
    private static final Map<String, String> USUAL_METADATA = Map.of("format", "pt");

    private final Optional<SafetensorsState> state;
    private final FormatOptions options;
    private final Map<String, String> aliases;
    private final MetadataEdits edits;
    private final Set<String> disputed = new TreeSet<>();

    /**
     * The contents of one file.
     *
     * @param source the file that has exactly these tensors
     */
    record Shard(List<Segment> segments, Optional<StoredFile> source) {}

    ShardWriter(Checkpoint checkpoint, Optional<SafetensorsState> state, FormatOptions options) {
        this.state = state;
        this.options = options;
        this.edits = checkpoint.metadataEdits();
        this.aliases = SafetensorsObstacles.notesAliases(checkpoint) ? checkpoint.aliases() : Map.of();
    }

    Shard shard(List<Piece> pieces) {
        Optional<Map<String, String>> metadata = edited(metadata(pieces));
        Optional<StoredFile> source = source(pieces, metadata);
        List<Piece> ordered = source.map(file -> asIn(file, pieces)).orElseGet(() -> HeaderWriter.ordered(pieces));
        List<Segment> segments = new ArrayList<>();
        segments.add(new Segment.Generated(
                "header of " + Counted.of(pieces.size(), "tensor", "tensors"),
                written -> source.isPresent()
                        ? DocumentReader.unchecked(source.get().header().bytes())
                        : HeaderWriter.header(metadata, ordered, options.get(SafetensorsFormat.ALIGNMENT))));
        ordered.forEach(piece -> segments.add(new Segment.Values(piece.name(), piece.tensor(), Checksum.NONE)));
        return new Shard(segments, source);
    }

    /** The metadata after the edits of statements; absent if nothing is left of it. */
    private Optional<Map<String, String>> edited(Optional<Map<String, String>> metadata) {
        if (edits.isEmpty()) {
            return metadata;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        edits.applied(Attribute.Fields.ofTexts(metadata.orElse(Map.of())))
                .values()
                .forEach((name, value) -> texts.put(name, value.text()));
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    /** Keys of metadata whose values differ between the files that were merged into one so far. */
    Set<String> disputed() {
        return disputed;
    }

    /** The metadata of the file that all come from; for several files, that of all of them. */
    private Optional<Map<String, String>> metadata(List<Piece> pieces) {
        if (state.isEmpty()) {
            return Optional.of(USUAL_METADATA);
        }
        Map<String, String> all = new LinkedHashMap<>();
        boolean present = false;
        for (StoredFile file : contributing(pieces)) {
            present |= file.header().metadata().isPresent();
            file.header()
                    .metadata()
                    .ifPresent(strings -> strings.forEach((key, text) -> {
                        boolean first = all.computeIfAbsent(key, any -> text).equals(text);
                        if (!first && !edits.touch(key)) {
                            disputed.add(key);
                        }
                    }));
        }
        Optional<Map<String, String>> found = present ? Optional.of(all) : Optional.empty();
        return Ties.updated(found, state.get().ties(), aliases);
    }

    private List<StoredFile> contributing(List<Piece> pieces) {
        Set<Integer> numbers = new TreeSet<>();
        pieces.forEach(piece -> piece.file().ifPresent(numbers::add));
        List<StoredFile> files = state.orElseThrow().files();
        return numbers.isEmpty() ? files : numbers.stream().map(files::get).toList();
    }

    /** The file whose tensors are exactly these, under the same names, with the same metadata, aligned as it is asked. */
    private Optional<StoredFile> source(List<Piece> pieces, Optional<Map<String, String>> metadata) {
        OptionalInt number =
                pieces.isEmpty() ? OptionalInt.empty() : pieces.get(0).file();
        if (state.isEmpty() || state.get().files().isEmpty() || (number.isEmpty() && !pieces.isEmpty())) {
            return Optional.empty();
        }
        StoredFile file = state.get().files().get(number.orElse(0));
        boolean same = pieces.size() == file.tensors().size()
                && metadata.equals(file.header().metadata())
                && isAligned(file)
                && pieces.stream().allMatch(ShardWriter::hasItsName)
                && new HashSet<Tensor>(file.tensors())
                        .containsAll(pieces.stream().map(Piece::tensor).toList());
        return same ? Optional.of(file) : Optional.empty();
    }

    private boolean isAligned(StoredFile file) {
        return options.given(SafetensorsFormat.ALIGNMENT)
                .filter(alignment -> file.header().size() % alignment != 0)
                .isEmpty();
    }

    private static boolean hasItsName(Piece piece) {
        return Verbatim.of(piece.tensor())
                .filter(stored -> stored.name().equals(piece.name()))
                .isPresent();
    }

    private static List<Piece> asIn(StoredFile file, List<Piece> pieces) {
        Map<String, Piece> byName = new HashMap<>();
        pieces.forEach(piece -> byName.put(piece.name(), piece));
        return file.tensors().stream().map(tensor -> byName.get(tensor.name())).toList();
    }
}
