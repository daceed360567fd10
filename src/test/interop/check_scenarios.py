"""Runs the scripts of examples/scenarios on synthetic checkpoints, and compares every tensor with what NumPy makes of it.

    python check_scenarios.py LAUNCHER WORK [check ...]
"""

import glob
import json
import os

import image_models
import language_models
import numpy as np
from harness import EXAMPLES, Checks, expect, same_array
from safetensors import safe_open
from safetensors_files import read, write, write_shards

SCRIPTS = os.path.join(EXAMPLES, "scenarios")


def write_bundle(values, prefix):
    """The bundle that tf.compat.v1.train.Saver writes of variables with these names."""
    import tensorflow as tf
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=list(values), shape_and_slices=[""] * len(values),
                      tensors=[tf.constant(value) for value in values.values()])


def read_bundle(prefix):
    import tensorflow as tf
    reader = tf.train.load_checkpoint(prefix)
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def write_folder(values, folder):
    write(values, os.path.join(folder, "model.safetensors"))


WRITERS = {"safetensors": ("model.safetensors", write), "folder": ("", write_folder), "shards": ("", write_shards),
           "tensorflow": ("model.ckpt", write_bundle)}
OUTPUTS = {"safetensors": ("out.safetensors", read), "shards": ("out/model.safetensors.index.json", read),
           "tensorflow": ("out/model.ckpt", read_bundle)}


def restores(make_optimizer):
    """TensorFlow's Saver restores the file in a program with these variables, those with slots being trained."""
    def restore(prefix, expected):
        import tensorflow as tf
        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            optimizer = make_optimizer(tf1.train)
            slot = "/" + optimizer.get_name()
            for name, value in expected.items():
                if not name.endswith(slot):
                    tf1.get_variable(name, value.shape, tf.as_dtype(value.dtype), tf1.zeros_initializer(),
                                     trainable=name + slot in expected)
            optimizer.minimize(tf.add_n([tf.reduce_sum(v) for v in tf1.trainable_variables()]))
            names = sorted(v.op.name for v in tf1.global_variables())
            expect(names == sorted(expected), "the program has the variables %s", names)
            tf1.train.Saver().restore(session, prefix)
            for v in tf1.global_variables():
                known = ~np.isnan(expected[v.op.name])
                expect(same_array(session.run(v)[known], expected[v.op.name][known]), "%s is restored with other values", v.op.name)
    return restore


RESTORED = {
    "detection_fine_tune": restores(lambda train: train.MomentumOptimizer(0.1, 0.9)),
    "partitions": restores(lambda train: train.AdagradOptimizer(0.1)),
    "wider_input": restores(lambda train: train.MomentumOptimizer(0.1, 0.9)),
}


def prepare(scenario, folder):
    """Writes what the script reads; its parameters but `out`."""
    parameters = dict(scenario.parameters)
    for parameter, values in scenario.sources.items():
        name, writer = WRITERS[scenario.source_format]
        path = os.path.join(folder, parameter, name)
        os.makedirs(os.path.join(folder, parameter))
        writer(values, path)
        parameters[parameter] = path
        if scenario.config:
            with open(os.path.join(folder, parameter, "config.json"), "w", encoding="utf-8") as f:
                f.write(scenario.config[0])
    return {**parameters, **lists(scenario.lists, folder)}


def lists(contents, folder):
    paths = {}
    for parameter, lines in contents.items():
        paths[parameter] = os.path.join(folder, parameter + ".txt")
        with open(paths[parameter], "w", encoding="utf-8") as f:
            f.writelines(line + "\n" for line in lines)
    return paths


def compare(name, found, expected, scenario):
    """The bits of what is known, the bounds of what is drawn."""
    expect(found.dtype == expected.dtype and found.shape == expected.shape, "%s: found %s%s, expected %s%s", name,
           found.dtype, list(found.shape), expected.dtype, list(expected.shape))
    if name in scenario.within:
        error = np.abs(found.astype(np.float64) - expected.astype(np.float64)).max()
        expect(error <= scenario.within[name], "%s: off by %s", name, error)
    elif name in scenario.limits:
        drawn, limit = np.isnan(expected), scenario.limits[name]
        expect(same_array(found[~drawn], expected[~drawn]), "%s: what is known differs", name)
        size, values = np.abs(found[drawn]), len(np.unique(found[drawn]))
        expect(limit / 2 < size.max() <= limit, "%s: draws up to %s, expected up to %s", name, size.max(), limit)
        expect(values > size.size / 2, "%s: %d draws of %d values", name, size.size, values)
    else:
        expect(same_array(found, expected), "%s: values differ", name)


