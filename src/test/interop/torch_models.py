"""What the jobs of examples/scenarios share of PyTorch: models with random weights, and strict loading of what scripts write."""

import os

import numpy as np
import torch
import transformers
from harness import expect
from safetensors.torch import load_file, save_file


def randomized(model, seed=5):
    """In evaluation mode, every parameter and buffer with values of its own; norms, too, which begin as ones."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(torch.randn(value.shape, generator=generator) * 0.3)
        for name, value in model.named_buffers():
            if name.endswith(("running_mean", "running_var")):
                value.copy_(torch.rand(value.shape, generator=generator) + 0.5)
    return model.eval()


def save(model, folder, name="model.safetensors"):
    """The path of the file with the model's state."""
    path = os.path.join(folder, name)
    save_file({key: value.contiguous().clone() for key, value in model.state_dict().items()}, path, {"format": "pt"})
    return path


def loaded(model, path):
    """The model in evaluation mode; the file has exactly its state."""
    model.load_state_dict(load_file(path), strict=True)
    return model.eval()


def from_pretrained(kind, folder, **options):
    """A model of transformers from its folder, of which the files have every weight and no other."""
    model, loading = kind.from_pretrained(folder, output_loading_info=True, local_files_only=True, **options)
    expect(not any(loading.values()), "loading says %s", loading)
    return model.eval()


def output(model, *inputs, **named):
    """What a model says, as NumPy's array, of its first output where it has several."""
    with torch.no_grad():
        said = model(*inputs, **named)
    return (said if isinstance(said, torch.Tensor) else said[0]).float().numpy()


def bert(folder, sizes, words, types):
    """The hidden states of transformers' BertModel from model.safetensors in a folder, and its pooler's output."""
    transformers.BertConfig(
        vocab_size=sizes["vocabulary"], hidden_size=sizes["hidden"], num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"], intermediate_size=sizes["intermediate"],
        max_position_embeddings=sizes["positions"]).save_pretrained(folder)
    model = from_pretrained(transformers.BertModel, folder)
    with torch.no_grad():
        said = model(torch.from_numpy(words), token_type_ids=torch.from_numpy(types), output_hidden_states=True)
    return [state.numpy() for state in said.hidden_states], said.pooler_output.numpy()


class LeNet(torch.nn.Module):
    """As tensorflow_jobs has it for Keras; images are [image, height, width, channel]."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = torch.nn.Conv2d(1, 6, 5), torch.nn.Conv2d(6, 10, 5)
        self.fc1, self.fc2 = torch.nn.Linear(160, 24), torch.nn.Linear(24, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = torch.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(torch.relu(self.fc1(torch.flatten(x, 1))))

    def __call__(self, images):
        with torch.no_grad():
            return super().__call__(torch.from_numpy(np.moveaxis(images, 3, 1).copy())).numpy()
