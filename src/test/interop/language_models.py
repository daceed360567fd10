"""The jobs of examples/scenarios on language models: synthetic checkpoints with the names of real ones, and by NumPy what
becomes of them. The models have all their layers, but are narrower than the real ones, which have gigabytes.
"""

import numpy as np
from scenario import Scenario, Values, Wrong

# ---- BERT

BERT = {"layers": 12, "hidden": 24, "intermediate": 96, "vocabulary": 100, "positions": 512}  # real: 768, 3072, 30522


def bert_variables():
    """What Google's BERT-base has under these names, and the heads of its pre-training."""
    v, n, ffn = Values(2), BERT["hidden"], BERT["intermediate"]
    found = {}

    def dense(scope, inputs, outputs):
        found[scope + "/kernel"], found[scope + "/bias"] = v(inputs, outputs) / np.float32(4), v(outputs)

    def norm(scope):
        found[scope + "/gamma"], found[scope + "/beta"] = v(n), v(n)

    for kind, rows in (("word", BERT["vocabulary"]), ("position", BERT["positions"]), ("token_type", 2)):
        found["bert/embeddings/%s_embeddings" % kind] = v(rows, n)
    norm("bert/embeddings/LayerNorm")
    for i in range(BERT["layers"]):
        layer = "bert/encoder/layer_%d/" % i
        for part in ("query", "key", "value"):
            dense(layer + "attention/self/" + part, n, n)
        dense(layer + "attention/output/dense", n, n)
        norm(layer + "attention/output/LayerNorm")
        dense(layer + "intermediate/dense", n, ffn)
        dense(layer + "output/dense", ffn, n)
        norm(layer + "output/LayerNorm")
    dense("bert/pooler/dense", n, n)
    dense("cls/predictions/transform/dense", n, n)
    norm("cls/predictions/transform/LayerNorm")
    found["cls/predictions/output_bias"] = v(BERT["vocabulary"])
    found["cls/seq_relationship/output_weights"], found["cls/seq_relationship/output_bias"] = v(2, n), v(2)
    return found


def bert_checkpoint():
    variables, v = bert_variables(), Values(3)
    slots = {"%s/%s" % (name, slot): v(*value.shape) for name, value in variables.items() for slot in ("adam_m", "adam_v")}
    return {**variables, **slots, "global_step": np.array(1000000, np.int64)}


def bert_in_pytorch(variables):
    """The state dict of transformers' BertModel, written out rather than derived, so that it is an opinion of its own."""
    state = {}

    def linear(ours, theirs):
        state[theirs + ".weight"] = np.ascontiguousarray(variables[ours + "/kernel"].T)
        state[theirs + ".bias"] = variables[ours + "/bias"]

    def norm(ours, theirs):
        state[theirs + ".weight"], state[theirs + ".bias"] = variables[ours + "/gamma"], variables[ours + "/beta"]

    for kind in ("word", "position", "token_type"):
        state["embeddings.%s_embeddings.weight" % kind] = variables["bert/embeddings/%s_embeddings" % kind]
    norm("bert/embeddings/LayerNorm", "embeddings.LayerNorm")
    for i in range(BERT["layers"]):
        ours, theirs = "bert/encoder/layer_%d/" % i, "encoder.layer.%d." % i
        for part in ("query", "key", "value"):
            linear(ours + "attention/self/" + part, theirs + "attention.self." + part)
        for part in ("attention/output", "output"):
            linear(ours + part + "/dense", theirs + part.replace("/", ".") + ".dense")
            norm(ours + part + "/LayerNorm", theirs + part.replace("/", ".") + ".LayerNorm")
        linear(ours + "intermediate/dense", theirs + "intermediate.dense")
    linear("bert/pooler/dense", "pooler.dense")
    return state


def bert():
    return Scenario(
        "bert_tensorflow_to_hugging_face", {"checkpoint": bert_checkpoint()}, bert_in_pytorch(bert_variables()),
        Wrong('error[E0201]: no tensor matches "encoders/layer_*/**"',
              ("encoder/layer_*/**", "encoders/layer_*/**")),
        source_format="tensorflow")


# ---- GPT-2

