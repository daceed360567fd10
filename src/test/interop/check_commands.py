"""The commands that are scripts of one line: what they write, read by the frameworks.

    python check_commands.py LAUNCHER WORK [check ...]
"""

import os
import subprocess

from harness import EXAMPLES, FIXTURES, Checks, Failure, expect, same_array

import ml_dtypes  # noqa: E402
import numpy as np  # noqa: E402
import safetensors.numpy  # noqa: E402
import tensorflow as tf  # noqa: E402

import graphs  # noqa: E402
from check_examples import Restored  # noqa: E402

ADAM = os.path.join(FIXTURES, "saver_adam", "model.ckpt-3")


def call(checks, *words):
    done = subprocess.run([checks.launcher, *words], cwd=checks.work, capture_output=True, text=True)
    if done.returncode:
        raise Failure("%s ended with %d\n%s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr))


def stored(prefix):
    reader = tf.train.load_checkpoint(prefix)
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def same_values(found, expected):
    expect(sorted(found) == sorted(expected), "names: found %s, expected %s", sorted(found), sorted(expected))
    different = [name for name in expected if not same_array(found[name], expected[name])]
    expect(not different, "tensors differ: %s", different)


def convert(checks):
    """There in shards, and back: the library reads every value, and TensorFlow reads it again."""
    folder = checks.folder("convert")
    file, back = os.path.join(folder, "m.safetensors"), os.path.join(folder, "back")
    call(checks, "convert", ADAM, file)
    same_values(safetensors.numpy.load_file(file), stored(ADAM))
    call(checks, "convert", file, back, "--to", "tensorflow")
    same_values(stored(back), stored(ADAM))
    call(checks, "convert", ADAM, os.path.join(folder, "s.safetensors"), "--shard-size", "0.1KB")
    parts = [name for name in os.listdir(folder) if name.startswith("s-")]
    expect(len(parts) > 1, "shards: %s", parts)
    same_values({name: value for part in parts
                 for name, value in safetensors.numpy.load_file(os.path.join(folder, part)).items()}, stored(ADAM))


def only(checks):
    file = os.path.join(checks.folder("only"), "m.safetensors")
    call(checks, "convert", ADAM, file, "--only", "model/*/*", "--dtype", "bf16")
    expected = {name: value.astype(ml_dtypes.bfloat16) for name, value in stored(ADAM).items() if name.count("/") == 2}
    expect(len(expected) == 4, "%d weights", len(expected))
    same_values(loaded(file), expected)


def loaded(file):
    """As the library reads it, through torch, as NumPy has no bfloat16."""
    import torch
    from safetensors.torch import load_file
    return {name: value.view(torch.int16).numpy().view(ml_dtypes.bfloat16) if value.dtype == torch.bfloat16 else value.numpy()
            for name, value in load_file(file).items()}


def cast(checks):
    """Weights are rounded as ml_dtypes does; whole numbers and the optimizer stay."""
    for dtype, into in (("float16", np.float16), ("bfloat16", ml_dtypes.bfloat16), ("float64", np.float64)):
        file = os.path.join(checks.folder("cast_" + dtype), "out")
        call(checks, "cast", ADAM, file, dtype)
        expected = {}
        for name, value in stored(ADAM).items():
            optimizer = name.rsplit("/", 1)[-1].startswith("Adam") or name in ("beta1_power", "beta2_power")
            expected[name] = value if optimizer or value.dtype != np.float32 else value.astype(into)
        same_values(stored(file), expected)


def rename(checks):
    """The module of the new names loads all of it, strictly."""
    import torch
    from safetensors.torch import load_file, save_file
    folder = checks.folder("rename")
    old, new = os.path.join(folder, "old.safetensors"), os.path.join(folder, "new.safetensors")
    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.LayerNorm(3))
    save_file({"module." + name.replace("1.weight", "1.gamma").replace("1.bias", "1.beta"): value.detach().clone()
               for name, value in model.state_dict().items()}, old)
    call(checks, "rename", old, new, "module.1.{gamma,beta} -> 1.{weight,bias}", "module.** -> **")
    other = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.LayerNorm(3))
    other.load_state_dict(load_file(new), strict=True)
    x = torch.ones(2, 4)
    expect(torch.equal(other(x), model(x)), "the model says something else")


