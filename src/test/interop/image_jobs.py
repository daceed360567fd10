"""The jobs of examples/scenarios on models of images in PyTorch: of timm, torchvision and transformers, with random weights."""

import torch
import torch_models
import torchvision
import transformers
from harness import expect
from scenario import Scenario, Wrong, drawn, same, write_list
from timm.models.vision_transformer import VisionTransformer
from torch_models import output, randomized


def images(*shape, seed=4):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def of_state(model):
    """Writes the model's state."""
    return lambda folder: {"checkpoint": torch_models.save(model, folder)}


# ---- the resolution of vision transformers: the old models resize their embeddings themselves, at each image

def vit_base():
    def vit(**other):
        return VisionTransformer(patch_size=16, embed_dim=24, depth=2, num_heads=2, num_classes=5, **other)  # real: 768, 12, 12

    old, x = randomized(vit(img_size=224, dynamic_img_size=True)), images(2, 3, 256, 192)
    return Scenario(
        "vit_resolution", of_state(old),
        lambda out: same(output(torch_models.loaded(vit(img_size=(256, 192)), out), x), output(old, x), "the scores"),
        Wrong("error[E0301]: cannot resize float32[1, 197, 24] on axis 1: it has 197 positions, a prefix of 1 and a grid of [15, 13] make 196",
              ("$old_rows, $old_columns", "15, 13")))


def dinov2():
    def model(size):
        return transformers.Dinov2WithRegistersModel(transformers.Dinov2WithRegistersConfig(
            image_size=size, patch_size=14, hidden_size=24, num_hidden_layers=2, num_attention_heads=2))  # real: 1024, 24, 16

    old, x = randomized(model(518)), images(2, 3, 224, 224)
    parameters = {"name": "embeddings.position_embeddings", "old_rows": 37, "old_columns": 37, "rows": 16, "columns": 16}
    return Scenario(
        "vit_resolution", lambda folder: {**of_state(old)(folder), **parameters},
        lambda out: same(output(torch_models.loaded(model(224), out), x), output(old, x), "the last state"),
        Wrong('error[E0204]: `model` has no tensor "pos_embed"', parameters={"name": "pos_embed"}))


# ---- the classes of a detector

class BoxHead(torch.nn.Module):
    """What mmdetection's Shared2FCBBoxHead has and does: a score for each class and for the background, four deltas each.

    mmdetection itself has no release for this version of PyTorch.
    """

    def __init__(self, classes):
        super().__init__()
        self.classes = classes
        self.shared_fcs = torch.nn.ModuleList([torch.nn.Linear(12, 16), torch.nn.Linear(16, 16)])  # real: 12544, 1024
        self.fc_cls, self.fc_reg = torch.nn.Linear(16, len(classes) + 1), torch.nn.Linear(16, 4 * len(classes))

    def forward(self, x):
        for layer in self.shared_fcs:
            x = torch.relu(layer(x))
        scores, deltas = self.fc_cls(x), self.fc_reg(x).view(len(x), -1, 4)
        said = {name: torch.cat([scores[:, i:i + 1], deltas[:, i]], dim=1) for i, name in enumerate(self.classes)}
        return {**said, "background": scores[:, -1:]}


class Cascade(torch.nn.Module):
    """Three heads under the names of a Cascade R-CNN; what they say, by name of class."""

    def __init__(self, classes):
        super().__init__()
        self.roi_head = torch.nn.Module()
        self.roi_head.bbox_head = torch.nn.ModuleList([BoxHead(classes) for _ in range(3)])

    def forward(self, x):
        return [head(x) for head in self.roi_head.bbox_head]


def coco():
    old_classes = ["coco class %d" % i for i in range(80)]
    new_classes = ["own class %d" % i for i in range(70)] + old_classes[60:30:-1]
    old, x = randomized(Cascade(old_classes)), images(7, 12)

    def write(folder):
        return {**of_state(old)(folder), "old_classes": write_list(folder, "old_classes", old_classes),
                "new_classes": write_list(folder, "new_classes", new_classes)}

    def agrees(out):
        new = torch_models.loaded(Cascade(new_classes), out)
        with torch.no_grad():
            stages = list(zip(new(x), old(x), new.roi_head.bbox_head, strict=True))
        for stage, (found, expected, head) in enumerate(stages):
            for name in {*new_classes, "background"} & {*expected}:
                same(found[name], expected[name], "%s in stage %d" % (name, stage))
            for layer, rows in ((head.fc_cls, 70), (head.fc_reg, 280)):  # of the new classes, which come first
                drawn(layer.weight.detach()[:rows], 0.06, "weights of new classes in stage %d" % stage)
                expect(not layer.bias[:rows].any(), "biases of new classes in stage %d are not zero", stage)

    return Scenario("coco_to_own_classes", write, agrees,
                    Wrong("error[E0302]: axis 0 of float32[80, 16] has 80 positions, the old vocabulary 79 entries",
                          lists={"old_classes": old_classes[1:]}), draws=True)


# ---- a fourth channel

def four_channels():
    """A mean of filters is a filter of the mean: what conv1 says of the fourth channel is a third of what it said of it as grey."""
    def resnet():
        return torchvision.models.ResNet(torchvision.models.resnet.BasicBlock, [1, 1, 1, 1], num_classes=5)  # real: [3, 4, 6, 3]

    old, x = randomized(resnet()), images(2, 4, 32, 32)

    def agrees(out):
        new = resnet()
        new.conv1 = torch.nn.Conv2d(4, 64, 7, 2, 3, bias=False)
        new = torch_models.loaded(new, out)
        with torch.no_grad():
            filtered = old.conv1(x[:, :3]) + old.conv1(x[:, 3:].expand(-1, 3, -1, -1)) / 3
        same(output(new.conv1, x), filtered, "what conv1 says")
        old.conv1 = torch.nn.Identity()
        same(output(new, x), output(old, filtered), "the scores")

    return Scenario("four_channels", of_state(old), agrees,
                    Wrong("error[E0301]: cannot pad float32[64, 3, 7, 7] to [64, 2, 7, 7]: axis 1 has 3 positions, more than 2",
                          ("[64, 4, 7, 7]", "[64, 2, 7, 7]")))


SCENARIOS = {
    "vit_resolution": vit_base,
    "vit_resolution_dinov2": dinov2,
    "coco_to_own_classes": coco,
    "four_channels": four_channels,
}
