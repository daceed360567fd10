"""Numbers against PyTorch: casts of every 16-bit code and of random floats, all codes of its 8-bit floats, interpolation of random
shapes, merges written with its operations.

    python full_numbers.py LAUNCHER WORK [check ...]
"""

import os

import torch
from harness import Checks, expect
from safetensors.torch import load_file, save_file

NARROW = {"bfloat16": torch.bfloat16, "float16": torch.float16, "float8_e5m2": torch.float8_e5m2,
          "float8_e4m3fn": torch.float8_e4m3fn}
SEEDS = 10


def run(checks, name, tensors, lines):
    """What a script makes of a file of tensors, and of further files that it loads itself."""
    folder = checks.folder(name)
    source, out = (os.path.join(folder, file) for file in ("in.safetensors", "out.safetensors"))
    save_file(tensors, source)
    checks.run_text("\n".join(['load "%s"' % source, *lines, 'save "%s"' % out]) + "\n", name)
    return load_file(out)


def same(found, wanted, what):
    """Equal bits; where PyTorch has NaN, any NaN."""
    expect(found.dtype == wanted.dtype and found.shape == wanted.shape, "%s is %s %s", what, found.dtype, found.shape)
    numbers = ~torch.isnan(wanted.float())
    bits = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}[found.element_size()]
    differ = (found.view(bits) != wanted.view(bits)) & numbers
    expect(not differ.any(), "%s: %d differ, the first is %s, expected %s", what, differ.sum(), found[differ][:1], wanted[differ][:1])
    expect(torch.isnan(found.float()[~numbers]).all(), "%s: a number, expected NaN", what)


def floats():
    """float32 of every exponent, of which many lie on ties and next to them, subnormals and overflows among them."""
    generator = torch.Generator().manual_seed(1)
    upper = torch.arange(1 << 16, dtype=torch.int32) << 16
    lower = torch.tensor([0, 1, 0x0fff, 0x1000, 0x1001, 0x7fff, 0x8000, 0x8001, 0xffff], dtype=torch.int32)
    grid = (upper[:, None] | lower[None, :]).reshape(-1)
    drawn = torch.randint(-(1 << 31), (1 << 31) - 1, [200000], generator=generator).to(torch.int32)
    return torch.cat([grid, drawn]).view(torch.float32)


def casts(checks, name, dtype):
    """float32 rounded, and every code to float32 and back."""
    kind = NARROW[dtype]
    size = torch.empty(0, dtype=kind).element_size()
    codes = torch.arange(1 << 8 * size, dtype=torch.int32).to(torch.uint8 if size == 1 else torch.int16).view(kind)
    wide = floats()
    found = run(checks, name, {"wide": wide, "codes": codes}, [
        'set "rounded" = cast(tensor("wide"), %s)' % dtype,
        'set "there" = cast(tensor("codes"), float32)',
        'set "back" = cast(tensor("there"), %s)' % dtype])
    same(found["there"], codes.float(), "to float32")
    same(found["back"], codes, "and back")
    wanted = wide.to(kind)
    # PyTorch saturates or not by type; beyond the range the definition of the types rules, and check_casts.py holds it.
    inside = (wide.abs() <= torch.finfo(kind).max) | ~torch.isfinite(wide) if size == 2 else wide.abs() <= torch.finfo(kind).max
    same(found["rounded"][inside], wanted[inside], "rounded")


