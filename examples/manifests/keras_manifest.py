"""Writes a ckpts manifest of what tf.train.Checkpoint restores: Keras 3 and tf_keras models, tf.Module, Checkpoint objects.

    python keras_manifest.py my_model:build model.json     # build() returns the object
    from keras_manifest import manifest, text              # or in the program itself, best on the Checkpoint you restore with:
    open("model.json", "w").write(text(manifest(tf.train.Checkpoint(model=model, optimizer=optimizer))))

Build the model (call it once) and the optimizer (`optimizer.build(model.trainable_variables)`) first. `restored_by` is "restore"
for Checkpoint.save/restore, "read" for write/read. Names are paths in the object graph, the shortest that does not run
through an optimizer or one of Keras's own collections; further paths are aliases. Tables, iterators and the like are there under
the names of their parts; a table may have another size when it is restored.
"""

import importlib
import itertools
import json
import os
import re
import sys
import tempfile

import tensorflow as tf

COLLECTIONS = {"variables", "trainable_variables", "_all_variables", "keras_api"}
OPTIMIZER_COLLECTIONS = {"_variables", "_trainable_variables"}
MOST_PATHS = 64  # Of one variable; shared layers in shared containers multiply them.
PLAIN_INITIALIZERS = {"zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"}


def _escape(edge):
    return edge.replace(".", "..").replace("/", ".S")


def _plain(name):
    """The name as a manifest writes it, where lists and ranges in braces would stand for several names."""
    return re.sub(r"[\\*?\[\]{}]", r"\\\g<0>", name)


def _is_variable(thing):
    return all(hasattr(thing, word) for word in ("shape", "dtype", "assign", "numpy"))


def _is_optimizer(thing):
    return hasattr(thing, "apply_gradients")


class _Graph:
    """The objects that a checkpoint of `root` would hold, each with the path that names it."""

    def __init__(self, root):
        self.extra = {}
        if isinstance(root, tf.train.Checkpoint):
            children = dict(tf.train.TrackableView.children(root))
            if "root" in children:  # Checkpoint(model, x=...): the model is the root, x its child.
                root = children.pop("root")
                self.extra = children
        self.root = root
        self.objects, self.paths = {}, {}
        self._walk(lambda parent, edge: not _is_optimizer(parent) and edge not in COLLECTIONS)
        self._walk(lambda parent, edge: edge not in (OPTIMIZER_COLLECTIONS if _is_optimizer(parent) else COLLECTIONS))
        self._walk(lambda parent, edge: True)
        self.into = {}  # id(child): every (parent, edge)
        for thing in self.objects.values():
            for edge, child in self.children(thing).items():
                self.into.setdefault(id(child), []).append((thing, edge))

    def children(self, thing):
        if _is_variable(thing):
            return {}
        found = dict(tf.train.TrackableView.children(thing))
        if thing is self.root:
            found = {**found, **self.extra}
            found.pop("save_counter", None)  # Bookkeeping: `restored_by` says whether there is one.
        return found

    def _walk(self, allowed):
        """Gives the shortest path of allowed edges to each object that has none yet."""
        paths, queue = {id(self.root): ()}, [self.root]
        for thing in queue:
            self.objects.setdefault(id(thing), thing)
            self.paths.setdefault(id(thing), paths[id(thing)])
            for edge, child in self.children(thing).items():
                if id(child) not in paths and allowed(thing, edge):
                    paths[id(child)] = paths[id(thing)] + (_escape(edge),)
                    queue.append(child)

    def all_paths(self, thing, seen=frozenset()):
        """Every path to the object that does not run in a circle."""
        if thing is self.root:
            yield ""
            return
        seen = seen | {id(thing)}
        for parent, edge in self.into.get(id(thing), ()):
            if id(parent) not in seen:
                for path in self.all_paths(parent, seen):
                    yield path + "/" + _escape(edge) if path else _escape(edge)

    def name(self, thing):
        return _plain("/".join(self.paths[id(thing)]))


def _initializer(layer, edge):
    """How the layer starts this variable, where the language has a word for it."""
    word = edge.lstrip("_")
    if word == "bias" and getattr(layer, "unit_forget_bias", False):
        return None
    made = getattr(layer, {"recurrent_kernel": "recurrent"}.get(word, word) + "_initializer", None)
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(made).__name__).lower()
    return name + "()" if name in PLAIN_INITIALIZERS else None


def _states(graph):
    """(object, rest of the name, dtype, shape) of all that a checkpoint stores of objects which are no variables."""
    things = [thing for thing in graph.objects.values() if not _is_variable(thing) and _has_state(thing)]
    if not things:
        return
    with tempfile.TemporaryDirectory() as folder:  # What they are called, they only say when they are saved.
        prefix = tf.train.Checkpoint(**{"t%d" % i: thing for i, thing in enumerate(things)}).write(os.path.join(folder, "states"))
        reader = tf.train.load_checkpoint(prefix)
        dtypes = reader.get_variable_to_dtype_map()
        for key, shape in sorted(reader.get_variable_to_shape_map().items()):
            holder, mark, attribute = key.partition("/.ATTRIBUTES/")
            if mark and re.fullmatch(r"t\d+", holder) and attribute != "VARIABLE_VALUE":
                yield things[int(holder[1:])], attribute, dtypes[key].name, shape


