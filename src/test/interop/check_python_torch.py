"""ckpts.manifest of PyTorch modules and models of transformers and PEFT, against what those save of them.

    python check_python_torch.py LAUNCHER WORK [check ...]
"""

import os

from harness import ROOT, Failure, Skipped, expect

import safetensors.torch
import torch

import ckpts
from manifests_of_models import checks_of_the_checkout, fits, refuses

PLAIN = os.path.join(ROOT, "src", "test", "fixtures", "safetensors", "out_of_order", "model.safetensors")

# ---- PyTorch

class Odd(torch.nn.Module):
    """Tied weights, buffers, half precision, a frozen part, names that mean something in patterns, state that is no tensor."""

    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(11, 4)
        self.norm = torch.nn.BatchNorm1d(4)
        self.half = torch.nn.Linear(4, 3).to(torch.bfloat16)
        self.odd = torch.nn.ModuleDict({"{0,2}*?": torch.nn.Linear(2, 3), "[a]\\": torch.nn.Linear(2, 1).requires_grad_(False)})
        self.head = torch.nn.Linear(4, 11, bias=False)
        self.head.weight = self.embed.weight
        self.register_buffer("scratch", torch.zeros(3), persistent=False)

    def get_extra_state(self):
        return {"epoch": 3}

    def set_extra_state(self, state):
        pass


def saved_state(state, folder):
    """As files of safetensors have it: each tensor once, under its first name."""
    path, seen = os.path.join(folder, "model.safetensors"), {}
    for name, tensor in state.items():
        if isinstance(tensor, torch.Tensor) and all(tensor is not other for other in seen.values()):
            seen[name] = tensor
    safetensors.torch.save_file({name: tensor.detach() for name, tensor in seen.items()}, path)
    return path


def torch_module(checks):
    folder = checks.folder("torch_module")
    module = Odd()
    manifest = ckpts.manifest(module)
    fits(checks, manifest, saved_state(module.state_dict(keep_vars=True), folder), folder)
    rows = {v.name: v for v in manifest.variables}
    expect(rows["embed.weight"].aliases == ("head.weight",), "%s", rows["embed.weight"])
    expect(rows["odd.{0,2}*?.bias"].trainable and not rows["odd.[a]\\.bias"].trainable, "%s", rows)
    expect(not rows["norm.running_mean"].trainable and "scratch" not in rows, "%s", rows)
    expect(rows["half.weight"].dtype == "bfloat16", "%s", rows["half.weight"])
    # The aliases are what the module itself loads.
    loaded = module.load_state_dict({**{n: torch.zeros(v.shape) for v in manifest.variables for n in (v.name, *v.aliases)},
                                     "_extra_state": {}}, strict=True)
    expect(str(loaded) == "<All keys matched successfully>", "%s", loaded)


def torch_meta(checks):
    with torch.device("meta"):
        built = Odd()
    expect(ckpts.manifest(built) == ckpts.manifest(Odd()), "they differ")