def interpolation(checks, name, seed):
    random = torch.Generator().manual_seed(seed)

    def number(low, high):
        return int(torch.randint(low, high + 1, [], generator=random))

    tensors, lines, wanted = {}, [], {}
    for i in range(12):
        spatial = number(1, 2)
        before = [number(1, 3), number(1, 4)] + [number(2, 15) for _ in range(spatial)]
        after = before[:2] + [number(2, 20) for _ in range(spatial)]
        method = ["nearest", "nearest_exact", "bilinear", "bicubic"][number(0, 3 if spatial == 2 else 2)]
        options = {}
        if method in ("bilinear", "bicubic"):
            option = number(0, 2 if spatial == 2 else 1)
            options = [{}, {"align_corners": True}, {"antialias": True}][option]
        mode = {"nearest_exact": "nearest-exact", "bilinear": "linear" if spatial == 1 else "bilinear"}.get(method, method)
        value = tensors["t%d" % i] = torch.randn(before, generator=random)
        wanted["t%d" % i] = torch.nn.functional.interpolate(value.double(), after[2:], mode=mode, **options)
        arguments = ", ".join("%s = true" % option for option in options)
        lines.append('resize "t%d" to %s with %s' % (i, after, "%s(%s)" % (method, arguments)))
    found = run(checks, name, tensors, lines)
    for tensor, value in wanted.items():
        error = (found[tensor].double() - value).abs().max()
        expect(error <= 2 ** -23 * value.abs().max(), "%s: off by %s\n%s", tensor, error, "\n".join(lines))


def merged(base, tuned, density, weights):
    """TIES as its paper's algorithm 1 has it: trim, elect, mean of what agrees."""
    trimmed = []
    for one in tuned:
        delta = (one - base).flatten()
        kept = torch.topk(delta.abs(), max(1, round(density * delta.numel()))).indices
        trimmed.append(torch.zeros_like(delta).index_copy(0, kept, delta[kept]).reshape(base.shape))
    shares = torch.tensor(weights).reshape(-1, *[1] * base.ndim).double()
    deltas = torch.stack(trimmed).double()
    agrees = (deltas.sign() == (shares * deltas).sum(0).sign()) & (deltas != 0)
    return base + (shares * deltas * agrees).sum(0) / (shares * agrees).sum(0).clamp(min=1e-30)


def merges(checks, name, seed):
    random = torch.Generator().manual_seed(seed)
    base, one, two, three = (torch.randn([31, 17], generator=random) for _ in range(4))
    density, part = (float(torch.rand([], generator=random)) * 0.9 + 0.05 for _ in range(2))
    weights = [1.0, 2.0, 0.5]
    down, up = torch.randn([4, 17], generator=random), torch.randn([31, 4], generator=random)
    found = run(checks, name, {"base": base, "one": one, "two": two, "three": three, "down": down, "up": up}, [
        'let b = tensor("base")',
        'set "ties" = ties(b, [tensor("one"), tensor("two"), tensor("three")], density = %r, weights = %r)' % (density, weights),
        'set "slerp" = slerp(tensor("one"), tensor("two"), %r)' % part,
        'set "arithmetic" = b + 0.5 * (tensor("one") - b) + 0.25 * (tensor("two") - b)',
        'set "ema" = 0.5 * b + 0.5 * tensor("one")',
        'set "lora" = b + (16.0 / 4) * (tensor("up") @ tensor("down"))'])
    a, b = one.double(), two.double()
    angle = torch.arccos(torch.nn.functional.cosine_similarity(a.flatten(), b.flatten(), dim=0))
    wanted = {
        "ties": merged(base, [one, two, three], density, weights),
        "slerp": (torch.sin((1 - part) * angle) * a + torch.sin(part * angle) * b) / torch.sin(angle),
        "arithmetic": base.double() + 0.5 * (one - base).double() + 0.25 * (two - base).double(),
        "ema": torch.lerp(base.double(), a, 0.5),
        "lora": torch.addmm(base.double(), up.double(), down.double(), alpha=4.0)}
    for tensor, value in wanted.items():
        # Each of the few operations rounds to float32 once.
        slack = 4 * 2 ** -24 * value.abs().max()
        error = (found[tensor].double() - value).abs().max()
        expect(error <= slack, "%s: off by %s, allowed %s", tensor, error, slack)


def main():
    checks = Checks(__doc__)
    for dtype in NARROW:
        checks.check("casts_" + dtype, lambda: casts(checks, "casts_" + dtype, dtype))
    for seed in range(SEEDS):
        checks.check("interpolation_%d" % seed, lambda: interpolation(checks, "interpolation_%d" % seed, seed))
        checks.check("merges_%d" % seed, lambda: merges(checks, "merges_%d" % seed, seed))
    checks.end()


if __name__ == "__main__":
    main()
