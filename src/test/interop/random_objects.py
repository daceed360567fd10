"""Random objects for tf.train.Checkpoint, and random edits of them together with the statements that should mean the same.

A Spec describes an object without TensorFlow, so that edits are edits of dictionaries; realize() makes the live one. An edit
changes a Spec in place and returns the lines of a script, or returns None and changes nothing where it does not apply.
Statements select by paths that mean one thing only: what may be an alias or a name is renamed, never dropped.
"""

import itertools
import re

import models
import numpy as np
import tensorflow as tf

WORDS = ["a", "b", "body", "head", "layers", "w", "x1", "dense_1", "blocks", "gamma", "left", "right", "_h"]
ODD = ["a.b/c", ".S", "x y", "{0}", "*?", "na\u00efve", "$v", 'q"', "[z]", "back\\slash", "0"]  # Not .ATTRIBUTES: TensorFlow writes it and cannot read it.
SHAPES = [(), (2,), (3,), (2, 2), (2, 3)]
# Keras 3 twice; Keras 2 before 2.11, with slot references; Keras 2.11 and later, whose lists know their variables by name.
OPTIMIZERS = ["adam", "momentum", "slots", "lists"]
SLOT_NAMES = {"adam": ["_momentums", "_velocities"], "momentum": ["momentums"], "slots": ["m", "v"],
              "lists": ["_momentums", "_velocities"]}


class Var:
    """A variable; the label is what it is called in messages and in comparisons."""

    def __init__(self, label, value):
        self.label, self.value = label, value

    def copy(self, label):
        return Var(label, self.value)


class Box:
    """A module, list, dict or checkpoint with named edges; those of a list are its positions."""

    def __init__(self, kind, edges=()):
        self.kind, self.edges = kind, dict(edges)

    def renumber(self):
        self.edges = {str(i): child for i, child in enumerate(self.edges.values())}


class Optimizer:
    def __init__(self, kind):
        self.kind, self.edge, self.order, self.slots, self.scalars = kind, "optimizer", [], {}, {}

    def forget(self, var):
        self.order = [v for v in self.order if v is not var]


class Spec:
    """The root's edges, whether the root is a module (Checkpoint(module)) or not, and the optimizer beside it."""

    def __init__(self, random):
        self.random, self.root, self.as_module, self.optimizer = random, Box("checkpoint"), False, None
        self.saved_by = self.restored_by = "restore"  # Or "read": Checkpoint.write and read, without the save counter.
        self.labels, self.numbers = itertools.count(), itertools.count(1)

    # ---- making

    def array(self, shape):
        """Values that no other array of this Spec has."""
        size = int(np.prod(shape))
        return (next(self.numbers) * 32 + np.arange(size).reshape(shape)).astype(np.float32)

    def var(self):
        return Var(next(self.labels), self.array(self.random.choice(SHAPES)))

    # ---- looking

    def places(self):
        """(path, parent, edge, item) of every path that does not run in a circle."""
        found = []

        def walk(box, path, above):
            for edge, item in box.edges.items():
                if item not in above:
                    found.append((path + (edge,), box, edge, item))
                    if isinstance(item, Box):
                        walk(item, path + (edge,), above | {item})
        walk(self.root, (), frozenset([self.root]))
        return found

    def paths(self, item):
        """Paths to an item, the shortest first."""
        if item is self.root:
            return [()]
        return sorted((path for path, _, _, found in self.places() if found is item), key=len)

    def edges(self):
        """(parent, edge, item), each once."""
        return list({(id(parent), edge): (parent, edge, item) for _, parent, edge, item in self.places()}.values())

    def boxes(self, *kinds):
        found = [self.root] + [item for _, _, item in self.edges() if isinstance(item, Box)]
        return [box for box in dict.fromkeys(found) if not kinds or box.kind in kinds]

    def vars(self):
        return list(dict.fromkeys(item for _, _, item in self.edges() if isinstance(item, Var)))

    def name(self, var):
        """The shortest path, or None where two are equally short."""
        paths = self.paths(var)
        return paths[0] if len(paths) == 1 or len(paths[0]) < len(paths[1]) else None


def below(item):
    """The variables of a subtree."""
    found, queue = {}, [item]
    seen = set()
    for one in queue:
        if isinstance(one, Var):
            found[one] = None
        elif one not in seen:
            seen.add(one)
            queue += one.edges.values()
    return list(found)