def _has_state(thing):
    """Whether TensorFlow stores something of the object itself."""
    own = getattr(type(thing), "_serialize_to_tensors", None)
    inherited = getattr(tf.Module, "_serialize_to_tensors", None)
    return own is not inherited or bool(getattr(thing, "_gather_saveables_for_checkpoint", dict)())


def _optimizer_lists(graph, optimizer, variables):
    """(variables in the optimizer's order, {slot: variable}) of optimizers that hold parallel lists."""
    children = graph.children(optimizer)
    if "_trainable_variables" in children:  # Keras 3
        order = list(children["_trainable_variables"])
    elif hasattr(optimizer, "_index_dict"):  # Keras 2.11 and later
        index = optimizer._index_dict
        order = sorted((v for v in variables if optimizer._var_key(v) in index), key=lambda v: index[optimizer._var_key(v)])
    else:
        return [], {}
    slots = {}
    for edge, child in children.items():
        if edge not in OPTIMIZER_COLLECTIONS and isinstance(child, list) and len(child) == len(order):
            slots.update((id(slot), v) for slot, v in zip(child, order) if _is_variable(slot))
    for edge, held in vars(optimizer).items():  # Lists that are not tracked, with None where there is no slot.
        if edge not in OPTIMIZER_COLLECTIONS and isinstance(held, list) and len(held) == len(order):
            slots.update((id(slot), v) for slot, v in zip(held, order) if id(slot) in graph.paths and slot is not v)
    return order, slots


def manifest(root, restored_by="restore"):
    """The manifest as a dict; `root` is what the checkpoint is made of, at best the tf.train.Checkpoint itself."""
    graph = _Graph(root)
    variables = [thing for thing in graph.objects.values() if _is_variable(thing)]
    if not variables:
        raise ValueError("no variables: build the model first; Keras 3 does not track layers in plain lists and dicts")
    rows, slot_of, order = {}, {}, []
    for v in variables:
        rows[id(v)] = {"name": graph.name(v), "dtype": tf.as_dtype(v.dtype).name, "shape": list(v.shape),
                       "trainable": bool(getattr(v, "trainable", False))}
    for optimizer in filter(_is_optimizer, graph.objects.values()):
        of_optimizer, slots = _optimizer_lists(graph, optimizer, variables)
        order += [graph.name(v) for v in of_optimizer]
        slot_of.update(slots)
        for slot_name in getattr(optimizer, "get_slot_names", list)():  # Optimizers before Keras 2.11.
            for v in variables:
                try:
                    slot = optimizer.get_slot(v, slot_name)
                except KeyError:  # This optimizer does not train v.
                    continue
                name = "/".join([graph.name(v), ".OPTIMIZER_SLOT", graph.name(optimizer), _plain(_escape(slot_name))])
                rows[id(slot)] = {"name": name, "dtype": slot.dtype.name, "shape": slot.shape.as_list(),
                                  "trainable": False}
                slot_of[id(slot)] = v
    for v in variables:
        row = rows[id(v)]
        paths = (_plain(path) for path in itertools.islice(graph.all_paths(v), MOST_PATHS))
        aliases = [path for path in paths if path != row["name"]]
        if aliases:
            row["aliases"] = aliases
        initializers = filter(None, (_initializer(parent, edge) for parent, edge in graph.into[id(v)]))
        row.update({"initializer": found for found in initializers})
    for slot, v in slot_of.items():
        rows[slot]["slot_of"] = graph.name(v)
        rows[slot]["trainable"] = False
    states = [{"name": "/".join(filter(None, (graph.name(thing), ".ATTRIBUTES", _plain(attribute)))), "dtype": dtype, "shape": shape,
               "trainable": False} for thing, attribute, dtype, shape in _states(graph)]
    result = {"ckpts_manifest": 1, "restored_by": restored_by,
              "variables": sorted([*rows.values(), *states], key=lambda r: r["name"])}
    if order:  # A variable of two optimizers counts once.
        result["optimizer_order"] = list(dict.fromkeys(order))
    return result


def text(found):
    """The manifest as JSON, a variable a line, which is what one wants to see in a diff."""
    fields = []
    for key, value in found.items():
        if isinstance(value, list):
            value = "[\n%s\n ]" % ",\n".join("  " + json.dumps(row) for row in value)
        else:
            value = json.dumps(value)
        fields.append(" %s: %s" % (json.dumps(key), value))
    return "{\n%s\n}\n" % ",\n".join(fields)


def main():
    module, function = sys.argv[1].split(":")
    sys.path.insert(0, ".")
    found = manifest(getattr(importlib.import_module(module), function)())
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(text(found))


if __name__ == "__main__":
    main()
