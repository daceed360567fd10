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
    return of_state(module.state_dict(keep_vars=True))


def of_state(state: dict[str, Any]) -> list[Saved]:
    """Of a state dict with the tensors of the module themselves: those that are there twice are tied."""
    names: dict[int, list[str]] = {}
    for name, tensor in state.items():
        if isinstance(tensor, torch.Tensor):  # get_extra_state() may return anything.
            names.setdefault(id(tensor), []).append(name)
    return [Saved(first, state[first], (state[first],), tuple(others)) for first, *others in names.values()]


def _variable(saved: Saved) -> Variable:
    return Variable(
        saved.name,
        str(saved.tensor.dtype).removeprefix("torch."),
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
