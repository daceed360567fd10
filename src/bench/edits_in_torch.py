"""The edits of the benchmark `operations` with PyTorch and safetensors, as one writes them who has not much time.

edits_in_torch.py EDIT TARGET SOURCE...
"""

import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file


def rename(model):
    return {name.replace("model.", "tower.", 1): value for name, value in load_file(model).items()}


def cast(model):
    return {name: value.to(torch.bfloat16) for name, value in load_file(model).items()}


def transpose(model):
    return {name: value.t().contiguous() if value.dim() == 2 else value for name, value in load_file(model).items()}


def slice_feed_forward(model):
    """The first half of the feed-forward's units."""
    tensors = load_file(model)
    for name, value in tensors.items():
        if name.endswith("up_proj.weight"):
            tensors[name] = value[: value.shape[0] // 2].contiguous()
        elif name.endswith("down_proj.weight"):
            tensors[name] = value[:, : value.shape[1] // 2].contiguous()
    return tensors


def pad_feed_forward(model):
    """An eighth more units, of zeros."""
    tensors = load_file(model)
    for name, value in tensors.items():
        if name.endswith("up_proj.weight"):
            tensors[name] = torch.nn.functional.pad(value, (0, 0, 0, value.shape[0] // 8))
        elif name.endswith("down_proj.weight"):
            tensors[name] = torch.nn.functional.pad(value, (0, value.shape[1] // 8))
    return tensors


def average(model, other):
    with safe_open(model, "pt") as a, safe_open(other, "pt") as b:
        return {name: 0.5 * a.get_tensor(name) + 0.5 * b.get_tensor(name) for name in a.keys()}


def ties(base, *tuned, density=0.2):
    merged = {}
    files = [safe_open(path, "pt") for path in tuned]
    with safe_open(base, "pt") as start:
        for name in start.keys():
            value = start.get_tensor(name)
            changes = torch.stack([trimmed(file.get_tensor(name) - value, density) for file in files])
            agree = changes.sign() == changes.sum(dim=0).sign()
            agree &= changes != 0
            merged[name] = value + (changes * agree).sum(dim=0) / agree.sum(dim=0).clamp(min=1)
    return merged


def trimmed(change, density):
    """Of a change those entries that are largest, the share `density` of all."""
    size = change.abs()
    kept = max(1, round(density * size.numel()))
    least = size.flatten().kthvalue(size.numel() - kept + 1).values
    return torch.where(size >= least, change, 0)


def lora(model, adapter, scale=2.0):
    factors = load_file(adapter)
    tensors = load_file(model)
    for name, value in tensors.items():
        module = "base_model.model." + name.removesuffix(".weight")
        if module + ".lora_A.weight" in factors:
            a, b = factors[module + ".lora_A.weight"], factors[module + ".lora_B.weight"]
            tensors[name] = torch.addmm(value, b, a, alpha=scale)
    return tensors


if __name__ == "__main__":
    edit, target, *sources = sys.argv[1:]
    save_file(globals()[edit](*sources), target)
