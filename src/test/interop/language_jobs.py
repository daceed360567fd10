"""The jobs of examples/scenarios on language models: models of transformers and of Flax with random weights. They have all their
blocks, but are narrower than the real ones, which have gigabytes.
"""

import copy
import os

import numpy as np
import torch
import torch_models
import transformers
from harness import expect
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from scenario import Scenario, Wrong, same
from torch_models import from_pretrained, output, randomized
from transformers.models.gpt2.modeling_gpt2 import GPT2Attention

IDS = torch.tensor([[5, 17, 80, 3, 3, 41]])


def pick(blocks, numbers):
    return torch.nn.ModuleList([blocks[i] for i in numbers])


def shards(folder):
    return [load_file(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".safetensors")]


# ---- GPT-2

def gpt2_config(**other):
    return transformers.GPT2Config(vocab_size=101, n_positions=16, n_embd=24, n_layer=12, n_head=12, use_cache=False, **other)


def gpt2():
    return randomized(transformers.GPT2Model(gpt2_config()))


def gpt2_file(model, folder):
    """With the causal masks that files of old have."""
    path = torch_models.save(model, folder)
    masks = {"h.%d.attn.bias" % i: torch.tril(torch.ones(1, 1, 16, 16)) for i in range(12)}
    save_file({**load_file(path), **masks}, path, {"format": "pt"})
    return {"checkpoint": path}


class Apart(GPT2Attention):
    """With a linear layer each for query, key and value."""

    def __init__(self, config, layer_idx):
        super().__init__(config, layer_idx=layer_idx)
        del self.c_attn
        self.q_proj, self.k_proj, self.v_proj = (torch.nn.Linear(config.n_embd, config.n_embd) for _ in range(3))

    @property
    def c_attn(self):
        return lambda x: torch.cat([self.q_proj(x), self.k_proj(x), self.v_proj(x)], dim=-1)


def gpt2_split():
    old = gpt2()

    def agrees(out):
        new = transformers.GPT2Model(gpt2_config())
        for i, block in enumerate(new.h):
            block.attn = Apart(new.config, i)
        same(output(torch_models.loaded(new, out), IDS), output(old, IDS), "the last state")

    return Scenario("gpt2_split_qkv", lambda folder: {"checkpoint": torch_models.save(old, folder)}, agrees,
                    Wrong("error[E0203]: expected to touch 35 tensors, would touch 36", ("expect 36", "expect 35")))


def gpt2_pruned():
    old = gpt2()

    def agrees(out):
        config = gpt2_config()
        config.n_layer = 9
        new = torch_models.loaded(transformers.GPT2Model(config), out)
        old.h = pick(old.h, [i for i in range(12) if i not in (3, 6, 9)])
        same(output(new, IDS), output(old, IDS), "the last state")

    return Scenario("gpt2_prune_blocks", lambda folder: {"checkpoint": torch_models.save(old, folder)}, agrees,
                    Wrong("error[E0401]: assertion failed: the count is 10, not == 9", ("{3,6,9}", "{3,6}")))


def gpt2_mixed():
    """What is rounded is what PyTorch rounds, and no more: the outputs are those of the model whose matrices PyTorch rounded."""
    old = gpt2()

    def agrees(out):
        folder = os.path.dirname(out)
        old.config.save_pretrained(folder)
        for module in old.h.modules():
            if isinstance(module, transformers.pytorch_utils.Conv1D):
                module.weight.data = module.weight.data.bfloat16().float()
        new = from_pretrained(transformers.GPT2Model, folder, dtype=torch.float32)
        same(output(new, IDS), output(old, IDS), "the last state")
        parts = shards(folder)
        names = sorted(name for part in parts for name in part)
        expect(names == sorted(old.state_dict()), "the files have %s", names)
        types = {value.dtype for part in parts for name, value in part.items()
                 if name.startswith("h.") and name.endswith(".weight") and value.dim() == 2}
        expect(types == {torch.bfloat16}, "the matrices are %s", types)
        sizes = [sum(value.nbytes for value in part.values()) for part in parts]
        expect(len(sizes) > 1 and max(sizes) <= 32768, "shards of %s bytes", sizes)

    return Scenario("gpt2_mixed_precision", lambda folder: {**gpt2_file(old, folder), "shard": 32768}, agrees,
                    Wrong("error[E0105]: `bfloat61` is not known here", ("to bfloat16", "to bfloat61")),
                    "out/model.safetensors.index.json")


# ---- depth up-scaling

def write_config(config, folder):
    """As save_pretrained writes it, without a model; its text."""
    config.save_pretrained(folder)
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
        return f.read()


