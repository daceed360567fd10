"""The jobs of examples/scenarios on models of images, and some of no kind: synthetic checkpoints with the names of real ones,
and by NumPy what becomes of them. Sizes are the real ones, unless it says otherwise.
"""

import numpy as np
from scenario import Scenario, Values, Wrong

# ---- the resolution of vision transformers

def antialiased_bicubic(old, new):
    """The matrix that resamples `old` positions to `new` as PyTorch's interpolate(antialias=True) does."""
    def cubic(x, a=-0.5):
        x = abs(x)
        return ((a + 2) * x - (a + 3)) * x * x + 1 if x < 1 else (((x - 5) * x + 8) * x - 4) * a if x < 2 else 0.0

    scale = old / new
    stretch = max(scale, 1.0)
    matrix = np.zeros((new, old))
    for i in range(new):
        centre = scale * (i + 0.5)
        first, end = max(int(centre - 2 * stretch + 0.5), 0), min(int(centre + 2 * stretch + 0.5), old)
        matrix[i, first:end] = [cubic((j - centre + 0.5) / stretch) for j in range(first, end)]
    return matrix / matrix.sum(axis=1, keepdims=True)


def vit(name, old, new, width, others):
    """Behind the embedding of the class token a grid `old` becomes one of `new`."""
    embedding = Values(old[0])(1, 1 + old[0] * old[1], width)
    source = {name: embedding, **{other: Values(5)(*shape) for other, shape in others.items()}}
    grid = embedding[0, 1:].reshape(old[0], old[1], width).astype(np.float64)
    grid = np.einsum("ra,cb,abw->rcw", antialiased_bicubic(old[0], new[0]), antialiased_bicubic(old[1], new[1]), grid,
                     optimize=True)
    resized = np.concatenate([embedding[0, :1], grid.reshape(-1, width).astype(np.float32)])[np.newaxis]
    return source, {**source, name: resized}


def vit_base():
    source, expected = vit("pos_embed", (14, 14), (16, 12), 768, {
        "cls_token": (1, 1, 768), "patch_embed.proj.weight": (768, 3, 16, 16)})
    return Scenario(
        "vit_resolution", {"checkpoint": source}, expected,
        Wrong("error[E0301]: cannot resize float32[1, 197, 768] on axis 1: it has 197 positions, a grid of [15, 13] behind 1 makes 196",
              ("$old_rows, $old_columns", "15, 13")),
        within={"pos_embed": 1e-6})


def dinov2():
    name = "embeddings.position_embeddings"
    source, expected = vit(name, (37, 37), (16, 16), 1024, {"embeddings.cls_token": (1, 1, 1024), "layernorm.weight": (1024,)})
    return Scenario(
        "vit_resolution", {"checkpoint": source}, expected,
        Wrong('error[E0204]: `model` has no tensor "pos_embed"', parameters={"name": "pos_embed"}),
        {"name": name, "old_rows": 37, "old_columns": 37, "rows": 16, "columns": 16},
        within={name: 1e-6})


# ---- the classes of a detector

def coco():
    old = ["coco class %d" % i for i in range(80)]
    new = ["own class %d" % i for i in range(70)] + old[60:30:-1]
    v, source, expected, limits = Values(8), {}, {}, {}

    def moved(rows, fill):
        """Rows of old classes in the places of the new ones."""
        return np.stack([rows[old.index(c)] if c in old else np.full_like(rows[0], fill) for c in new])

    for stage in range(3):
        head = "roi_head.bbox_head.%d." % stage
        source[head + "shared_fcs.0.bias"] = expected[head + "shared_fcs.0.bias"] = v(1024)
        for t, width, fill in (("weight", (1024,), np.nan), ("bias", (), 0)):
            cls, reg = v(81, *width), v(320, *width)
            source[head + "fc_cls." + t], source[head + "fc_reg." + t] = cls, reg
            expected[head + "fc_cls." + t] = np.concatenate([moved(cls[:80], fill), cls[80:]])
            expected[head + "fc_reg." + t] = moved(reg.reshape(80, 4, *width), fill).reshape(-1, *width)
        limits[head + "fc_cls.weight"] = limits[head + "fc_reg.weight"] = 0.08
    return Scenario("coco_to_own_classes", {"checkpoint": source}, expected,
                    Wrong("error[E0302]: axis 0 of float32[80, 1024] has 80 positions, the old vocabulary 79 entries",
                          lists={"old_classes": old[1:]}),
                    lists={"old_classes": old, "new_classes": new}, limits=limits)


