"""Manifests of what tf.train.Checkpoint restores: Keras 3 and tf_keras models, tf.Module, Checkpoint objects.

Names are paths in the object graph, the shortest that does not run through an optimizer or one of Keras's own collections; further
paths are aliases. Tables, iterators and the like are there under the names of their parts; a table may have another size when it
is restored.
"""

import itertools
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from ckpts._manifest import Manifest, RestoredBy, Variable

# Whoever has a model has imported it.
tf: Any = sys.modules["tensorflow"]

COLLECTIONS = {"variables", "trainable_variables", "_all_variables", "keras_api"}
OPTIMIZER_COLLECTIONS = {"_variables", "_trainable_variables"}
MOST_PATHS = 64  # Of one variable; shared layers in shared containers multiply them.
PLAIN_INITIALIZERS = {"zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"}


def of_trackable(root: Any, restored_by: RestoredBy) -> Manifest:
    """Of what a checkpoint is made of, at best the tf.train.Checkpoint itself."""
    graph = Graph(root)
    variables = graph.variables()
    states = _states(graph)
    if not variables and not states:
        raise ValueError("no variables: build the model first; Keras 3 does not track layers in plain lists and dicts")
    owners: dict[int, Any] = {}  # id(slot): its variable
    order: list[str] = []
    found: dict[int, Variable] = {}
    for optimizer in filter(is_optimizer, graph.objects.values()):
        of_optimizer, slots = _optimizer_lists(graph, optimizer, variables)
        order += [graph.name(v) for v in of_optimizer]
        owners.update(slots)
        found.update(_slots(graph, optimizer, variables))
    for v in variables:
        if id(v) not in found:
            found[id(v)] = _variable(graph, v, owners.get(id(v)))
    rows = sorted([*found.values(), *states], key=lambda row: row.name)
    # A variable of two optimizers counts once.
    return Manifest(tuple(rows), restored_by, tuple(dict.fromkeys(order)))


def escape(edge: str) -> str:
    """A name of an object's child as TensorFlow's keys have it."""
    return edge.replace(".", "..").replace("/", ".S")


def is_variable(thing: Any) -> bool:
    return all(hasattr(thing, word) for word in ("shape", "dtype", "assign", "numpy"))


def is_optimizer(thing: Any) -> bool:
    return hasattr(thing, "apply_gradients")


class Graph:
    """The objects that a checkpoint of `root` would hold, each with the path that names it."""

    def __init__(self, root: Any) -> None:
        self.extra: dict[str, Any] = {}
        if isinstance(root, tf.train.Checkpoint):
            children = dict(tf.train.TrackableView.children(root))
            if "root" in children:  # Checkpoint(model, x=...): the model is the root, x its child.
                root = children.pop("root")
                self.extra = children
        self.root = root
        self.objects: dict[int, Any] = {}
        self.paths: dict[int, tuple[str, ...]] = {}
        self._walk(lambda parent, edge: not is_optimizer(parent) and edge not in COLLECTIONS)
        self._walk(lambda parent, edge: edge not in (OPTIMIZER_COLLECTIONS if is_optimizer(parent) else COLLECTIONS))
        self._walk(lambda parent, edge: True)
        self.into: dict[int, list[tuple[Any, str]]] = {}  # id(child): every (parent, edge)
        for thing in self.objects.values():
            for edge, child in self.children(thing).items():
                self.into.setdefault(id(child), []).append((thing, edge))

    def variables(self) -> list[Any]:
        return [thing for thing in self.objects.values() if is_variable(thing)]

    def children(self, thing: Any) -> dict[str, Any]:
        if is_variable(thing):
            return {}
        found = dict(tf.train.TrackableView.children(thing))
        if thing is self.root:
            found = {**found, **self.extra}
            found.pop("save_counter", None)  # Bookkeeping: `restored_by` says whether there is one.
        return found

    def _walk(self, allowed: Callable[[Any, str], bool]) -> None:
        """Gives the shortest path of allowed edges to each object that has none yet."""
        paths: dict[int, tuple[str, ...]] = {id(self.root): ()}
        queue = [self.root]
        for thing in queue:
            self.objects.setdefault(id(thing), thing)
            self.paths.setdefault(id(thing), paths[id(thing)])
            for edge, child in self.children(thing).items():
                if id(child) not in paths and allowed(thing, edge):
                    paths[id(child)] = paths[id(thing)] + (escape(edge),)
                    queue.append(child)

    def all_paths(self, thing: Any, seen: frozenset[int] = frozenset()) -> Iterator[str]:
        """Every path to the object that does not run in a circle."""
        if thing is self.root:
            yield ""
            return
        seen = seen | {id(thing)}
        for parent, edge in self.into.get(id(thing), ()):
            if id(parent) not in seen:
                for path in self.all_paths(parent, seen):
                    yield path + "/" + escape(edge) if path else escape(edge)

    def name(self, thing: Any) -> str:
        return "/".join(self.paths[id(thing)])