# ---- random objects

def generate(random):
    spec = Spec(random)

    def box(depth):
        kind = random.choice(["module", "module", "list", "list", "dict", "checkpoint"])
        made = Box(kind)
        for _ in range(random.randint(1, 3)):
            grow(made, depth)
        return made

    def grow(parent, depth):
        item = spec.var() if depth == 0 or random.random() < 0.55 else box(depth - 1)
        parent.edges[free_edge(spec, parent)] = item

    for _ in range(random.randint(1, 3)):
        grow(spec.root, 3)
    while len(spec.vars()) < 2:
        grow(spec.root, 0)
    for _ in range(random.choice([0, 0, 1, 2])):
        share(spec)
    if random.random() < 0.15 and spec.boxes("module"):
        module = random.choice(spec.boxes("module"))
        module.edges.setdefault("me", module)
    spec.as_module = random.random() < 0.3
    spec.saved_by = spec.restored_by = random.choice(["restore", "restore", "restore", "read"])
    if random.random() < 0.6:
        optimizer = spec.optimizer = Optimizer(random.choice(OPTIMIZERS))
        optimizer.order = random.sample(spec.vars(), random.randint(1, len(spec.vars())))
        optimizer.slots = {(v, slot): spec.array(v.value.shape) for v in optimizer.order for slot in SLOT_NAMES[optimizer.kind]}
    return spec


def free_edge(spec, box):
    """A new edge for a box; a list takes its next position."""
    if box.kind == "list":
        return str(len(box.edges))
    words = ODD + WORDS if box.kind == "dict" else WORDS
    taken = set(box.edges) | ({"optimizer", "opt"} if box is spec.root else set())
    return spec.random.choice([w for w in words if w not in taken])


def share(spec):
    """A second way to a variable or a module, without a circle."""
    item = spec.random.choice(spec.vars() + [b for b in spec.boxes("module") if b is not spec.root])
    inside = [item]
    for one in inside:
        inside += [child for child in one.edges.values() if child not in inside] if isinstance(one, Box) else []
    parents = [b for b in spec.boxes() if b not in inside]
    if parents:
        parent = spec.random.choice(parents)
        parent.edges[free_edge(spec, parent)] = item


# ---- live objects

class Live:
    """What a Spec describes. `variables` are {label: variable}: a Var's label, `label:slot`, `optimizer.edge`."""

    def __init__(self, spec):
        self.variables, self._made = {}, {}
        self._names = spec.optimizer is not None and spec.optimizer.kind == "lists"
        parts = {edge: self._make(item) for edge, item in spec.root.edges.items()} if not spec.as_module else {}
        whole = (self._make(spec.root, "module"),) if spec.as_module else ()
        self.weights_only = tf.train.Checkpoint(*whole, **parts)
        if spec.optimizer:
            parts[spec.optimizer.edge] = self._optimizer(spec.optimizer)
        self.checkpoint = tf.train.Checkpoint(*whole, **parts) if spec.optimizer else self.weights_only

    def _make(self, item, kind=None):
        if item in self._made:
            return self._made[item]
        kind = kind or getattr(item, "kind", "variable")
        if kind == "variable":
            made = self.variables[str(item.label)] = tf.Variable(np.zeros_like(item.value), name=self._names and "v%d" % item.label)
        elif kind == "module":
            made = self._made[item] = tf.Module()
            for edge, child in item.edges.items():
                setattr(made, edge, self._make(child))
        elif kind == "list":
            made = [self._make(child) for child in item.edges.values()]
        else:
            made = {edge: self._make(child) for edge, child in item.edges.items()}
            made = tf.train.Checkpoint(**made) if kind == "checkpoint" else made
        self._made[item] = made
        return made

    def _optimizer(self, optimizer):
        import keras
        import tf_keras
        made = {"adam": lambda: keras.optimizers.Adam(), "momentum": lambda: keras.optimizers.SGD(momentum=0.5),
                "slots": lambda: tf_keras.optimizers.legacy.Adam(), "lists": lambda: tf_keras.optimizers.Adam()}[optimizer.kind]()
        models.build(made, [self._made[v] for v in optimizer.order])
        for v in optimizer.order:
            self.variables.update(("%s:%s" % (v.label, name), slot) for name, slot in models.slots(made, self._made[v]))
        children = tf.train.TrackableView.children(made)
        self.variables.update(("optimizer." + edge, child) for edge, child in children.items() if hasattr(child, "assign"))
        return made

    def assign(self, values):
        assert sorted(values) == sorted(self.variables), set(values) ^ set(self.variables)
        for label, value in values.items():
            self.variables[label].assign(value)

    def fill(self, value):
        for variable in self.variables.values():
            variable.assign(np.full(variable.shape, value, variable.dtype.as_numpy_dtype if hasattr(variable.dtype, "as_numpy_dtype")
                                    else variable.dtype))

    def values(self):
        return {label: np.array(variable) for label, variable in self.variables.items()}


