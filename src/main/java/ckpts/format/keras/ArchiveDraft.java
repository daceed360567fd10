package ckpts.format.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.Checksum;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.MetadataEdits;
import ckpts.format.Segment;
import ckpts.format.SegmentGroup;
import ckpts.format.keras.SavedFile.Carried;
import ckpts.naming.Counted;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.zip.ZipLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The new archive of a model: each file of the old one in its place, with a new configuration where names changed. */
final class ArchiveDraft {
    private final Checkpoint checkpoint;
    private final ObjectPlacement placement;
    private final SavedFile template;
    private final MetadataEdits edits;

    ArchiveDraft(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.placement = new ObjectPlacement(checkpoint, true);
        this.template = placement.template();
        this.edits = checkpoint.metadataEdits();
    }

    List<Segment> segments() {
        ZipLayout layout = new ZipLayout();
        for (Carried file : template.carried()) {
            layout.add(file.name(), new SegmentGroup(contents(file)));
        }
        return layout.segments();
    }

    private List<Segment> contents(Carried file) {
        if (file.name().equals(ModelArchive.WEIGHTS)) {
            return new SavedDraft(checkpoint, placement).whole();
        }
        Optional<byte[]> changed = file.name().equals(ModelArchive.CONFIG)
                ? config()
                : file.name().equals(ModelArchive.METADATA) ? metadata() : Optional.empty();
        Optional<byte[]> bytes = changed.or(file::bytes);
        if (bytes.isPresent()) {
            return List.of(new Segment.Generated(file.name(), written -> bytes.get()));
        }
        Tensor stored = ownFile(file, placement).flatMap(Carried::stored).orElseThrow();
        return List.of(new Segment.Values(file.name(), stored, Checksum.NONE));
    }

    /** The file of this name in the checkpoint's own archive: that of a model in a manifest is no longer open. */
    static Optional<Carried> ownFile(Carried file, ObjectPlacement placement) {
        return placement.state().file().carried().stream()
                .filter(own -> own.name().equals(file.name()))
                .findFirst();
    }

    /** The configuration, if it is another: layers have other names in it, or a statement set something. */
    private Optional<byte[]> config() {
        if (placement.isByModel()) {
            return Optional.empty();
        }
        Attribute edited = checkpoint.metadata().values().get(RootAttributes.MODEL);
        Map<List<String>, String> names = placement.renamedLayers();
        if (names.isEmpty() && !edits.touch(RootAttributes.MODEL)) {
            return Optional.empty();
        }
        Attribute renamed = edited instanceof Fields tree ? new ModelConfig(tree).savedWith(names) : edited;
        String text = renamed instanceof Attribute.Text own ? own.value() : ConfigText.text(renamed);
        return Optional.of(text.getBytes(UTF_8));
    }

    /** All metadata but the configuration, if a statement set any. */
    private Optional<byte[]> metadata() {
        boolean any = edits.given().anyMatch(field -> !field.equals(RootAttributes.MODEL))
                || template.metadata().values().keySet().stream()
                        .anyMatch(field -> !field.equals(RootAttributes.MODEL) && edits.touch(field));
        if (!any) {
            return Optional.empty();
        }
        Map<String, Attribute> values =
                new LinkedHashMap<>(edits.applied(template.metadata()).values());
        values.remove(RootAttributes.MODEL);
        return Optional.of(ConfigText.text(new Fields(values)).getBytes(UTF_8));
    }

    /** What the configuration says no longer of the weights. */
    List<String> notes() {
        TreeSet<String> types = new TreeSet<>();
        int count = 0;
        for (ObjectPlacement.Placed placed : placement.placed()) {
            DType now = placed.entry().tensor().type().dtype();
            boolean cast = placed.like()
                    .filter(like -> like.tensor().type().dtype() != now && !SavedModel.isOptimizer(like.path()))
                    .isPresent();
            if (cast) {
                types.add(now.text());
                count++;
            }
        }
        return count == 0
                ? List.of()
                : List.of(Counted.of(count, "weight is", "weights are") + " stored as " + String.join(", ", types)
                        + "; metadata." + RootAttributes.MODEL
                        + " keeps its dtypes, and Keras casts weights to these when it loads them");
    }
}
