"""The names that `save_pretrained` writes, of transformers and PEFT.

Since transformers 5 a model in memory may have other tensors than its files: experts that lie in one tensor are saved one by one,
prefixes differ. What loading converted, saving converts back; that is asked here to convert tensors without values, which remember
what they are made of. Before version 5, models were saved as they lie in memory, but for some that see images.
"""

import re
import sys
from typing import Any

from ckpts._torch import Saved, of_state, tensors

torch: Any = sys.modules["torch"]


def pretrained(model: Any) -> list[Saved]:
    """As `save_pretrained` has it: without what the model never saves, ties resolved, converted back."""
    from importlib import import_module

    if getattr(model, "hf_quantizer", None) is not None:
        raise ValueError("the model is quantized, and what is saved of it depends on how: take the manifest of the model before")
    if getattr(model, "_hf_peft_config_loaded", False):
        raise ValueError("the model has adapters, and save_pretrained writes those alone: take the manifest of a peft.PeftModel")
    ignored = set(getattr(model, "_keys_to_ignore_on_save", None) or ())
    state = {name: tensor for name, tensor in tensors(model.state_dict(keep_vars=True)).items() if name not in ignored}
    if int(sys.modules["transformers"].__version__.partition(".")[0]) < 5:
        return _in_memory(model, state)
    detached = {name: tensor.detach() for name, tensor in state.items()}
    kept = import_module("transformers.modeling_utils").remove_tied_weights_from_state_dict(detached, model)
    saved = _converted(model, {name: state[name] for name in kept})
    if len(kept) == len(state):
        return saved
    # Converted with the other names of tied weights, too, those come out as they would be called.
    aliases: dict[tuple[int, ...], list[str]] = {}
    names = {one.name for one in saved}
    for one in _converted(model, state):
        if one.name not in names:
            aliases.setdefault(_made_of(one), []).append(one.name)
    return [Saved(one.name, one.tensor, one.sources, tuple(aliases.get(_made_of(one), ()))) for one in saved]


def _in_memory(model: Any, state: dict[str, Any]) -> list[Saved]:
    """Before version 5. Of tied weights those go whose names the model lists as such, but not the last of all."""
    if getattr(model, "_checkpoint_conversion_mapping", None):
        version = sys.modules["transformers"].__version__
        raise ValueError(
            f"{type(model).__name__} is saved under other names than it has in memory, and transformers {version} does not tell them:"
            " take its manifest with transformers 5"
        )
    renamed = getattr(model, "_fix_state_dict_keys_on_save", dict)(state)
    patterns = [
        f"{prefix}.{key}" if prefix else key
        for prefix, module in model.named_modules(remove_duplicate=False)
        for attribute in ("_tied_weights_keys", "_dynamic_tied_weights_keys")
        for key in getattr(module, attribute, None) or ()
    ]
    found = []
    for one in of_state(renamed):
        names = [one.name, *one.aliases]
        left_out = [name for name in sorted(names) if any(re.search(pattern, name) for pattern in patterns)]
        kept = next((name for name in names if name not in left_out), left_out[-1] if left_out else one.name)
        found.append(Saved(kept, one.tensor, one.sources, tuple(name for name in names if name != kept)))
    return found


def adapter(model: Any) -> list[Saved]:
    """What PEFT saves: the active adapter, without its name."""
    peft: Any = sys.modules["peft"]
    state = model.state_dict(keep_vars=True)
    return of_state(peft.get_peft_model_state_dict(model, state_dict=state, adapter_name=model.active_adapter))


def _made_of(saved: Saved) -> tuple[int, ...]:
    return tuple(sorted(set(map(id, saved.sources))))


def _converted(model: Any, state: dict[str, Any]) -> list[Saved]:
    from importlib import import_module

    loading = import_module("transformers.core_model_loading")
    traced = {name: _Traced.of(name, tensor) for name, tensor in state.items()}
    with torch.no_grad():
        saved = loading.revert_weight_conversion(model, traced)
    # In the order of the model, which converting gives up.
    places = {name: place for place, name in enumerate(state)}
    made = [(tensor.sources, Saved(name, tensor, tuple(tensor.sources.values()))) for name, tensor in saved.items()]
    return [one for _, one in sorted(made, key=lambda pair: min(places[name] for name in pair[0]))]


class _Traced(torch.Tensor):  # type: ignore[misc]
    """A tensor without values that knows the tensors in memory that it is made of, by their names."""

    sources: dict[str, Any]

    @classmethod
    def of(cls, name: str, tensor: Any) -> Any:
        made = torch.empty(tuple(tensor.shape), dtype=tensor.dtype, device="meta").as_subclass(cls)
        made.sources = {name: tensor}
        return made

    @classmethod
    def __torch_function__(cls, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = super().__torch_function__(function, types, args, kwargs or {})
        sources = {key: one for used in _all([*args, *(kwargs or {}).values()]) for key, one in used.items()}
        for made in [result] if isinstance(result, cls) else result if isinstance(result, (tuple, list)) else []:
            if isinstance(made, cls) and not hasattr(made, "sources"):
                made.sources = sources
        return result


def _all(values: Any) -> list[dict[str, Any]]:
    """The sources of all tensors among values, which may be in lists."""
    found = []
    for value in values:
        if isinstance(value, _Traced):
            found.append(value.sources)
        elif isinstance(value, (tuple, list)):
            found += _all(value)
    return found