def detection():
    """The names of slim's Faster R-CNN with an Inception; of its extractors only the ends."""
    v, source, expected, limits = Values(24), {}, {}, {}

    def add(name, *shape, to=None, slot=True):
        source[name] = v(*shape)
        expected[to or name] = source[name]
        if slot:
            source[name + "/Momentum"] = v(*shape)
            if to is None:
                expected[name + "/Momentum"] = source[name + "/Momentum"]

    for layer, shape in (("Conv2d_2b_1x1", (1, 1, 64, 64)), ("Mixed_3b/Branch_0/Conv2d_0a_1x1", (1, 1, 192, 64))):
        for part, sizes, trained in (("weights", shape, True), ("BatchNorm/beta", shape[3:], True),
                                     ("BatchNorm/gamma", shape[3:], True), ("BatchNorm/moving_mean", shape[3:], False),
                                     ("BatchNorm/moving_variance", shape[3:], False)):
            name = "InceptionV2/%s/%s" % (layer, part)
            add("FirstStageFeatureExtractor/" + name, *sizes, to="FeatureExtractor/" + name, slot=trained)
    add("Conv/weights", 3, 3, 64, 512)  # real: 576 channels
    add("Conv/biases", 512)
    for layer, outputs in (("BoxEncodingPredictor", 48), ("ClassPredictor", 24)):
        add("FirstStageBoxPredictor/%s/weights" % layer, 1, 1, 512, outputs)
        add("FirstStageBoxPredictor/%s/biases" % layer, outputs)
    add("SecondStageFeatureExtractor/InceptionV2/Mixed_5a/Branch_0/Conv2d_0a_1x1/weights", 1, 1, 576, 128)
    for layer, old, new in (("BoxEncodingPredictor", 360, 20), ("ClassPredictor", 91, 6)):
        for part, fill, shape in (("weights", np.nan, (1024,)), ("biases", 0, ())):
            name = "SecondStageBoxPredictor/%s/%s" % (layer, part)
            source.update({name: v(*shape, old), name + "/Momentum": v(*shape, old)})
            expected[name], expected[name + "/Momentum"] = (
                np.full((*shape, new), fill, np.float32), np.zeros((*shape, new), np.float32))
        limits["SecondStageBoxPredictor/%s/weights" % layer] = 0.02
    source["global_step"], expected["global_step"] = np.array(200000, np.int64), np.array(0, np.int64)
    return Scenario("detection_fine_tune", {"checkpoint": source}, expected,
                    Wrong('error[E0201]: no tensor matches "ClassPredictor/weight"',
                          ('"ClassPredictor/weights"', '"ClassPredictor/weight"')),
                    source_format="tensorflow", out_format="tensorflow", limits=limits)


# ---- variables in parts

def partitions():
    """An estimator's names; the embedding in twelve parts, of which TensorFlow makes the first ones longer."""
    v, source, expected = Values(26), {}, {"global_step": np.array(5000, np.int64)}
    source.update(expected)
    for scope, rows, parts in (("dnn/input_from_feature_columns/input_layer/query_embedding/embedding_weights", 1003, 12),
                               ("dnn/hiddenlayer_0/kernel", 16, 1), ("dnn/hiddenlayer_0/bias", 8, 1)):
        for slot in ("", "/Adagrad"):
            value = v(rows) if scope.endswith("bias") else v(rows, 16)
            expected[scope + slot] = value
            for i, part in enumerate(np.array_split(value, parts)):
                source["%s/part_%d%s" % (scope, i, slot)] = part
    return Scenario("partitions", {"checkpoint": source}, expected,
                    Wrong("error[E0301]: cannot concat float32[8] on axis 1: its axes are 0 to 0", ("axis 0", "axis 1")),
                    source_format="tensorflow", out_format="tensorflow")


