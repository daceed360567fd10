package ckpts.review;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.format.Segment;
import ckpts.naming.NaturalOrder;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveRequest;
import ckpts.state.Fate;
import ckpts.state.Loaded;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The changes that one save makes to the loaded tensors.
 *
 * @param save the save
 * @param derivation of its tensors
 * @param saved every tensor under a name of the checkpoint, in natural order
 * @param gone every loaded tensor of which nothing is saved as it is, in natural order
 * @param added tensors that the format adds to them
 */
record SaveChanges(
        PlannedSave save,
        Derivation derivation,
        List<SavedTensor> saved,
        List<GoneTensor> gone,
        List<Segment.Values> added) {

    /** Kinds of difference between a tensor under a name and the loaded one. */
    enum Change {
        RENAMED("renamed"),
        RENAMED_AND_CHANGED("renamed and changed"),
        CHANGED("changed"),
        REPLACED("replaced"),
        NEW("new"),
        KEPT("kept");

        private final String word;

        Change(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A tensor that is saved.
     *
     * @param entry that is saved
     * @param change its difference from the loaded tensor
     * @param input the loaded tensor whose place it has, or whose name it took
     * @param oldType of that
     */
    record SavedTensor(Entry entry, Change change, Optional<InputId> input, Optional<TensorType> oldType) {
        String name() {
            return entry.name();
        }

        Tensor tensor() {
            return entry.tensor();
        }

        /** The statements that touched it, in their order. */
        List<Step> steps() {
            List<Step> steps = new ArrayList<>(entry.steps());
            Collections.reverse(steps);
            return steps;
        }
    }

    /**
     * A loaded tensor that is not saved.
     *
     * @param input the loaded tensor
     * @param type its type
     * @param fate {@code dropped}, {@code consumed}, {@code replaced}, {@code left out}, or that by the format
     * @param step the statement that decided; empty for one that this save leaves out
     */
    record GoneTensor(InputId input, TensorType type, String fate, Optional<Step> step) {}

    static SaveChanges of(PlannedSave save, Review review) {
        SaveRequest request = save.request();
        Map<Tensor, InputId> inputs = new IdentityHashMap<>();
        for (Loaded loaded : review.loaded()) {
            for (Entry entry : loaded.original().entries()) {
                entry.holds().ifPresent(input -> inputs.put(entry.tensor(), input));
            }
        }
        Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());
        request.checkpoint().entries().forEach(entry -> own.add(entry.tensor()));
        List<Segment.Values> added = new ArrayList<>();
        Set<Tensor> written = written(save, own, added);
        List<Entry> entries = request.checkpoint().entries().stream()
                .filter(entry -> written.contains(entry.tensor()))
                .toList();
        Set<InputId> held = held(entries);
        Set<InputId> offered = entries.size() == request.checkpoint().size()
                ? held
                : held(request.checkpoint().entries());
        return new SaveChanges(
                save,
                new Derivation(inputs, request.subject()),
                entries.stream()
                        .map(entry -> saved(entry, request.subject(), held, review))
                        .sorted(Comparator.comparing(SavedTensor::name, NaturalOrder.INSTANCE))
                        .toList(),
                gone(request, held, offered, review),
                added);
    }

    private static Set<InputId> held(List<Entry> entries) {
        return entries.stream().flatMap(entry -> entry.holds().stream()).collect(Collectors.toSet());
    }

    /**
     * Which of the checkpoint's tensors are in the files: as they are, in another form, or in a file that is linked.
     *
     * @param own tensors of the checkpoint
     * @param added collects all others
     */
    private static Set<Tensor> written(PlannedSave save, Set<Tensor> own, List<Segment.Values> added) {
        Set<Tensor> written = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Segment.Values values : save.values()) {
            if (own.contains(values.tensor())) {
                written.add(values.tensor());
                continue;
            }
            List<Tensor> within = TensorGraph.of(List.of(values.tensor()), Tensor::inputs).stream()
                    .filter(own::contains)
                    .toList();
            written.addAll(within);
            if (within.isEmpty()) {
                added.add(values);
            }
        }
        Set<Path> linked = new HashSet<>();
        save.layout().files().forEach(file -> file.linkTo().ifPresent(linked::add));
        own.stream()
                .filter(tensor -> tensor.origin()
                        .filter(origin -> linked.contains(origin.file()))
                        .isPresent())
                .forEach(written::add);
        return written;
    }

    /** @param held the loaded tensors that are saved under some name */
    private static SavedTensor saved(Entry entry, String subject, Set<InputId> held, Review review) {
        // A name that was given up before it was taken again still held something.
        InputId namesake = new InputId(subject, entry.name());
        Optional<InputId> input = entry.holds()
                .or(entry::replaces)
                .or(() -> review.loaded(subject)
                        .filter(loaded ->
                                !held.contains(namesake) && loaded.original().contains(entry.name()))
                        .map(loaded -> namesake));
        Optional<Entry> old = input.flatMap(known -> review.loaded(known.checkpoint())
                .flatMap(loaded -> loaded.original().entry(known.name())));
        Optional<TensorType> oldType = old.map(known -> known.tensor().type());
        if (entry.holds().isEmpty()) {
            return new SavedTensor(entry, input.isEmpty() ? Change.NEW : Change.REPLACED, input, oldType);
        }
        boolean renamed = !entry.holds().get().name().equals(entry.name());
        boolean changed = old.isPresent() && old.get().tensor() != entry.tensor();
        Change change = renamed
                ? changed ? Change.RENAMED_AND_CHANGED : Change.RENAMED
                : changed ? Change.CHANGED : Change.KEPT;
        return new SavedTensor(entry, change, input, oldType);
    }

    /** @param offered the loaded tensors that the checkpoint holds, be they saved or not */
    private static List<GoneTensor> gone(SaveRequest request, Set<InputId> held, Set<InputId> offered, Review review) {
        List<GoneTensor> gone = new ArrayList<>();
        for (Loaded loaded : review.loaded()) {
            boolean subject = loaded.name().equals(request.subject());
            for (Entry entry : loaded.original().entries()) {
                InputId input = new InputId(loaded.name(), entry.name());
                if (!held.contains(input)) {
                    Fate fate = review.ledger().account(input).fate();
                    // Decisions of later statements do not belong to this save.
                    boolean decided = fate.step()
                            .filter(step -> step.number() < request.step().number())
                            .isPresent();
                    if (subject || decided) {
                        gone.add(new GoneTensor(
                                input,
                                entry.tensor().type(),
                                decided ? fate.word() : offered.contains(input) ? "left out by the format" : "left out",
                                decided ? fate.step() : Optional.empty()));
                    }
                }
            }
        }
        gone.sort(Comparator.comparing((GoneTensor tensor) -> tensor.input().checkpoint())
                .thenComparing(tensor -> tensor.input().name(), NaturalOrder.INSTANCE));
        return gone;
    }

    /** Changes of the metadata beside the tensors, old and new. */
    Stream<MetadataChange> metadata(Review review) {
        Attribute.Fields read = review.loaded(save.request().subject())
                .map(loaded -> loaded.original().readMetadata())
                .orElse(Attribute.Fields.NONE);
        return save.request().checkpoint().metadataEdits().all().stream()
                .map(edit -> new MetadataChange(edit.path(), edit.path().in(read), edit.value(), edit.step()));
    }

    /** A value beside the tensors. */
    record MetadataChange(AttributePath path, Optional<Attribute> old, Optional<Attribute> now, Step step) {}
}
