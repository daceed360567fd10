"""What the scripts of examples/scenarios make for PyTorch, in PyTorch: the model computes what the old one computed.

    python full_scenarios.py LAUNCHER WORK [check ...]
"""

import math
import os

import image_models
import language_models
import numpy as np
import torch
import transformers
from harness import EXAMPLES, Checks, expect
from safetensors.numpy import load_file, save_file
from safetensors_files import write_shards

HEADS = 12


def dense(variables, scope, x):
    return x @ variables[scope + "/kernel"] + variables[scope + "/bias"]


def norm(variables, scope, x):
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred ** 2).mean(axis=-1, keepdims=True) + 1e-12)
    return scaled * variables[scope + "/gamma"] + variables[scope + "/beta"]


def softmax(x):
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def gelu(x):
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def bert(variables, words, types):
    """BERT's layers from TensorFlow's variables, in float64: what each of them says, and the pooler."""
    variables = {name: value.astype(np.float64) for name, value in variables.items()}
    embeddings = "bert/embeddings/%s_embeddings"
    x = variables[embeddings % "word"][words] + variables[embeddings % "token_type"][types]
    x = norm(variables, "bert/embeddings/LayerNorm", x + variables[embeddings % "position"][:len(words)])
    states = [x]
    for i in range(language_models.BERT["layers"]):
        layer = "bert/encoder/layer_%d/" % i
        query, key, value = (dense(variables, layer + "attention/self/" + part, x).reshape(len(words), HEADS, -1).swapaxes(0, 1)
                             for part in ("query", "key", "value"))
        weights = softmax(query @ key.swapaxes(1, 2) / math.sqrt(query.shape[-1]))
        attended = (weights @ value).swapaxes(0, 1).reshape(x.shape)
        x = norm(variables, layer + "attention/output/LayerNorm", x + dense(variables, layer + "attention/output/dense", attended))
        wide = gelu(dense(variables, layer + "intermediate/dense", x))
        x = norm(variables, layer + "output/LayerNorm", x + dense(variables, layer + "output/dense", wide))
        states.append(x)
    return states, np.tanh(dense(variables, "bert/pooler/dense", x[0]))


def bert_in_transformers(checks):
    folder, sizes = checks.folder("bert"), language_models.BERT
    google, bundle, out = (os.path.join(folder, name) for name in ("google.safetensors", "bert_model.ckpt", "model.safetensors"))
    save_file(language_models.bert_checkpoint(), google)
    checks.run_text('load "%s"\nsave "%s" format tensorflow\n' % (google, bundle), "bert_bundle")
    checks.run(os.path.join(EXAMPLES, "scenarios", "bert_tensorflow_to_hugging_face.ckpts"), checkpoint=bundle, out=out)
    config = transformers.BertConfig(
        vocab_size=sizes["vocabulary"], hidden_size=sizes["hidden"], num_hidden_layers=sizes["layers"], num_attention_heads=HEADS,
        intermediate_size=sizes["intermediate"], max_position_embeddings=sizes["positions"])
    config.save_pretrained(folder)
    model, loading = transformers.BertModel.from_pretrained(folder, output_loading_info=True)
    expect(not any(loading.values()), "loading says %s", loading)
    model.load_state_dict({name: torch.from_numpy(value) for name, value in load_file(out).items()}, strict=True)
    model.eval()
    words, types = np.array([2, 17, 99, 4, 56, 3, 8, 3]), np.array([0, 0, 0, 0, 0, 0, 1, 1])
    with torch.no_grad():
        found = model(torch.from_numpy(words)[None], token_type_ids=torch.from_numpy(types)[None], output_hidden_states=True)
    states, pooled = bert(language_models.bert_variables(), words, types)
    for layer, (ours, theirs) in enumerate(zip(states, found.hidden_states, strict=True)):
        error = np.abs(theirs[0].numpy() - ours).max()
        expect(error < 1e-4, "layer %d: off by %s", layer, error)
    error = np.abs(found.pooler_output[0].numpy() - pooled).max()
    expect(error < 1e-4, "the pooler: off by %s", error)


def interpolated(checks):
    folder, scenario = checks.folder("vit"), image_models.vit_base()
    source, out = os.path.join(folder, "vit.safetensors"), os.path.join(folder, "out.safetensors")
    save_file(scenario.sources["checkpoint"], source)
    checks.run(os.path.join(EXAMPLES, "scenarios", "vit_resolution.ckpts"), checkpoint=source, out=out)
    old = torch.from_numpy(scenario.sources["checkpoint"]["pos_embed"])
    grid = old[:, 1:].reshape(1, 14, 14, -1).permute(0, 3, 1, 2)
    grid = torch.nn.functional.interpolate(grid, (16, 12), mode="bicubic", antialias=True)
    wanted = torch.cat([old[:, :1], grid.permute(0, 2, 3, 1).reshape(1, 16 * 12, -1)], dim=1)
    error = np.abs(load_file(out)["pos_embed"] - wanted.numpy()).max()
    expect(error < 1e-5, "off by %s", error)


def mistral_in_transformers(checks):
    folder, scenario = checks.folder("mistral"), language_models.mistral()
    source, result = os.path.join(folder, "source"), os.path.join(folder, "result")
    os.makedirs(source)
    write_shards(scenario.sources["checkpoint"], source)
    with open(os.path.join(source, "config.json"), "w", encoding="utf-8") as f:
        f.write(scenario.config[0])
    checks.run(os.path.join(EXAMPLES, "scenarios", "mistral_depth_up_scaling.ckpts"), checkpoint=source,
               out=os.path.join(result, "model.safetensors.index.json"))
    model, loading = transformers.MistralForCausalLM.from_pretrained(result, output_loading_info=True)
    expect(not any(loading.values()), "loading says %s", loading)
    expect(len(model.model.layers) == 48, "the model has %d blocks", len(model.model.layers))
    for name, value in model.state_dict().items():
        error = np.abs(value.float().numpy() - scenario.expected[name].astype(np.float32)).max()
        expect(error == 0, "%s: off by %s", name, error)


def main():
    checks = Checks(__doc__)
    checks.check("bert_in_transformers", lambda: bert_in_transformers(checks))
    checks.check("mistral_in_transformers", lambda: mistral_in_transformers(checks))
    checks.check("interpolated", lambda: interpolated(checks))
    checks.end()


if __name__ == "__main__":
    main()