def _variable(graph: Graph, v: Any, owner: Any) -> Variable:
    name = graph.name(v)
    paths = itertools.islice(graph.all_paths(v), MOST_PATHS)
    initializers = [found for found in (_initializer(parent, edge) for parent, edge in graph.into[id(v)]) if found]
    return Variable(
        name,
        tf.as_dtype(v.dtype).name,
        tuple(v.shape),
        trainable=owner is None and bool(getattr(v, "trainable", False)),
        aliases=tuple(path for path in paths if path != name),
        initializer=initializers[-1] if initializers else None,
        slot_of=None if owner is None else graph.name(owner),
    )


def _initializer(layer: Any, edge: str) -> str | None:
    """How the layer starts this variable, where the language has a word for it."""
    word = edge.lstrip("_")
    if word == "bias" and getattr(layer, "unit_forget_bias", False):
        return None
    made = getattr(layer, {"recurrent_kernel": "recurrent"}.get(word, word) + "_initializer", None)
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(made).__name__).lower()
    return name + "()" if name in PLAIN_INITIALIZERS else None


def _slots(graph: Graph, optimizer: Any, variables: list[Any]) -> dict[int, Variable]:
    """Slots of optimizers before Keras 2.11, which name them."""
    found = {}
    for slot_name in getattr(optimizer, "get_slot_names", list)():
        for v in variables:
            try:
                slot = optimizer.get_slot(v, slot_name)
            except KeyError:  # This optimizer does not train v.
                continue
            name = "/".join([graph.name(v), ".OPTIMIZER_SLOT", graph.name(optimizer), escape(slot_name)])
            shape = tuple(slot.shape.as_list())
            found[id(slot)] = Variable(name, slot.dtype.name, shape, trainable=False, slot_of=graph.name(v))
    return found


def _optimizer_lists(graph: Graph, optimizer: Any, variables: list[Any]) -> tuple[list[Any], dict[int, Any]]:
    """(variables in the optimizer's order, {slot: variable}) of optimizers that hold parallel lists."""
    children = graph.children(optimizer)
    if "_trainable_variables" in children:  # Keras 3
        order = list(children["_trainable_variables"])
    elif hasattr(optimizer, "_index_dict"):  # Keras 2.11 and later
        index = optimizer._index_dict
        order = sorted((v for v in variables if optimizer._var_key(v) in index), key=lambda v: index[optimizer._var_key(v)])
    else:
        return [], {}
    slots: dict[int, Any] = {}
    for edge, child in children.items():
        if edge not in OPTIMIZER_COLLECTIONS and isinstance(child, list) and len(child) == len(order):
            slots.update((id(slot), v) for slot, v in zip(child, order) if is_variable(slot))
    for edge, held in vars(optimizer).items():  # Lists that are not tracked, with None where there is no slot.
        if edge not in OPTIMIZER_COLLECTIONS and isinstance(held, list) and len(held) == len(order):
            slots.update((id(slot), v) for slot, v in zip(held, order) if id(slot) in graph.paths and slot is not v)
    return order, slots


def _states(graph: Graph) -> list[Variable]:
    """All that a checkpoint stores of objects which are no variables."""
    things = [thing for thing in graph.objects.values() if not is_variable(thing) and _has_state(thing)]
    if not things:
        return []
    found = []
    with tempfile.TemporaryDirectory() as folder:  # What they are called, they only say when they are saved.
        saved = {"t%d" % i: thing for i, thing in enumerate(things)}
        reader = tf.train.load_checkpoint(tf.train.Checkpoint(**saved).write(os.path.join(folder, "states")))
        dtypes = reader.get_variable_to_dtype_map()
        for key, shape in sorted(reader.get_variable_to_shape_map().items()):
            holder, mark, attribute = key.partition("/.ATTRIBUTES/")
            if mark and re.fullmatch(r"t\d+", holder) and attribute != "VARIABLE_VALUE":
                name = "/".join(filter(None, (graph.name(things[int(holder[1:])]), ".ATTRIBUTES", attribute)))
                found.append(Variable(name, dtypes[key].name, tuple(shape), trainable=False))
    return found


def _has_state(thing: Any) -> bool:
    """Whether TensorFlow stores something of the object itself."""
    own = getattr(type(thing), "_serialize_to_tensors", None)
    inherited = getattr(tf.Module, "_serialize_to_tensors", None)
    return own is not inherited or bool(getattr(thing, "_gather_saveables_for_checkpoint", dict)())
