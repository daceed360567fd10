from safetensors.torch import load_file, save_file

tensors = load_file("old.safetensors")
renamed = {name.replace("model.", "tower.", 1): tensor for name, tensor in tensors.items()}
save_file(renamed, "out/model.safetensors")
