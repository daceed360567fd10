"""The names of the tensors of an object-based checkpoint, from its graph alone: an oracle, written apart from ckpts and its exporter.

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