def values(spec, live):
    """{label: value} of every variable of a Live object; what the optimizer itself holds is made up here, once."""
    found = {str(v.label): v.value for v in spec.vars()}
    if spec.optimizer:
        for v in spec.optimizer.order:
            for slot in SLOT_NAMES[spec.optimizer.kind]:
                value = spec.optimizer.slots.get((v, slot))
                found["%s:%s" % (v.label, slot)] = np.zeros_like(v.value) if value is None else value
        for label, variable in live.variables.items():
            if label.startswith("optimizer."):
                number = spec.optimizer.scalars.setdefault(label, next(spec.numbers) * 32)
                found[label] = np.array(number, np.array(variable).dtype)
    return found


# ---- statements

def _escape(edge):
    return edge.replace(".", "..").replace("/", ".S")


def glob(path, tail=""):
    return '"%s"' % "/".join([re.sub(r'[\\*?\[\]{}$"]', r"\\\g<0>", _escape(edge)) for edge in path] + ([tail] if tail else []))


def _rules(pairs):
    """A rename of (path, new path, item), where only what holds variables has names."""
    rules = []
    for old, new, item in pairs:
        if isinstance(item, Var):
            rules.append("%s -> %s" % (glob(old), glob(new)))
        elif below(item):
            rules.append("%s -> %s" % (glob(old, "**"), glob(new, "**")))
    if not rules:
        return []
    return ["rename " + rules[0]] if len(rules) == 1 else ["rename { %s }" % "; ".join(rules)]


def _drop(path, item):
    return "drop " + (glob(path) if isinstance(item, Var) else glob(path, "**"))


def _own(spec, path, item):
    """Whether nothing below leads anywhere but through this path."""
    return all(p[:len(path)] == path for v in below(item) for p in spec.paths(v))


def _single(spec, boxes):
    return [box for box in boxes if len(spec.paths(box)) == 1]


def _forget(spec):
    """Takes variables that nothing holds any more from the optimizer."""
    if spec.optimizer:
        kept = spec.vars()
        spec.optimizer.order = [v for v in spec.optimizer.order if v in kept]


# ---- edits

def rename_edge(spec):
    edges = [(b, e, i) for b, e, i in spec.edges() if b.kind != "list" and below(i) and i is not b]
    if not edges:
        return None
    box, edge, item = spec.random.choice(edges)
    new = free_edge(spec, box)
    lines = _rules([(p + (edge,), p + (new,), item) for p in spec.paths(box)])
    box.edges = {new if e == edge else e: i for e, i in box.edges.items()}
    return lines


def drop_something(spec):
    """A variable or a subtree that nothing else leads to."""
    for path, box, edge, item in spec.random.sample(spec.places(), len(spec.places())):
        gone = below(item)
        if box.kind != "list" and gone and len(gone) < len(spec.vars()) and len(spec.paths(box)) == 1 and _own(spec, path, item):
            del box.edges[edge]
            _forget(spec)
            return [_drop(path, item)]
    return None


def remove_from_list(spec):
    for box in _single(spec, spec.boxes("list")):
        where, children = spec.paths(box)[0], list(box.edges.values())
        for i in spec.random.sample(range(len(children)), len(children)):
            gone, path = below(children[i]), where + (str(i),)
            if not gone or len(gone) == len(spec.vars()) or not _own(spec, path, children[i]):
                continue
            later = [(where + (str(j),), where + (str(j - 1),), children[j]) for j in range(i + 1, len(children))]
            del box.edges[str(i)]
            box.renumber()
            _forget(spec)
            lines = [_drop(path, children[i])]
            if later and all(isinstance(c, Var) for c in children) and spec.random.random() < 0.5:
                return lines + ["renumber " + glob(where, "{i:int}")]
            if later and all(isinstance(c, Box) and below(c) for c in children) and spec.random.random() < 0.5:
                return lines + ["renumber " + glob(where, "{i:int}/**")]
            return lines + _rules(later)
    return None


