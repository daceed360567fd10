"""Manifests of PyTorch modules: what `load_state_dict(strict=True)` expects, or what `save_pretrained` writes.

Parameters and persistent buffers, no values: `with torch.device("meta"):` builds even large models at once. A tied weight is one
entry, whose other names are aliases. What has a `save_pretrained` of its own, a model of transformers or of PEFT, is listed as that
names it; every other module as `state_dict()` does, with the prefixes of the wrappers that it keeps.
"""

import sys
from dataclasses import dataclass
from typing import Any

from ckpts._manifest import Manifest, Variable

# Whoever has a module has imported it.
torch: Any = sys.modules["torch"]

# Those that the program has, too: a manifest with another is refused.
DTYPES = set(
    "bool int2 int4 int8 int16 int32 int64 uint2 uint4 uint8 uint16 uint32 uint64 float8_e5m2 float8_e4m3fn float8_e4m3fnuz"
    " float8_e5m2fnuz float16 bfloat16 float32 float64 complex64 complex128 qint8 quint8 qint32".split()
)
EXTRA_STATE = "_extra_state"


@dataclass(frozen=True)
class Saved:
    """A tensor as it is saved, under its name and those that it has beside it; and the tensors in memory that it is made of."""

    name: str
    tensor: Any
    sources: tuple[Any, ...]
    aliases: tuple[str, ...] = ()


def of_module(module: Any, optimizer: Any) -> Manifest:
    """With an optimizer, its order is that of the names that its state numbers."""
    saved = _saved(module)
    lazy = [one.name for one in saved if any(map(torch.nn.parameter.is_lazy, one.sources))]
    if lazy:
        raise ValueError(f"{lazy[0]} has no shape yet: call the model once, so that its lazy modules are initialized")
    return Manifest(tuple(map(_variable, saved)), None, () if optimizer is None else _order(saved, optimizer))


def _saved(module: Any) -> list[Saved]:
    # What save_pretrained does first: the compiled module passes the call on to the one inside.
    inner = getattr(module, "_orig_mod", module)
    transformers, peft = sys.modules.get("transformers"), sys.modules.get("peft")
    if peft is not None and isinstance(inner, peft.PeftModel):
        from ckpts import _transformers

        return _transformers.adapter(inner)
    if transformers is not None and isinstance(inner, transformers.PreTrainedModel):
        from ckpts import _transformers

        return _transformers.pretrained(inner)
    state = module.state_dict(keep_vars=True)
    own = dict(module.named_parameters(remove_duplicate=False))
    copies = [name for name, tensor in state.items() if name in own and tensor is not own[name]]
    if copies:
        raise ValueError(
            f"state_dict(keep_vars=True) has a copy of {copies[0]}: what is trained and what is tied cannot be told by copies;"
            " have it return the parameters themselves"
        )
    return of_state(state)


def of_state(state: dict[str, Any]) -> list[Saved]:
    """Of a state dict with the tensors of the module themselves: those that are there twice are tied."""
    names: dict[int, list[str]] = {}
    for name, tensor in tensors(state).items():
        names.setdefault(id(tensor), []).append(name)
    return [Saved(first, state[first], (state[first],), tuple(others)) for first, *others in names.values()]


def tensors(state: dict[str, Any]) -> dict[str, Any]:
    """Without what get_extra_state() returned, which may be anything."""
    found = {}
    for name, value in state.items():
        if isinstance(value, torch.Tensor):
            found[name] = value
        elif name.rpartition(".")[2] != EXTRA_STATE:
            raise ValueError(f"{name} is no tensor, but a {type(value).__qualname__}, as in quantized modules: a manifest has tensors only")
    return found


def _variable(saved: Saved) -> Variable:
    dtype = str(saved.tensor.dtype).removeprefix("torch.")
    if dtype not in DTYPES:
        raise ValueError(f"{saved.name} is of {dtype}, a type that ckpts does not know")
    return Variable(
        saved.name,
        dtype,
        tuple(saved.tensor.shape),
        trainable=any(isinstance(source, torch.nn.Parameter) and source.requires_grad for source in saved.sources),
        aliases=saved.aliases,
    )


def _order(saved: list[Saved], optimizer: Any) -> tuple[str, ...]:
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    made_of: dict[int, list[Saved]] = {}
    for one in saved:
        for source in one.sources:
            made_of.setdefault(id(source), []).append(one)
    names = []
    for parameter in parameters:
        found = made_of.get(id(parameter), [])
        if not found:
            raise ValueError(f"the optimizer updates a parameter of shape {list(parameter.shape)} that the model does not save")
        if len(found) > 1 or len(found[0].sources) > 1:
            raise ValueError(f"{found[0].name} is saved in other parts than the optimizer updates: it has no place in its order")
        names.append(found[0].name)
    return tuple(names)