def strip_graph(checks):
    """A Saver for inference restores it, and the program says what it says from the whole checkpoint."""
    source = os.path.join(EXAMPLES, "checkpoints", "strip_optimizer", "gan.ckpt-40000")
    out = os.path.join(checks.folder("strip_graph"), "out")
    call(checks, "strip", source, out)
    left = set(stored(source)) - set(stored(out))
    expect(left and all("Adam" in name or "Momentum" in name or "power" in name for name in left), "dropped: %s", sorted(left))
    found, expected = Restored(graphs.new_strip_optimizer, out), Restored(graphs.new_strip_optimizer, source)
    same_values(found.values, expected.values)
    for ours, theirs in zip(found.said, expected.said):
        expect(same_array(ours, theirs), "the program says something else")


def strip_objects(checks, library):
    """A model that was never compiled restores all of it, and nothing is left over."""
    kind = __import__(library)

    def build():
        return kind.Sequential([kind.layers.Input((4,)), kind.layers.Dense(3), kind.layers.BatchNormalization(),
                                kind.layers.Dropout(0.5), kind.layers.Dense(2)])

    folder = checks.folder("strip_" + library)
    x = np.random.default_rng(5).normal(size=(8, 4)).astype(np.float32)
    model = build()
    model.compile(optimizer=kind.optimizers.Adam(), loss="mse", metrics=["mae"])
    model.fit(x, np.ones((8, 2), np.float32), verbose=0)
    source = tf.train.Checkpoint(model=model).save(os.path.join(folder, "in", "ckpt"))
    out = os.path.join(folder, "out", "ckpt-1")
    call(checks, "strip", source, out)
    fresh = build()
    try:
        tf.train.Checkpoint(model=build()).restore(source).assert_consumed()
    except AssertionError:
        pass
    else:
        raise Failure("the whole checkpoint has no more than the model")
    tf.train.Checkpoint(model=fresh).restore(out).assert_consumed()
    expect(same_array(fresh(x).numpy(), model(x).numpy()), "the model says something else")


def strip_averages(checks):
    """The averages that Keras's optimizer keeps stay, and the model restores without the optimizer."""
    import keras

    def build():
        return keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])

    folder = checks.folder("strip_averages")
    x = np.random.default_rng(6).normal(size=(8, 4)).astype(np.float32)
    model = build()
    model.compile(optimizer=keras.optimizers.Adam(0.1, use_ema=True, ema_momentum=0.5), loss="mse")
    for _ in range(3):
        model.train_on_batch(x, np.ones((8, 2), np.float32))
    averages = [value.numpy() for value in model.optimizer._model_variables_moving_average]
    source = tf.train.Checkpoint(model=model).save(os.path.join(folder, "in", "ckpt"))
    out = os.path.join(folder, "out", "ckpt-1")
    call(checks, "strip", source, out)
    left = list(stored(out).values())
    expect(all(any(same_array(value, average) for value in left) for average in averages), "averages are lost")
    expect(not any(same_array(average, weight) for average, weight in zip(averages, model.get_weights())), "no averages")
    fresh = build()
    tf.train.Checkpoint(model=fresh).restore(out).assert_existing_objects_matched()
    expect(same_array(fresh(x).numpy(), model(x).numpy()), "the model says something else")
    call(checks, "cast", source, os.path.join(folder, "half", "ckpt-1"), "float16")
    rates = [value for name, value in stored(os.path.join(folder, "half", "ckpt-1")).items() if "_learning_rate" in name]
    expect(len(rates) == 1 and rates[0].dtype == np.float32, "learning rates: %s", rates)


def main():
    checks = Checks(__doc__)
    checks.check("convert", lambda: convert(checks))
    checks.check("only", lambda: only(checks))
    checks.check("cast", lambda: cast(checks))
    checks.check("rename", lambda: rename(checks))
    checks.check("strip_graph", lambda: strip_graph(checks))
    for library in ("keras", "tf_keras"):
        checks.check("strip_" + library, lambda: strip_objects(checks, library))
    checks.check("strip_averages", lambda: strip_averages(checks))
    checks.end()


if __name__ == "__main__":
    main()