def swap_in_list(spec):
    lists = [box for box in spec.boxes("list") if len(box.edges) > 1 and below(box)]
    if not lists:
        return None
    box = spec.random.choice(lists)
    a, b = spec.random.sample(sorted(box.edges), 2)
    lines = _rules([(p + (x,), p + (y,), box.edges[x]) for p in spec.paths(box) for x, y in ((a, b), (b, a))])
    box.edges[a], box.edges[b] = box.edges[b], box.edges[a]
    return lines


def add_variable(spec):
    """Last of all edits: the statement takes shape and type from the manifest, by the name that is final."""
    box = spec.random.choice(_single(spec, spec.boxes()))
    edge, var, start = free_edge(spec, box), spec.var(), next(spec.numbers) * 32 + 0.5
    var.value = np.full_like(var.value, start)
    box.edges[edge] = var
    if spec.optimizer and spec.random.random() < 0.5:
        spec.optimizer.order.insert(spec.random.randint(0, len(spec.optimizer.order)), var)
    return ["reinit %s with full(%s)" % (glob(spec.paths(var)[0]), start)]


def tie(spec):
    """One variable takes the place of another."""
    single = [v for v in spec.vars() if len(spec.paths(v)) == 1]
    if len(single) < 2:
        return None
    kept, gone = spec.random.sample(single, 2)
    path = spec.paths(gone)[0]
    for box in spec.boxes():
        box.edges = {e: kept if i is gone else i for e, i in box.edges.items()}
    _forget(spec)
    name = next(p for p in spec.paths(kept) if p != path)
    return ["drop " + glob(path), "tie %s -> %s" % (glob(name), glob(path))]


def move(spec):
    places = [(path, box, edge, item) for path, box, edge, item in spec.places()
              if box.kind != "list" and len(spec.paths(box)) == 1 and below(item) and item not in (box, spec.root)]
    if not places:
        return None
    path, box, edge, item = spec.random.choice(places)
    inside = [item]
    for one in inside:
        inside += [child for child in one.edges.values() if child not in inside] if isinstance(one, Box) else []
    goals = [b for b in _single(spec, spec.boxes()) if b not in inside and b is not box]
    if not goals:
        return None
    goal = spec.random.choice(goals)
    new = free_edge(spec, goal)
    target = spec.paths(goal)[0] + (new,)
    del box.edges[edge]
    goal.edges[new] = item
    return _rules([(path, target, item)])


def reroot(spec):
    """Checkpoint(model=m, ...) <-> Checkpoint(m, ...)."""
    if spec.as_module:
        edge = free_edge(spec, spec.root)
        if not below(spec.root):
            return None
        spec.root.kind = "module"
        spec.root, spec.as_module = Box("checkpoint", {edge: spec.root}), False
        kept = " except " + glob((spec.optimizer.edge,), "**") if spec.optimizer else ""
        return ['rename "**"%s -> %s' % (kept, glob((edge,), "**"))]
    for edge, module in spec.root.edges.items():
        taken = [e for e in spec.root.edges if e != edge] + ["optimizer", "opt"]
        if isinstance(module, Box) and module.kind == "module" and len(spec.paths(module)) == 1 and below(module) and not any(
                e in taken for e in module.edges):
            others = {e: i for e, i in spec.root.edges.items() if e != edge}
            module.edges.update(others)
            module.kind = "checkpoint"
            spec.root, spec.as_module = module, True
            return ['rename %s -> "**"' % glob((edge,), "**")]
    return None


def rename_optimizer(spec):
    if not spec.optimizer or spec.optimizer.edge == "opt":
        return None
    spec.optimizer.edge = "opt"
    return ['rename "optimizer/**" -> "opt/**"']


def drop_optimizer(spec):
    if not spec.optimizer:
        return None
    spec.optimizer = None
    return ["drop optimizer"]