def refused(checks, scenario, script, folder, parameters):
    """The wrong variant fails for the reason that it says, and writes nothing."""
    wrong = scenario.wrong
    if wrong.replaces:
        old, new = wrong.replaces
        with open(script, encoding="utf-8") as f:
            text = f.read()
        expect(text.count(old) == 1, "%r stands %d times in the script", old, text.count(old))
        script = os.path.join(folder, "wrong.ckpts")
        with open(script, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))
    empty, other = os.path.join(folder, "nothing"), os.path.join(folder, "wrong")
    os.makedirs(empty)
    os.makedirs(other)
    parameters = {**parameters, **wrong.parameters, **lists(wrong.lists, other), "out": os.path.join(empty, "out.safetensors")}
    done = checks.ended(script, **parameters)
    expect(done.returncode != 0, "it is not refused")
    first = done.stderr.splitlines()[0]
    expect(first == wrong.message, "found    %s\nexpected %s", first, wrong.message)
    expect(not os.listdir(empty), "it wrote %s", os.listdir(empty))


def contents(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as f:
                found[os.path.relpath(os.path.join(where, name), folder)] = f.read()
    return found


def holds(checks, name, scenario):
    folder = checks.folder(name)
    script = os.path.join(SCRIPTS, scenario.script + ".ckpts")
    parameters = prepare(scenario, folder)
    before = contents(folder)
    file, reader = OUTPUTS[scenario.out_format]
    out = os.path.join(folder, "result", file)
    checks.run(script, **parameters, out=out)
    found = reader(out)
    expect(sorted(found) == sorted(scenario.expected), "names: found only %s, expected only %s",
           sorted(set(found) - set(scenario.expected)), sorted(set(scenario.expected) - set(found)))
    for tensor, expected in scenario.expected.items():
        compare(tensor, found[tensor], expected, scenario)
    beside = os.path.join(os.path.dirname(out), "config.json")
    expect(os.path.exists(beside) == bool(scenario.config), "config.json stands beside the output, or does not")
    if scenario.config:
        with open(beside, encoding="utf-8") as f:
            text = f.read()
        expect(json.loads(text) == json.loads(scenario.config[1]), "config.json holds %s", text)
        expect(text == scenario.config[1], "config.json is written\n%s", text)
    for path in glob.glob(os.path.join(os.path.dirname(out), "*.safetensors")) if scenario.metadata else []:
        with safe_open(path, "numpy") as f:
            expect(f.metadata() == scenario.metadata, "%s has the metadata %s", path, f.metadata())
    if scenario.shard_bytes:
        shards = [read(path) for path in glob.glob(os.path.join(os.path.dirname(out), "*.safetensors"))]
        sizes = [sum(value.nbytes for value in shard.values()) for shard in shards]
        expect(max(sizes) <= scenario.shard_bytes, "shards of %s bytes", sizes)
    if scenario.limits:
        checks.run(script, **parameters, out=os.path.join(folder, "again", file))
        expect(contents(os.path.join(folder, "again")) == contents(os.path.join(folder, "result")), "it draws anew in every run")
    if name in RESTORED:
        RESTORED[name](out, scenario.expected)
    refused(checks, scenario, script, folder, parameters)
    after = contents(folder)
    changed = [path for path in before if after.get(path) != before[path]]
    expect(not changed, "the input changed: %s", changed)


def main():
    checks = Checks(__doc__)
    for name, scenario in {**language_models.SCENARIOS, **image_models.SCENARIOS}.items():
        checks.check(name, lambda: holds(checks, name, scenario()))
    checks.end()


if __name__ == "__main__":
    main()
