package ckpts.format.keras;

/**
 * The name of a weight in the group of its layer: {@code dense_1/kernel:0}. Scripts see what is left without the names of
 * scopes up to the layer's own, and without the number of TensorFlow's output.
 *
 * @param before the scopes, the layer's own name the last of them, each with its slash; empty if its name is not there
 * @param rest what scripts see
 * @param after the number with its colon, or empty
 */
record WeightName(String before, String rest, String after) {
    /** What TensorFlow's variables end in. */
    static final String OUTPUT = ":0";

    /** @param stored as the file has it */
    static WeightName of(String stored, String layer) {
        String after = stored.endsWith(OUTPUT) && stored.length() > OUTPUT.length() ? OUTPUT : "";
        String bare = stored.substring(0, stored.length() - after.length());
        String own = layer + "/";
        int end = bare.startsWith(own) ? own.length() : bare.indexOf("/" + own) + 1 + own.length();
        boolean there = bare.startsWith(own) || bare.contains("/" + own);
        int begin = there && end < bare.length() ? end : 0;
        return new WeightName(bare.substring(0, begin), bare.substring(begin), after);
    }

    String stored() {
        return before + rest + after;
    }

    /** As optimizers and Keras know the variable. */
    String bare() {
        return before + rest;
    }

    /** The name after its layer was renamed, where it repeats the layer's. */
    WeightName in(String oldLayer, String newLayer) {
        return before.isEmpty()
                ? this
                : new WeightName(
                        before.substring(0, before.length() - oldLayer.length() - 1) + newLayer + "/", rest, after);
    }

    WeightName called(String newRest) {
        return new WeightName(before, newRest, after);
    }
}