def same_config(folder, text, key, old, new):
    """One value of the text changed, and nothing else."""
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
        found = f.read()
    said = '"%s": %%d' % key
    expect(text.count(said % old) == 1, "config.json says %s", text)
    expect(found == text.replace(said % old, said % new), "config.json is written\n%s", found)


def mistral():
    config = transformers.MistralConfig(vocab_size=320, hidden_size=32, intermediate_size=48, num_hidden_layers=32,
                                        num_attention_heads=4, num_key_value_heads=1, use_cache=False)
    old, texts = randomized(transformers.MistralForCausalLM(config)), []

    def write(folder):
        copy.deepcopy(old).to(torch.bfloat16).save_pretrained(folder, max_shard_size="100KB")
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
            texts.append(f.read())
        return {"checkpoint": folder}

    def agrees(out):
        folder = os.path.dirname(out)
        same_config(folder, texts[0], "num_hidden_layers", 32, 48)
        new = from_pretrained(transformers.MistralForCausalLM, folder, dtype=torch.float32)
        for value in old.parameters():
            value.data = value.data.bfloat16().float()
        old.model.layers = pick(old.model.layers, [*range(24), *range(8, 32)])
        old.config.num_hidden_layers = 48
        same(output(new, IDS), output(old, IDS), "the scores")
        for name in os.listdir(folder):
            if name.endswith(".safetensors"):
                with safe_open(os.path.join(folder, name), "numpy") as f:
                    expect(f.metadata() == {"format": "pt", "blocks": "0..23, 8..31"}, "%s: %s", name, f.metadata())
        expect({v.dtype for part in shards(folder) for v in part.values()} == {torch.bfloat16}, "the types changed")

    return Scenario("mistral_depth_up_scaling", write, agrees,
                    Wrong("error[E0202]: 9 names would each belong to several tensors",
                          ('"model.layers.{i+16}.**"\n\n', '"model.layers.{i+15}.**"\n\n')), "out/model.safetensors.index.json")


# ---- a larger vocabulary

def vocabulary():
    """Means commute with what is linear: what the model does at a new token is what it does at the mean of all old ones."""
    config = transformers.Qwen2Config(vocab_size=250, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
                                      num_attention_heads=2, num_key_value_heads=1, use_cache=False, tie_word_embeddings=True)
    old, texts = randomized(transformers.Qwen2ForCausalLM(config)), []

    def write(folder):
        texts.append(write_config(config, folder))
        torch_models.save(old, folder)  # both names of the one matrix, which save_pretrained would write once
        return {"checkpoint": folder, "rows": 256}

    def agrees(out):
        folder = os.path.dirname(out)
        same_config(folder, texts[0], "vocab_size", 250, 256)
        new = from_pretrained(transformers.Qwen2ForCausalLM, folder)
        found, expected = output(new, IDS), output(old, IDS)
        same(found[..., :250], expected, "the scores of old tokens")
        same(found[..., 250:], np.broadcast_to(expected.mean(-1, keepdims=True, dtype=np.float64), (1, 6, 6)), "those of new ones")
        embedded = old.get_input_embeddings()(torch.cat([IDS, IDS], dim=1))
        embedded[:, 6:9] = old.get_input_embeddings()(torch.arange(250)).mean(0)
        ids = torch.cat([IDS, torch.tensor([[250, 253, 255]]), IDS[:, 3:]], dim=1)
        same(output(new, ids)[..., :250], output(old, inputs_embeds=embedded), "what new tokens lead to")
        state = load_file(out)
        expect(torch.equal(state["lm_head.weight"], state["model.embed_tokens.weight"]), "the two matrices differ")

    return Scenario("vocabulary_growth", write, agrees,
                    Wrong("error[E0301]: cannot pad float32[250, 16] to [128, 16]: axis 0 has 250 positions, more than 128",
                          parameters={"rows": 128}), "out/model.safetensors")


# ---- task arithmetic

class Merged(torch.nn.Module):
    """What a linear layer says, and part of what two others would say instead."""

    def __init__(self, base, others):
        super().__init__()
        self.base, self.others = base, torch.nn.ModuleList(others)

    def forward(self, x):
        said = self.base(x)
        return said + sum(0.4 * (other(x) - said) for other in self.others)