# ---- convolutions

def four_channels():
    v = Values(27)
    source = {"conv1.weight": v(64, 3, 7, 7), "bn1.weight": v(64), "bn1.num_batches_tracked": np.array(9, np.int64),
              "layer1.0.conv1.weight": v(64, 64, 1, 1), "fc.weight": v(1000, 64), "fc.bias": v(1000)}  # real: 2048
    mean = source["conv1.weight"].astype(np.float64).mean(axis=1, keepdims=True).astype(np.float32)
    expected = {**source, "conv1.weight": np.concatenate([source["conv1.weight"], mean], axis=1)}
    return Scenario("four_channels", {"checkpoint": source}, expected,
                    Wrong("error[E0301]: cannot pad float32[64, 3, 7, 7] to [64, 2, 7, 7]: axis 1 has 3 positions, more than 2",
                          ("[64, 4, 7, 7]", "[64, 2, 7, 7]")),
                    within={"conv1.weight": 1e-7})


def lenet():
    """As TensorFlow has it, and as PyTorch has it."""
    v = Values(28)
    ours = {"conv1/kernel": v(5, 5, 1, 20), "conv1/bias": v(20), "conv2/kernel": v(5, 5, 20, 50), "conv2/bias": v(50),
            "fc1/kernel": v(800, 500), "fc1/bias": v(500)}
    theirs = {}
    for layer in ("conv1", "conv2", "fc1"):
        kernel = ours[layer + "/kernel"]
        theirs[layer + ".weight"] = np.ascontiguousarray(kernel.transpose(3, 2, 0, 1) if kernel.ndim == 4 else kernel.T)
        theirs[layer + ".bias"] = ours[layer + "/bias"]
    return ours, theirs


def lenet_for_pytorch():
    ours, theirs = lenet()
    return Scenario("convolutions_for_pytorch", {"checkpoint": ours}, theirs,
                    Wrong("error[E0301]: the layout in_out has 2 axes, float32[20, 1, 5, 5] has 4",
                          ("rank == 2 is in_out", "rank == 4 is in_out")), source_format="tensorflow")


def lenet_for_tensorflow():
    ours, theirs = lenet()
    return Scenario("convolutions_for_tensorflow", {"checkpoint": theirs}, ours,
                    Wrong("error[E0107]: this is no layout", ("is oihw", "is oihww")),
                    out_format="tensorflow")


# ---- a wider input

def wider_input():
    v, source = Values(3), {"global_step": np.array(40000, np.int64)}
    for name, shape in (("dense_1", (256, 128)), ("dense_2", (128, 64)), ("output_layer", (64, 10))):
        for part, sizes in (("kernel", shape), ("bias", shape[1:])):
            source["%s/%s" % (name, part)], source["%s/%s/Momentum" % (name, part)] = v(*sizes), v(*sizes)
    more = np.zeros((256, 128), np.float32)
    expected = {**source, "dense_1/kernel": np.concatenate([source["dense_1/kernel"], more + np.nan]),
                "dense_1/kernel/Momentum": np.concatenate([source["dense_1/kernel/Momentum"], more])}
    limit = np.sqrt(6 / (512 + 128))
    return Scenario("wider_input", {"checkpoint": source}, expected,
                    Wrong("error[E0301]: cannot pad float32[256, 128] to [512, 127]: axis 1 has 128 positions, more than 127",
                          ("[512, 128]", "[512, 127]")),
                    source_format="tensorflow", out_format="tensorflow", limits={"dense_1/kernel": limit})


SCENARIOS = {
    "vit_resolution": vit_base,
    "vit_resolution_dinov2": dinov2,
    "coco_to_own_classes": coco,
    "detection_fine_tune": detection,
    "partitions": partitions,
    "four_channels": four_channels,
    "convolutions_for_pytorch": lenet_for_pytorch,
    "convolutions_for_tensorflow": lenet_for_tensorflow,
    "wider_input": wider_input,
}
