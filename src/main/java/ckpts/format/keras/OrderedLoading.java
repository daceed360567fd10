package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Loading;
import ckpts.format.keras.Placement.PlacedLayer;
import ckpts.naming.Counted;
import java.util.ArrayList;
import java.util.List;

/** The result of Keras's {@code load_weights} from an HDF5 file: by the order of layers and weights, whatever their names. */
final class OrderedLoading {
    private static final String LOADS = ": Keras loads layers by their order, whatever their names";

    private final Checkpoint checkpoint;
    private final List<List<String>> stored;
    private final List<List<String>> model;

    private OrderedLoading(Checkpoint checkpoint, List<List<String>> stored, List<List<String>> model) {
        this.checkpoint = checkpoint;
        this.stored = stored;
        this.model = model;
    }

    /**
     * @param checkpoint as it would be saved
     * @param model names of the weights of each of its layers that has any, in its order
     */
    static Loading of(Checkpoint checkpoint, List<List<String>> model) {
        Placement placement = new Placement(checkpoint);
        if (!placement.problems().isEmpty()) {
            return Loading.AS_NAMED;
        }
        List<List<String>> stored = new ArrayList<>();
        List<List<String>> last = new ArrayList<>();
        for (PlacedLayer layer : placement.layers()) {
            List<String> names = layer.weights().stream()
                    .map(weight -> weight.entry().name())
                    .toList();
            if (!names.isEmpty()) {
                (layer.isTopLevel() ? last : stored).add(names);
            }
        }
        stored.addAll(last);
        return new Loading(new OrderedLoading(checkpoint, stored, model).problems(), List.of());
    }

    private List<String> problems() {
        int count = Math.min(stored.size(), model.size());
        for (int i = 0; i < count; i++) {
            if (!stored.get(i).equals(model.get(i))) {
                return stored.size() == model.size() ? otherLayer(i) : otherCount(stored.get(i), model.get(i));
            }
        }
        return stored.size() == model.size()
                ? List.of()
                : otherCount(
                        stored.size() > count ? stored.get(count) : List.of(),
                        model.size() > count ? model.get(count) : List.of());
    }

    /** @param there the first layer of the file that is not the model's at its place; none if the file ends before */
    private List<String> otherCount(List<String> there, List<String> wanted) {
        String sentence = "load_weights refuses the file, which has " + Counted.of(stored.size(), "layer")
                + " with weights where the model has " + model.size() + LOADS;
        String first = there.isEmpty()
                ? "; the first that the file lacks has \"" + wanted.get(0) + "\""
                : "; the first that differs has \"" + there.get(0) + "\" in the file";
        return List.of(sentence + first + fix());
    }

    private List<String> otherLayer(int place) {
        List<String> there = stored.get(place);
        List<String> wanted = model.get(place);
        if (there.size() != wanted.size()) {
            return List.of("load_weights refuses the layer of \"" + wanted.get(0) + "\", which has "
                    + Counted.of(wanted.size(), "weight") + ", and at its place in the file "
                    + there.size() + ", the first of them \"" + there.get(0) + "\"" + LOADS + fix());
        }
        int i = 0;
        while (there.get(i).equals(wanted.get(i))) {
            i++;
        }
        boolean fits = shape(there.get(i)).equals(shape(wanted.get(i)));
        return List.of("\"" + wanted.get(i) + "\" " + (fits ? "gets the value of" : "cannot get the value of") + " \""
                + there.get(i) + "\"" + LOADS + ", and number " + (place + 1)
                + " of those with weights has the one in the model, the other in the file" + fix());
    }

    private Object shape(String name) {
        return checkpoint.entry(name).orElseThrow().tensor().type().shape();
    }

    /** What makes it load: without a configuration, layers that are all the model's are stored in its order. */
    private String fix() {
        if (stored.size() > model.size()) {
            return "; drop the layers that the model does not have";
        }
        boolean bound = checkpoint.metadata().values().containsKey(RootAttributes.MODEL);
        return bound
                ? "; write `drop metadata." + RootAttributes.MODEL + "` to store weights alone, in the model's order"
                : "";
    }
}