def torch_optimizer(checks):
    """The names stand where the optimizer's own state has the numbers."""
    module = Odd()
    parameters = [p for p in module.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam([{"params": parameters[3:]}, {"params": parameters[:3], "lr": 0.1}])
    for parameter in parameters:
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    order = ckpts.manifest(module, optimizer=optimizer).optimizer_order
    shapes = {name: list(p.shape) for name, p in module.named_parameters()}
    state = optimizer.state_dict()
    numbers = [number for group in state["param_groups"] for number in group["params"]]
    expect([shapes[name] for name in order] == [list(state["state"][n]["exp_avg"].shape) for n in numbers], "%s", order)
    expect(order[-3:] == ("embed.weight", "norm.weight", "norm.bias"), "%s", order)
    other = torch.optim.SGD([torch.nn.Parameter(torch.zeros(7, 2))])
    refuses(ValueError, "the optimizer updates a parameter of shape [7, 2] that the model does not save",
            lambda: ckpts.manifest(module, optimizer=other))


def torch_wrappers(checks):
    """As `state_dict()` names them, which is what `torch.save` writes and `load_state_dict` expects of the wrapper."""
    folder = checks.folder("torch_wrappers")
    module = torch.nn.Sequential(torch.nn.Linear(2, 3))
    for wrapper, prefix in ((torch.nn.DataParallel(module), "module."), (torch.compile(module), "_orig_mod.")):
        manifest = ckpts.manifest(wrapper)
        expect([v.name for v in manifest.variables] == [prefix + "0.weight", prefix + "0.bias"], "%s", manifest)
        fits(checks, manifest, saved_state(wrapper.state_dict(keep_vars=True), folder), folder)


def torch_lazy(checks):
    refuses(ValueError, "0.weight has no shape yet: call the model once, so that its lazy modules are initialized",
            lambda: ckpts.manifest(torch.nn.Sequential(torch.nn.LazyLinear(3))))


def torch_no_tensors(checks):
    """What would be missing without a word: a manifest that asks for less than the module loads."""
    quantized = torch.ao.quantization.quantize_dynamic(torch.nn.Sequential(torch.nn.Linear(2, 3)), {torch.nn.Linear}, torch.qint8)
    refuses(ValueError, "0._packed_params.dtype is no tensor, but a dtype, as in quantized modules: a manifest has tensors only",
            lambda: ckpts.manifest(quantized))
    half = torch.nn.Module()
    half.register_buffer("z", torch.zeros(2, dtype=torch.complex32))
    refuses(ValueError, "z is of complex32, a type that ckpts does not know", lambda: ckpts.manifest(half))


def torch_dtypes(checks):
    """The types that are let through are those that the program knows."""
    from ckpts import _torch
    folder = checks.folder("torch_dtypes")
    every = {str(value).removeprefix("torch.") for value in vars(torch).values() if isinstance(value, torch.dtype)}
    expect(_torch.DTYPES < every, "%s", _torch.DTYPES - every)
    path = os.path.join(folder, "model.json")
    ckpts.Manifest(tuple(ckpts.Variable(dtype, dtype, (2,)) for dtype in sorted(_torch.DTYPES))).write(path)
    expect(ckpts.diff(PLAIN, path).missing == len(_torch.DTYPES), "some are not known")
    for dtype in sorted(every - _torch.DTYPES):
        ckpts.Manifest((ckpts.Variable("v", dtype, (2,)),)).write(path)
        try:
            ckpts.diff(PLAIN, path)
        except ckpts.CkptsError:
            continue
        raise Failure("the program knows %s" % dtype)


class Copying(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.inside = torch.nn.Linear(2, 3)

    def state_dict(self, *words, **more):
        return {name: tensor.clone() for name, tensor in super().state_dict(*words, **more).items()}


def torch_copies(checks):
    refuses(ValueError, "state_dict(keep_vars=True) has a copy of inside.weight: what is trained and what is tied cannot be told by"
            " copies; have it return the parameters themselves", lambda: ckpts.manifest(Copying()))


# ---- transformers

def before_5():
    """Then names in files are those in memory, but for some. The checks are for both, if the other is in front of the path."""
    import transformers
    return int(transformers.__version__.split(".")[0]) < 5


def unless_in_memory():
    if before_5():
        raise Skipped("this version saves what is in memory")


def tiny(kind, **more):
    import transformers
    config = getattr(transformers, kind.split("For")[0].replace("LMHeadModel", "").removesuffix("Model") + "Config")
    sizes = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=50,
                 bos_token_id=1, eos_token_id=2)
    return getattr(transformers, kind)(config(**{**sizes, **more}))


def llava():
    import transformers
    text = transformers.LlamaConfig(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, vocab_size=50)
    vision = transformers.CLIPVisionConfig(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
                                           image_size=28, patch_size=14)
    return transformers.LlavaForConditionalGeneration(transformers.LlavaConfig(vision_config=vision, text_config=text))


# A name as it is saved, which is in no module; aliases of tied weights.
PRETRAINED = {
    "bert": (lambda: tiny("BertForMaskedLM"), None, ("bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight")),
    "gpt2": (lambda: tiny("GPT2LMHeadModel", n_embd=16, n_layer=2, n_head=2, n_positions=16), None,
             ("transformer.wte.weight", "lm_head.weight")),
    "t5": (lambda: tiny("T5ForConditionalGeneration", d_model=16, d_kv=4, d_ff=24, num_layers=2, num_heads=4), None,
           ("shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight")),
    "mixtral": (lambda: tiny("MixtralForCausalLM", num_local_experts=3, tie_word_embeddings=True),
                "model.layers.1.block_sparse_moe.experts.2.w1.weight", ("model.embed_tokens.weight", "lm_head.weight")),
    "qwen3_moe": (lambda: tiny("Qwen3MoeForCausalLM", num_experts=4, moe_intermediate_size=8),
                  "model.layers.1.mlp.experts.3.gate_proj.weight", None),
    "llava": (llava, "language_model.model.layers.0.mlp.down_proj.weight", None),
}


def saved_pretrained(model, folder):
    model.save_pretrained(folder)
    names = [name for name in os.listdir(folder) if name.endswith((".safetensors", ".index.json"))]
    return os.path.join(folder, min(names, key=lambda name: not name.endswith("json")))


def pretrained(checks, name):
    build, only_saved, tied = PRETRAINED[name]
    folder = checks.folder(name)
    model = build()
    if before_5() and name == "llava":
        import transformers
        refuses(ValueError, "LlavaForConditionalGeneration is saved under other names than it has in memory, and transformers"
                " %s does not tell them: take its manifest with transformers 5" % transformers.__version__, lambda: ckpts.manifest(model))
        return
    manifest = ckpts.manifest(model)
    fits(checks, manifest, saved_pretrained(model, folder), folder)
    rows = {v.name: v for v in manifest.variables}
    expect(all(v.trainable for v in rows.values() if not v.name.endswith(("_ids", ".inv_freq"))), "%s", rows)
    if only_saved:
        expect(only_saved in rows and (only_saved in model.state_dict()) == before_5(), "%s", sorted(rows))
    if tied:
        expect(rows[tied[0]].aliases == tied[1:], "%s", rows[tied[0]])
    # One that was loaded remembers what was converted; one without values has the same names.
    again = type(model).from_pretrained(folder)
    expect(ckpts.manifest(again).text() == manifest.text(), "after loading: %s", ckpts.manifest(again))
    with torch.device("meta"):
        expect({v.name for v in ckpts.manifest(build()).variables} == set(rows), "on the meta device")


def pretrained_in_shards(checks):
    folder = checks.folder("pretrained_in_shards")
    model = PRETRAINED["mixtral"][0]()
    model.save_pretrained(folder, max_shard_size="8KB")
    fits(checks, ckpts.manifest(model), os.path.join(folder, "model.safetensors.index.json"), folder)


def pretrained_frozen(checks):
    """What one tensor in memory is saved as is trained as that is."""
    unless_in_memory()
    model = PRETRAINED["mixtral"][0]()
    model.model.layers[0].mlp.experts.requires_grad_(False)
    trained = {v.name: v.trainable for v in ckpts.manifest(model).variables if ".experts." in v.name}
    expect(len(trained) == 18 and all(value == name.startswith("model.layers.1.") for name, value in trained.items()), "%s", trained)


def pretrained_optimizer(checks):
    model = PRETRAINED["gpt2"][0]()
    order = ckpts.manifest(model, optimizer=torch.optim.SGD(model.parameters())).optimizer_order
    expect(list(order) == [name for name, _ in model.named_parameters()], "%s", order)
    experts = PRETRAINED["mixtral"][0]()
    if before_5():
        expect(ckpts.manifest(experts, optimizer=torch.optim.SGD(experts.model.layers.parameters())).optimizer_order, "no order")
        return
    refuses(ValueError, "model.layers.0.block_sparse_moe.experts.0.w1.weight is saved in other parts than the optimizer updates: it has no"
            " place in its order", lambda: ckpts.manifest(experts, optimizer=torch.optim.SGD(experts.model.layers.parameters())))


def pretrained_compiled(checks):
    model = PRETRAINED["bert"][0]()
    expect(ckpts.manifest(torch.compile(model)) == ckpts.manifest(model), "they differ")
    folder = checks.folder("pretrained_compiled")
    fits(checks, ckpts.manifest(torch.compile(model)), saved_pretrained(torch.compile(model), folder), folder)


def names_in_memory_do_not_fit(checks):
    """The point of it: a manifest of what is in memory would ask for tensors that no file has."""
    unless_in_memory()
    folder = checks.folder("names_in_memory")
    model = PRETRAINED["mixtral"][0]()
    source = saved_pretrained(model, folder)
    rows = tuple(ckpts.Variable(n, "float32", tuple(p.shape)) for n, p in model.named_parameters())
    ckpts.Manifest(rows).write(os.path.join(folder, "memory.json"))
    found = ckpts.diff(source, os.path.join(folder, "memory.json"))
    expect(not found.equal and found.missing == 6 and found.unexpected == 20, "%s", found)


def adapters(checks):
    import peft
    config = peft.LoraConfig(r=2, target_modules=["query", "value"])
    folder = checks.folder("adapters")
    wrapped = peft.get_peft_model(tiny("BertModel"), config)
    wrapped.save_pretrained(folder)
    fits(checks, ckpts.manifest(wrapped), os.path.join(folder, "adapter_model.safetensors"), folder)
    expect(all(v.trainable for v in ckpts.manifest(wrapped).variables), "%s", ckpts.manifest(wrapped))


def quantized(checks):
    model = tiny("BertModel")
    model.hf_quantizer = object()
    refuses(ValueError, "the model is quantized, and what is saved of it depends on how: take the manifest of the model before",
            lambda: ckpts.manifest(model))


def main():
    checks = checks_of_the_checkout(__doc__)
    for action in (torch_module, torch_meta, torch_optimizer, torch_wrappers, torch_lazy, torch_no_tensors, torch_dtypes, torch_copies):
        checks.check(action.__name__, lambda: action(checks))
    for name in PRETRAINED:
        checks.check(name, lambda: pretrained(checks, name))
    for action in (pretrained_in_shards, pretrained_frozen, pretrained_optimizer, pretrained_compiled, names_in_memory_do_not_fit, adapters,
                   quantized):
        checks.check(action.__name__, lambda: action(checks))
    checks.end()


if __name__ == "__main__":
    main()
