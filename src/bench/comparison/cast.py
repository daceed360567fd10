import torch
from safetensors.torch import load_file, save_file

tensors = load_file("old.safetensors")
save_file({name: tensor.to(torch.bfloat16) for name, tensor in tensors.items()}, "out/model.safetensors")
