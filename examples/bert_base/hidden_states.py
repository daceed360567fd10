"""Runs the original SavedModel in TensorFlow on a few sentences and writes what every layer says.

    python hidden_states.py SAVED_MODEL HIDDEN_STATES.npz

The file has what goes in (words, types, mask; [sequence, position]) and what comes out: state_0 of the embeddings, state_1 to
state_12 of the layers ([sequence, position, unit]), state_13 of the pooler ([sequence, unit]). Padding counts like the rest.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

tf1 = tf.compat.v1
LAYERS = 12
# One or two segments each, of words that the vocabulary has whole.
SENTENCES = [
    ["the capital of france is paris ."],
    ["is this the way to the river bank ?", "no , the bank closed at noon ; the river is behind the station ."],
    ["[MASK] [UNK] 1984"],
    [" ".join(["a long walk through the old town"] * 18)],  # 128 tokens: as many as this model takes
]


def inputs(vocabulary, length):
    """Token numbers, segment numbers and the mask, [sequence, position] of int32; padded to the length."""
    number = {word: i for i, word in enumerate(vocabulary)}
    words, types, mask = np.zeros((3, len(SENTENCES), length), np.int32)
    for row, segments in enumerate(SENTENCES):
        tokens = [(number["[CLS]"], 0)]
        for segment, text in enumerate(segments):
            tokens += [(number[word], segment) for word in (text + " [SEP]").split()]
        words[row, :len(tokens)], types[row, :len(tokens)] = zip(*tokens)
        mask[row, :len(tokens)] = 1
    return words, types, mask


def main():
    folder, out = sys.argv[1:]
    with open(os.path.join(folder, "assets", "vocab.txt"), encoding="utf-8") as f:
        vocabulary = f.read().splitlines()
    with tf.Graph().as_default() as graph, tf1.Session() as session:
        signature = tf1.saved_model.load(session, ["serve"], folder).signature_def["serving_default"]
        length = signature.inputs["input_ids"].tensor_shape.dim[1].size
        words, types, mask = inputs(vocabulary, length)
        # The signature has the last layer and the pooler alone. The others are where Google's modeling.py leaves them.
        output = "module_apply_tokens/bert/%s/LayerNorm/batchnorm/add_1:0"
        names = [output % "embeddings", *(output % ("encoder/layer_%d/output" % i) for i in range(LAYERS)),
                 signature.outputs["pooled_output"].name]
        feed = {signature.inputs[key].name: value for key, value in
                (("input_ids", words), ("segment_ids", types), ("input_mask", mask))}
        *states, pooled, last = session.run(
            [graph.get_tensor_by_name(name) for name in (*names, signature.outputs["sequence_output"].name)], feed)
    states = [state.reshape(len(SENTENCES), length, -1) for state in states]
    if not np.array_equal(states[-1], last):
        sys.exit("the last layer's output is not what the model's signature says")
    np.savez(out, words=words, types=types, mask=mask, **{"state_%d" % i: state for i, state in enumerate([*states, pooled])})
    print("wrote %d states of %d sequences, %d tokens in all" % (len(names), len(SENTENCES), mask.sum()))


if __name__ == "__main__":
    main()
