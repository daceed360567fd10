"""Compares transformers' BertModel, from the converted file, with what TensorFlow computed from the original.

    python check.py MODEL_FOLDER HIDDEN_STATES.npz

MODEL_FOLDER has config.json and model.safetensors; hidden_states.py wrote the other file. No weight may be missing or left
over, and every hidden state must be within 1e-4. Needs PyTorch and transformers, and no TensorFlow.
"""

import sys

import numpy as np
import torch
import transformers

TOLERANCE = 1e-4


def load(folder):
    """The model in evaluation mode; it ends the process unless the file has exactly the model's weights."""
    model, loading = transformers.BertModel.from_pretrained(folder, output_loading_info=True, local_files_only=True)
    if any(loading.values()):
        sys.exit("the weights do not fit: %s" % {problem: names for problem, names in loading.items() if names})
    print("%s has every weight of BertModel and no other" % folder)
    return model.eval()


def hidden_states(model, inputs):
    """What the embeddings and each layer say, then the pooler; [sequence, position, unit] and [sequence, unit]."""
    with torch.no_grad():
        said = model(torch.from_numpy(inputs["words"]), torch.from_numpy(inputs["mask"]), torch.from_numpy(inputs["types"]),
                     output_hidden_states=True)
    return [state.numpy() for state in (*said.hidden_states, said.pooler_output)]


def main():
    folder, states = sys.argv[1:]
    model, wanted = load(folder), np.load(states)
    found = hidden_states(model, {name: wanted[name].astype(np.int64) for name in ("words", "mask", "types")})
    names = ["embeddings", *("layer %d" % i for i in range(model.config.num_hidden_layers)), "pooler"]
    worst = 0
    for i, name in enumerate(names):
        tensorflow = wanted["state_%d" % i]
        error = np.abs(found[i] - tensorflow).max() if found[i].shape == tensorflow.shape else np.inf
        print("%-10s  up to %5.2f, differs by at most %.1e" % (name, np.abs(tensorflow).max(), error))
        worst = max(worst, error)
    if not worst <= TOLERANCE:
        sys.exit("the models differ by %.1e, more than %.0e" % (worst, TOLERANCE))
    print("all %d are within %.0e of TensorFlow's" % (len(names), TOLERANCE))


if __name__ == "__main__":
    main()
