package ckpts.diagnosis.schemes;

import java.util.List;

/**
 * How large a model is. Small, and no two sizes that mean different things are equal by chance; those that are equal in
 * real models (queries and outputs of attention, the first and the second norm) are equal here.
 *
 * @param layers of a transformer; a convolution's stages say it themselves
 * @param width of a transformer
 * @param heads of attention
 * @param keyHeads of keys and values: as many as heads, or fewer
 * @param hidden between the two layers of an MLP
 * @param vocabulary of tokens
 * @param positions that can be told apart
 * @param classes of the last layer
 * @param blocks in each stage of a residual network
 */
record Sizes(
        int layers,
        int width,
        int heads,
        int keyHeads,
        int hidden,
        int vocabulary,
        int positions,
        int classes,
        List<Integer> blocks) {
    /** The smallest with more than one of everything. */
    static final Sizes SMALL = new Sizes(3, 8, 2, 2, 32, 29, 13, 5, List.of(2, 3, 2, 2));

    /** Twelve layers: numbers of one digit and of two. */
    static final Sizes DEEP = SMALL.withLayers(12);

    /** As a Mistral has it: several queries share a key. */
    static final Sizes GROUPED = new Sizes(4, 8, 4, 2, 28, 29, 13, 5, List.of());

    Sizes withLayers(int other) {
        return new Sizes(other, width, heads, keyHeads, hidden, vocabulary, positions, classes, blocks);
    }

    Sizes withClasses(int other) {
        return new Sizes(layers, width, heads, keyHeads, hidden, vocabulary, positions, other, blocks);
    }

    Sizes withVocabulary(int other) {
        return new Sizes(layers, width, heads, keyHeads, hidden, other, positions, classes, blocks);
    }

    Sizes withBlocks(Integer... other) {
        return new Sizes(layers, width, heads, keyHeads, hidden, vocabulary, positions, classes, List.of(other));
    }

    /** Of one head. */
    int head() {
        return width / heads;
    }
}