def gpt2(blocks=12, width=24, vocabulary=101, context=16):  # real: 768, 50257, 1024
    v = Values(7)
    found = {"wte.weight": v(vocabulary, width), "wpe.weight": v(context, width)}
    for i in range(blocks):
        h = "h.%d." % i
        found[h + "attn.bias"] = np.tril(np.ones((1, 1, context, context), np.float32))
        for name, inputs, outputs in (("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width),
                                      ("mlp.c_fc", width, 4 * width), ("mlp.c_proj", 4 * width, width)):
            found[h + name + ".weight"], found[h + name + ".bias"] = v(inputs, outputs), v(outputs)
        for name in ("ln_1", "ln_2"):
            found[h + name + ".weight"], found[h + name + ".bias"] = v(width), v(width)
    found["ln_f.weight"], found["ln_f.bias"] = v(width), v(width)
    return found


def gpt2_split():
    source, expected = gpt2(), {}
    for name, value in source.items():
        if ".c_attn." in name:
            for part, values in zip("qkv", np.split(value, 3, axis=-1)):
                expected[name.replace("c_attn", part + "_proj")] = np.ascontiguousarray(values.T)
        else:
            expected[name] = value
    return Scenario("gpt2_split_qkv", {"checkpoint": source}, expected,
                    Wrong("error[E0203]: expected to touch 35 tensors, would touch 36", ("expect 36", "expect 35")))


def gpt2_pruned():
    source = gpt2()
    stay = [i for i in range(12) if i not in (3, 6, 9)]
    expected = {name: value for name, value in source.items() if not name.startswith("h.")}
    for new, old in enumerate(stay):
        prefix = "h.%d." % old
        expected.update({"h.%d.%s" % (new, name[len(prefix):]): v for name, v in source.items() if name.startswith(prefix)})
    return Scenario("gpt2_prune_blocks", {"checkpoint": source}, expected,
                    Wrong("error[E0401]: assertion failed: the count is 10, not == 9", ("{3,6,9}", "{3,6,12}")))


def gpt2_mixed():
    import ml_dtypes
    expected = {}
    for name, value in gpt2().items():
        if not name.endswith(".attn.bias"):
            matrix = name.startswith("h.") and value.ndim == 2
            expected[name] = value.astype(ml_dtypes.bfloat16) if matrix else value
    return Scenario("gpt2_mixed_precision", {"checkpoint": gpt2()}, expected,
                    Wrong("error[E0105]: `bfloat61` is not known here", ("to bfloat16", "to bfloat61")),
                    {"shard": 32768}, out_format="shards", shard_bytes=32768)


# ---- depth up-scaling

MISTRAL = """{
  "architectures": [
    "MistralForCausalLM"
  ],
  "bos_token_id": 1,
  "eos_token_id": 2,
  "hidden_act": "silu",
  "hidden_size": 32,
  "intermediate_size": 112,
  "max_position_embeddings": 32768,
  "model_type": "mistral",
  "num_attention_heads": 4,
  "num_hidden_layers": %d,
  "num_key_value_heads": 1,
  "rms_norm_eps": 1e-05,
  "rope_theta": 10000.0,
  "sliding_window": 4096,
  "tie_word_embeddings": false,
  "torch_dtype": "bfloat16",
  "vocab_size": 320
}
"""


def mistral():
    import ml_dtypes
    v, width, ffn, kv = Values(9), 32, 112, 8  # real: 4096, 14336, 1024
    shapes = {"self_attn.q_proj": (width, width), "self_attn.k_proj": (kv, width), "self_attn.v_proj": (kv, width),
              "self_attn.o_proj": (width, width), "mlp.gate_proj": (ffn, width), "mlp.up_proj": (ffn, width),
              "mlp.down_proj": (width, ffn), "input_layernorm": (width,), "post_attention_layernorm": (width,)}
    shapes = {"model.layers.%d.%s.weight" % (i, name): shape for i in range(32) for name, shape in shapes.items()}
    shapes.update({"model.embed_tokens.weight": (320, width), "model.norm.weight": (width,), "lm_head.weight": (320, width)})
    source = {name: v(*shape, dtype=ml_dtypes.bfloat16) for name, shape in shapes.items()}
    expected = {name: value for name, value in source.items() if ".layers." not in name}
    for new, old in enumerate([*range(24), *range(8, 32)]):
        prefix = "model.layers.%d." % old
        expected.update({"model.layers.%d.%s" % (new, n[len(prefix):]): x for n, x in source.items() if n.startswith(prefix)})
    return Scenario("mistral_depth_up_scaling", {"checkpoint": source}, expected,
                    Wrong("error[E0202]: 9 names would each belong to several tensors",
                          ('"model.layers.{i+16}.**"\n\n', '"model.layers.{i+15}.**"\n\n')),
                    source_format="shards", out_format="shards", shard_bytes=5 * 10 ** 9,
                    config=(MISTRAL % 32, MISTRAL % 48), metadata={"format": "pt", "blocks": "0..23, 8..31"})


# ---- a larger vocabulary

QWEN = '{"architectures": ["Qwen2ForCausalLM"], "rms_norm_eps": 1e-06, "vocab_size": %d, "tie_word_embeddings": true}'


def vocabulary():
    import ml_dtypes
    v = Values(14)
    rows = v(151666, 8, dtype=ml_dtypes.bfloat16)  # real: 2048 columns
    mean = rows.astype(np.float64).mean(axis=0).astype(ml_dtypes.bfloat16)
    grown = np.concatenate([rows, np.broadcast_to(mean, (151936 - 151666, 8))])
    norm = {"model.norm.weight": v(8, dtype=ml_dtypes.bfloat16)}
    tables = ("model.embed_tokens.weight", "lm_head.weight")
    return Scenario("vocabulary_growth", {"checkpoint": {**dict.fromkeys(tables, rows), **norm}},
                    {**dict.fromkeys(tables, grown), **norm},
                    Wrong("error[E0301]: cannot pad bfloat16[151666, 8] to [151552, 8]: axis 0 has 151666 positions, more than 151552",
                          parameters={"rows": 151552}), source_format="folder", config=(QWEN % 151666, QWEN % 151936))


# ---- blocks in one tensor and in many

def maxtext():
    """With the blocks apart, and with all of them in one tensor along axis 1."""
    v, width, heads, head, ffn = Values(20), 16, 4, 8, 48  # real: 2048, 16, 128, 16384
    shapes = {"self_attention/out/kernel": (heads, head, width), "mlp/wo/kernel": (ffn, width)}
    shapes.update({"self_attention/%s/kernel" % part: (width, heads, head) for part in ("query", "key", "value")})
    shapes.update({"mlp/%s/kernel" % part: (width, ffn) for part in ("wi_0", "wi_1")})
    shapes.update({"%s_self_attention_layer_norm/scale" % part: (width,) for part in ("pre", "post")})
    whole = {"params/token_embedder/embedding": v(64, width), "params/decoder/decoder_norm/scale": v(width)}
    scanned, apart = dict(whole), dict(whole)
    for name, shape in shapes.items():
        blocks = [v(*shape) for _ in range(16)]
        scanned["params/decoder/layers/" + name] = np.stack(blocks, axis=1)
        apart.update({"params/decoder/layers_%d/%s" % (i, name): block for i, block in enumerate(blocks)})
    return scanned, apart


def maxtext_unscanned():
    scanned, apart = maxtext()
    return Scenario("maxtext_unscan", {"checkpoint": scanned}, apart,
                    Wrong('error[E0302]: "params/decoder/layers/mlp/wi_0/kernel" is cut into 16 parts, the target has 15 names',
                          (".shape[1] - 1", ".shape[1] - 2")))


def maxtext_scanned():
    scanned, apart = maxtext()
    return Scenario("maxtext_scan", {"checkpoint": apart}, scanned,
                    Wrong('error[E0203]: expected 24 tensors for each target, "params/decoder/layers/mlp/wi_0/kernel" has 16',
                          ("expect 16", "expect 24")))


# ---- task arithmetic

def task_arithmetic():
    v, width, ffn = Values(21), 16, 44  # a Llama of 8 blocks; real: 4096, 11008
    shapes = {"model.embed_tokens.weight": (64, width), "lm_head.weight": (64, width), "model.norm.weight": (width,)}
    for i in range(8):
        layer = "model.layers.%d." % i
        shapes.update({layer + "self_attn.%s_proj.weight" % part: (width, width) for part in "qkvo"})
        shapes.update({layer + "mlp.gate_proj.weight": (ffn, width), layer + "mlp.up_proj.weight": (ffn, width),
                       layer + "mlp.down_proj.weight": (width, ffn), layer + "input_layernorm.weight": (width,)})
    base, first, second = ({name: v(*shape) for name, shape in shapes.items()} for _ in range(3))
    expected = dict(base)
    within = {}
    for name in shapes:
        if ".mlp." in name:
            b, f, s = (model[name].astype(np.float64) for model in (base, first, second))
            expected[name] = (b + 0.4 * (f - b) + 0.4 * (s - b)).astype(np.float32)
            within[name] = 2e-6
    return Scenario("task_arithmetic", {"base": base, "tuned_for_code": first, "tuned_for_chat": second}, expected,
                    Wrong('error[E0201]: no tensor matches "**.mpl.**"',
                          ("**.mlp.**\" = it", "**.mpl.**\" = it")), within=within)


SCENARIOS = {
    "bert_tensorflow_to_hugging_face": bert,
    "gpt2_split_qkv": gpt2_split,
    "gpt2_prune_blocks": gpt2_pruned,
    "gpt2_mixed_precision": gpt2_mixed,
    "mistral_depth_up_scaling": mistral,
    "vocabulary_growth": vocabulary,
    "maxtext_unscan": maxtext_unscanned,
    "maxtext_scan": maxtext_scanned,
    "task_arithmetic": task_arithmetic,
}
