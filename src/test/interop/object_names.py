"""What a saved object graph means, from the file alone: names of tensors, and what is wrong with it. An oracle apart from ckpts.

A name is the shortest path of edges from the root that avoids optimizers and Keras's own collections; if there is none, the
shortest that avoids the collections; if there is none, the shortest. Of paths of one length the first in the order of the graph is
taken, which is also the one that TensorFlow's keys spell where the key is one of them.
"""

import tensorflow as tf
from tensorflow.core.protobuf import trackable_object_graph_pb2

GRAPH_KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"
VARIABLE = "VARIABLE_VALUE"
COLLECTIONS = {"variables", "trainable_variables", "_all_variables", "keras_api"}
OPTIMIZER_COLLECTIONS = {"_variables", "_trainable_variables"}


def escape(edge):
    return edge.replace(".", "..").replace("/", ".S")


def read_graph(prefix):
    text = tf.train.load_checkpoint(prefix).get_tensor(GRAPH_KEY)
    return trackable_object_graph_pb2.TrackableObjectGraph.FromString(text)


def is_optimizer(node):
    edges = {child.local_name for child in node.children}
    return bool(node.slot_variables) or edges >= {"_variables", "_iterations"} or edges >= {"iter", "learning_rate"}


def _paths(graph, allowed):
    """{node id: edges} of the shortest allowed path to each node that has one."""
    paths, queue = {0: ()}, [0]
    for number in queue:
        for child in graph.nodes[number].children:
            if child.node_id not in paths and allowed(graph.nodes[number], child.local_name):
                paths[child.node_id] = paths[number] + (escape(child.local_name),)
                queue.append(child.node_id)
    return paths


def node_names(graph):
    """{node id: name} of every node that the root or a slot reference reaches."""
    found = {}
    for allowed in (lambda node, edge: not is_optimizer(node) and edge not in COLLECTIONS,
                    lambda node, edge: edge not in (OPTIMIZER_COLLECTIONS if is_optimizer(node) else COLLECTIONS),
                    lambda node, edge: True):
        for number, path in _paths(graph, allowed).items():
            found.setdefault(number, "/".join(path))
    for number, node in enumerate(graph.nodes):
        for slot in node.slot_variables:
            if number in found and slot.original_variable_node_id in found:
                found[slot.slot_variable_node_id] = "/".join(
                    [found[slot.original_variable_node_id], ".OPTIMIZER_SLOT", found[number], escape(slot.slot_name)])
    return found


def variable_keys(graph):
    """{name: key in the index} of the variables, without the save counter."""
    names = node_names(graph)
    found = {names[number]: attribute.checkpoint_key for number, node in enumerate(graph.nodes) if number in names
             for attribute in node.attributes if attribute.name == VARIABLE}
    found.pop("save_counter", None)
    return found


def named_values(prefix):
    """{name: value} of the variables of a checkpoint."""
    reader = tf.train.load_checkpoint(prefix)
    return {name: reader.get_tensor(key) for name, key in variable_keys(read_graph(prefix)).items()}


def _resolve(graph, path):
    """The node that a path of escaped edges leads to, slots of OptimizerV2 included; None if there is none."""
    path, _, slot = path.partition("/.OPTIMIZER_SLOT/")
    number = 0
    for edge in path.split("/") if path else []:
        following = [c.node_id for c in graph.nodes[number].children if escape(c.local_name) == edge]
        if not following:
            return None
        number = following[0]
    if not slot:
        return number
    optimizer, _, slot_name = slot.rpartition("/")
    references = [s for s in graph.nodes[_resolve(graph, optimizer) or 0].slot_variables
                  if s.original_variable_node_id == number and escape(s.slot_name) == slot_name]
    return references[0].slot_variable_node_id if references else None


def problems(prefix):
    """What TensorFlow would stumble over, pass over in silence, or not have written itself: a list of sentences."""
    graph, found = read_graph(prefix), []
    index = [key for key, _ in tf.train.list_variables(prefix) if key != GRAPH_KEY]
    nodes = graph.nodes
    if len(set(index)) != len(index):
        found.append("keys that come twice")
    for number, node in enumerate(nodes):
        edges = [child.local_name for child in node.children]
        if len(set(edges)) != len(edges):
            found.append("node %d has two edges of one name: %s" % (number, edges))
        ids = [c.node_id for c in node.children]
        ids += [i for s in node.slot_variables for i in (s.original_variable_node_id, s.slot_variable_node_id)]
        if any(not 0 <= i < len(nodes) for i in ids):
            return found + ["node %d refers to a node that is not there: %s" % (number, ids)]
    reached = set(_paths(graph, lambda node, edge: True))
    slots = {s.slot_variable_node_id for number in reached for s in nodes[number].slot_variables}
    for number in reached:
        for slot in nodes[number].slot_variables:
            if slot.original_variable_node_id not in reached:
                found.append("node %d has a slot of node %d, which nothing reaches" % (number, slot.original_variable_node_id))
    owners = {}
    for number, node in enumerate(nodes):
        if node.attributes and number not in reached | slots:
            found.append("node %d has values, and nothing reaches it" % number)
        for attribute in node.attributes:
            owners.setdefault(attribute.checkpoint_key, []).append(number)
            path = attribute.checkpoint_key.rpartition(".ATTRIBUTES/")[0].rstrip("/")
            if _resolve(graph, path) != number:
                found.append("the key %s does not lead to node %d" % (attribute.checkpoint_key, number))
    for key, numbers in owners.items():
        if len(numbers) > 1:
            found.append("the nodes %s share the key %s" % (numbers, key))
        if not any(stored == key or stored.startswith(key) for stored in index):
            found.append("no tensor has the key " + key)
    for key in index:
        if key not in owners and not any(key.startswith(owner) for owner in owners):
            found.append("no node has the tensor " + key)
    has_values = {number: bool(node.attributes or node.slot_variables or node.HasField("registered_saver"))
                  for number, node in enumerate(nodes)}
    for _ in nodes:
        for number, node in enumerate(nodes):
            has_values[number] = has_values[number] or any(has_values[c.node_id] for c in node.children)
    for number, node in enumerate(nodes):
        if number in reached and node.HasField("has_checkpoint_values") and node.has_checkpoint_values.value != has_values[number]:
            found.append("node %d says has_checkpoint_values %s" % (number, node.has_checkpoint_values.value))
    return found
