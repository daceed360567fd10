"""Writes a ckpts manifest of a PyTorch module: what load_state_dict(strict=True) expects.

    python torch_manifest.py my_model:build model.json     # build() returns the module
    from torch_manifest import manifest                    # or in the program itself:
    json.dump(manifest(module), open("model.json", "w"))

Parameters and persistent buffers, no values: `with torch.device("meta"):` builds even large models at once. A tied weight
is one entry, whose other names are aliases. With an optimizer, `optimizer_order` lists the names as its state numbers them.
"""

import importlib
import json
import sys

import torch


def manifest(module, optimizer=None):
    """The manifest as a dict."""
    state = module.state_dict(keep_vars=True)
    name_of, rows = {}, {}
    for name, tensor in state.items():
        if not isinstance(tensor, torch.Tensor):  # get_extra_state() may return anything.
            continue
        if id(tensor) in name_of:
            rows[name_of[id(tensor)]].setdefault("aliases", []).append(name)
            continue
        name_of[id(tensor)] = name
        rows[name] = {"name": name, "dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape),
                      "trainable": isinstance(tensor, torch.nn.Parameter) and tensor.requires_grad}
    result = {"ckpts_manifest": 1, "variables": list(rows.values())}
    if optimizer is not None:
        result["optimizer_order"] = [name_of[id(p)] for group in optimizer.param_groups for p in group["params"]]
    return result


def main():
    module, function = sys.argv[1].split(":")
    sys.path.insert(0, ".")
    text = json.dumps(manifest(getattr(importlib.import_module(module), function)()), indent=1)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(text + "\n")


if __name__ == "__main__":
    main()