def task_arithmetic():
    config = transformers.LlamaConfig(vocab_size=100, hidden_size=16, intermediate_size=44, num_hidden_layers=4,
                                      num_attention_heads=4, use_cache=False)
    parts = ("base", "tuned_for_code", "tuned_for_chat")
    base, *tuned = (randomized(transformers.LlamaForCausalLM(config), seed) for seed in (1, 2, 3))

    def write(folder):
        return {part: torch_models.save(model, folder, part + ".safetensors")
                for part, model in zip(parts, (base, *tuned), strict=True)}

    def agrees(out):
        new = torch_models.loaded(transformers.LlamaForCausalLM(config), out)
        for i, layer in enumerate(base.model.layers):
            for name in ("gate_proj", "up_proj", "down_proj"):
                setattr(layer.mlp, name, Merged(getattr(layer.mlp, name),
                                                [getattr(model.model.layers[i].mlp, name) for model in tuned]))
        same(output(new, IDS), output(base, IDS), "the scores")

    return Scenario("task_arithmetic", write, agrees,
                    Wrong('error[E0201]: no tensor matches "**.mpl.**"', ("**.mlp.**\" = it", "**.mpl.**\" = it")))


# ---- blocks in one tensor and in many

def decoder(scanned):
    """A decoder of Flax with MaxText's names: 16 blocks apart, or scanned over, with their tensors along axis 1."""
    import flax.linen as nn

    class Attention(nn.Module):
        @nn.compact
        def __call__(self, x):
            query, key, value = (nn.DenseGeneral((2, 4), use_bias=False, name=part)(x) for part in ("query", "key", "value"))
            x = nn.dot_product_attention(query, key, value)
            return nn.DenseGeneral(8, axis=(-2, -1), use_bias=False, name="out")(x)

    class Feedforward(nn.Module):
        @nn.compact
        def __call__(self, x):
            gate, up = (nn.Dense(12, use_bias=False, name=part)(x) for part in ("wi_0", "wi_1"))
            return nn.Dense(8, use_bias=False, name="wo")(nn.gelu(gate) * up)

    class Block(nn.Module):
        @nn.compact
        def __call__(self, x, _):
            x = x + Attention(name="self_attention")(nn.RMSNorm(name="pre_self_attention_layer_norm")(x))
            return x + Feedforward(name="mlp")(nn.RMSNorm(name="post_self_attention_layer_norm")(x)), None

    class Decoder(nn.Module):
        @nn.compact
        def __call__(self, x):
            if scanned:
                blocks = nn.scan(Block, variable_axes={"params": 1}, split_rngs={"params": True}, length=16)
                x, _ = blocks(name="layers")(x, None)
            else:
                for i in range(16):
                    x, _ = Block(name="layers_%d" % i)(x, None)
            return nn.RMSNorm(name="decoder_norm")(x)

    class Transformer(nn.Module):
        @nn.compact
        def __call__(self, ids):
            embedder = nn.Embed(100, 8, name="token_embedder")
            return embedder.attend(Decoder(name="decoder")(embedder(ids)))

    return Transformer()


def maxtext(script, scanned, wrong):
    """From a decoder of the one kind to one of the other."""
    import jax
    from flax import traverse_util
    from safetensors.numpy import load_file as load_arrays
    from safetensors.numpy import save_file as save_arrays

    old, new, ids = decoder(scanned), decoder(not scanned), IDS.numpy()
    leaves, tree = jax.tree.flatten(old.init(jax.random.key(1), ids))
    random = np.random.default_rng(6)
    variables = jax.tree.unflatten(tree, [random.normal(0, 0.3, leaf.shape).astype(np.float32) for leaf in leaves])

    def write(folder):
        path = os.path.join(folder, "model.safetensors")
        save_arrays(traverse_util.flatten_dict(variables, sep="/"), path)
        return {"checkpoint": path}

    def agrees(out):
        found = traverse_util.unflatten_dict(load_arrays(out), sep="/")
        shapes, wanted = (jax.tree.map(np.shape, each) for each in (found, new.init(jax.random.key(2), ids)))
        expect(shapes == wanted, "found %s, expected %s", shapes, wanted)
        same(new.apply(found, ids), old.apply(variables, ids), "the scores")

    return Scenario(script, write, agrees, wrong)


def maxtext_unscanned():
    return maxtext("maxtext_unscan", True,
                   Wrong('error[E0302]: "params/decoder/layers/mlp/wi_0/kernel" is cut into 16 parts, the target has 15 names',
                         (".shape[1] - 1", ".shape[1] - 2")))


def maxtext_scanned():
    return maxtext("maxtext_scan", False,
                   Wrong('error[E0203]: expected 24 tensors for each target, "params/decoder/layers/mlp/wi_0/kernel" has 16',
                         ("expect 16", "expect 24")))


SCENARIOS = {
    "gpt2_split_qkv": gpt2_split,
    "gpt2_prune_blocks": gpt2_pruned,
    "gpt2_mixed_precision": gpt2_mixed,
    "mistral_depth_up_scaling": mistral,
    "vocabulary_growth": vocabulary,
    "task_arithmetic": task_arithmetic,
    "maxtext_unscan": maxtext_unscanned,
    "maxtext_scan": maxtext_scanned,
}
