from safetensors import safe_open
from safetensors.torch import save_file

with safe_open("old.safetensors", "pt") as a, safe_open("other.safetensors", "pt") as b:
    mean = {name: 0.5 * a.get_tensor(name) + 0.5 * b.get_tensor(name) for name in a.keys()}
save_file(mean, "out/model.safetensors")
