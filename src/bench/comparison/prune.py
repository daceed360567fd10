import re

from safetensors.torch import load_file, save_file

REMOVED = {3, 4, 5}
LAYER = re.compile(r"model\.layers\.(\d+)\.(.*)")

tensors = load_file("old.safetensors")
layers = {int(match.group(1)) for match in map(LAYER.match, tensors) if match}
number = {old: new for new, old in enumerate(sorted(layers - REMOVED))}
pruned = {}
for name, tensor in tensors.items():
    match = LAYER.match(name)
    if not match:
        pruned[name] = tensor
    elif int(match.group(1)) in number:
        pruned[f"model.layers.{number[int(match.group(1))]}.{match.group(2)}"] = tensor
save_file(pruned, "out/model.safetensors")