def reorder_optimizer(spec):
    """No statement: the manifest knows the order."""
    if not spec.optimizer or spec.optimizer.kind == "slots":
        return None
    spec.random.shuffle(spec.optimizer.order)
    return []


def untie(spec):
    """First of all edits, so that the name is what it was when the file was loaded."""
    trained = spec.optimizer.order if spec.optimizer else []
    for path, box, edge, item in spec.random.sample(spec.places(), len(spec.places())):
        if isinstance(item, Var) and item not in trained and len(spec.paths(box)) == 1 and len(path) > len(spec.paths(item)[0]):
            box.edges[edge] = item.copy(next(spec.labels))
            return ["untie " + glob(path)]
    return None


def freeze(spec):
    """A variable that is trained no more; first of all edits, as the lists close up."""
    optimizer = spec.optimizer
    if not optimizer or len(optimizer.order) < 2:
        return None
    i = spec.random.randrange(len(optimizer.order))
    var = optimizer.order[i]
    if optimizer.kind == "slots":
        name = spec.name(var)
        if name is None:
            return None
        lines = ["drop " + glob(name, ".OPTIMIZER_SLOT/**")]
    else:
        lines = ["drop " + ", ".join('"optimizer/%s/%d"' % (slot, i) for slot in SLOT_NAMES[optimizer.kind])]
    optimizer.forget(var)
    return lines


def drop_shared(spec):
    """A variable that several paths lead to goes by its name; first, as untie."""
    shared = [v for v in spec.vars() if len(spec.paths(v)) > 1 and spec.name(v) and len(spec.vars()) > 1
              and all(box.kind != "list" for box in spec.boxes() if v in box.edges.values())]
    if not shared:
        return None
    var = spec.random.choice(shared)
    lines = ["drop " + glob(spec.name(var))]
    for box in spec.boxes():
        box.edges = {e: i for e, i in box.edges.items() if i is not var}
    _forget(spec)
    return lines


def change_value(spec):
    """A variable begins anew or grows, and its slots with it."""
    single = [v for v in spec.vars() if len(spec.paths(v)) == 1]
    if not single:
        return None
    var, number = spec.random.choice(single), next(spec.numbers) * 32 + 0.25
    name, slots = glob(spec.paths(var)[0]), spec.optimizer.slots if spec.optimizer else {}
    if var.value.ndim and spec.random.random() < 0.6:
        margin = [(0, spec.random.randint(0, 2)) for _ in var.value.shape]
        var.value = np.pad(var.value, margin, constant_values=np.float32(number))
        slots.update({key: np.pad(slot, margin) for key, slot in slots.items() if key[0] is var})
        return ["pad %s to %s with %s" % (name, list(var.value.shape), number)]
    var.value = np.full_like(var.value, number)
    slots.update({key: np.zeros_like(slot) for key, slot in slots.items() if key[0] is var})
    return ["reinit %s with full(%s) shape %s" % (name, number, list(var.value.shape))]


def change_loader(spec):
    """No statement: the manifest says whether there is a save counter."""
    spec.restored_by = "read" if spec.restored_by == "restore" else "restore"
    return []


FIRST = [untie, freeze, drop_shared]
EDITS = ([rename_edge] * 4 + [move] * 3 + [remove_from_list] * 4 + [swap_in_list] * 4 + [add_variable] * 3 + [drop_something] * 2
         + [tie] * 2 + [reroot] * 2 + [reorder_optimizer] * 2 + [change_value] * 3 + [rename_optimizer, drop_optimizer, change_loader])


def edit(spec):
    """A random sequence of edits: [(name, lines)]."""
    random, done = spec.random, []
    for one in random.sample(FIRST, len(FIRST)):
        lines = one(spec) if random.random() < 0.25 else None
        if lines is not None:
            done.append((one.__name__, lines))
    chosen = [random.choice(EDITS) for _ in range(random.choice([0, 1, 1, 2, 2, 3, 3, 4]))]
    for one in sorted(chosen, key=lambda one: one is add_variable):
        lines = one(spec)
        if lines is not None:
            done.append((one.__name__, lines))
    if spec.optimizer and any((v, slot) not in spec.optimizer.slots for v in spec.optimizer.order
                              for slot in SLOT_NAMES[spec.optimizer.kind]):
        done.append(("slots", ["reinit missing"]))
    return done
