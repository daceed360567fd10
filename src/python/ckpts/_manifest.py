"""Manifests: the variables that a model expects in a checkpoint, as docs/formats/manifest.md describes them."""

import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ckpts._paths import StrPath

RestoredBy = Literal["restore", "read", "saver", "load_weights"]


@dataclass(frozen=True)
class Variable:
    """A variable that a model expects: its name in the checkpoint and its other names in the model, dtype and shape."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    trainable: bool | None = None
    aliases: tuple[str, ...] = ()
    initializer: str | None = None
    slot_of: str | None = None

    def _row(self) -> dict[str, Any]:
        row: dict[str, Any] = {"name": _plain(self.name), "dtype": self.dtype, "shape": list(self.shape)}
        if self.trainable is not None:
            row["trainable"] = self.trainable
        if self.aliases:
            row["aliases"] = [_plain(alias) for alias in self.aliases]
        if self.initializer is not None:
            row["initializer"] = self.initializer
        if self.slot_of is not None:
            row["slot_of"] = _plain(self.slot_of)
        return row


@dataclass(frozen=True)
class Manifest:
    """What a model expects in a checkpoint, and the call that will load it."""

    variables: tuple[Variable, ...]
    restored_by: RestoredBy | None = None
    optimizer_order: tuple[str, ...] = ()

    def text(self) -> str:
        """It as JSON, a variable a line, which is what one wants to see in a diff."""
        fields = ['"ckpts_manifest": 1']
        if self.restored_by is not None:
            fields.append(f'"restored_by": {json.dumps(self.restored_by)}')
        fields.append('"variables": ' + _lines(variable._row() for variable in self.variables))
        if self.optimizer_order:
            fields.append('"optimizer_order": ' + _lines(map(_plain, self.optimizer_order)))
        return "{\n " + ",\n ".join(fields) + "\n}\n"

    def write(self, path: StrPath) -> None:
        """Writes it to a file, over what is there, of which a write that fails leaves all."""
        if os.path.exists(path) and not os.path.isfile(path):
            # Such as /dev/stdout: it cannot be replaced.
            self._write(path)
            return
        # A link stays one.
        target = os.path.realpath(path)
        beside = f"{target}.{os.getpid()}.part"
        try:
            self._write(beside)
            os.replace(beside, target)
        except BaseException:
            if os.path.exists(beside):
                os.remove(beside)
            raise

    def _write(self, path: StrPath) -> None:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self.text())


def manifest(
    model: Any,
    path: StrPath | None = None,
    *,
    optimizer: Any = None,
    restored_by: RestoredBy = "restore",
) -> Manifest:
    """What a live model expects in a checkpoint, under the names that its framework saves; written to a file, too, if given.

    `model` is a torch.nn.Module (of transformers: as `save_pretrained` names them), or what TensorFlow restores: a tf.train.Checkpoint,
    a tf.Module, a Keras model, or a tf.compat.v1.train.Saver. The `optimizer` of a module or a Saver adds the order of its variables,
    or which are its slots; that of a Keras model belongs into the tf.train.Checkpoint. `restored_by` is "read" where TensorFlow's
    `Checkpoint.read` will load it, and has no meaning for others.
    """
    if restored_by not in get_args(RestoredBy):
        raise ValueError(f"restored_by is one of {', '.join(get_args(RestoredBy))}, not {restored_by!r}")
    found = _found(model, optimizer, restored_by)
    if path is not None:
        found.write(path)
    return found


def _found(model: Any, optimizer: Any, restored_by: RestoredBy) -> Manifest:
    """By the framework that the model is from, which is there already: no other is imported."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(model, torch.nn.Module):
        from ckpts import _torch

        return _torch.of_module(model, optimizer)
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None and isinstance(model, tensorflow.compat.v1.train.Saver):
        from ckpts import _saver

        return _saver.of_saver(model, () if optimizer is None else (optimizer,))
    if tensorflow is not None and hasattr(model, "_trackable_children"):
        if optimizer is not None:
            raise TypeError("the optimizer belongs into what is restored: manifest(tf.train.Checkpoint(model=..., optimizer=...))")
        from ckpts import _tensorflow

        return _tensorflow.of_trackable(model, restored_by)
    raise TypeError(
        "manifest() takes a torch.nn.Module, a tf.train.Checkpoint, a tf.Module, a Keras model on TensorFlow or PyTorch, or a"
        f" tf.compat.v1.train.Saver, not {type(model).__module__}.{type(model).__qualname__}"
    )


def _plain(name: str) -> str:
    """A name as a manifest writes it, where lists and ranges in braces would stand for several names."""
    return re.sub(r"[\\*?\[\]{}]", r"\\\g<0>", name)


def _lines(values: Iterable[Any]) -> str:
    return "[\n" + ",\n".join("  " + json.dumps(value) for value in values) + "\n ]"
