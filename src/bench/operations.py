"""The benchmark `operations`: one edit a row, by ckpts, by a Python program and by other tools, beside writing the result."""

import glob
import os
import shutil
import subprocess
import sys

import measure
import models
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
MIB = 1 << 20
GIB = 1 << 30
CEILING = 256
FLOOR, CKPTS = "cp of the result", "ckpts"
SMALL = ("<= 256 MiB", lambda it: it.peak <= CEILING)
AS_FAST_AS_WRITING = ("<= 1.1 x the first, <= 256 MiB", lambda it: it.ratio <= 1.1 and it.peak <= CEILING)
TIMES_FASTER, TIMES_SMALLER = 3, 5


def _beats_python(mine):
    """Ours by all resident memory, theirs by what is no page of a file: nothing is held against them that could go."""
    others = [other for name, other in mine.others.items() if name != FLOOR]
    best = min(others, key=lambda other: other.seconds, default=mine)
    faster = TIMES_FASTER * mine.seconds <= best.seconds
    return faster and TIMES_SMALLER * mine.peak <= best.anonymous and mine.peak <= CEILING


BEATS_PYTHON = ("3 x as fast as the best other one, 1/5 of its anonymous memory, <= 256 MiB", _beats_python)


class Row:
    """One edit: the statements of it, the function of edits_in_torch.py, the peers that can do it.

    `tolerance` and `share` are those of agree.py.
    """

    def __init__(self, name, statements, edit, sources, contenders, tolerance=0.0, share=0.0, aim=SMALL):
        self.name = name
        self.statements = statements
        self.edit = edit
        self.sources = sources
        self.contenders = contenders
        self.tolerance = tolerance
        self.share = share
        self.aim = aim


class Operations:
    """Runs the rows; `size` is that of all inputs of a row together, of each of the two that are averaged."""

    def __init__(self, bench):
        self.bench = bench
        self.options = bench.options
        self.out = bench.out
        self.peers = peers.Peers(self.options.peers, bench.directory)

    def run(self):
        size = self.options.size
        base, *others = (self.bench.path(f"model-{number}.safetensors") for number in range(3))
        adapter = self.bench.path("adapter.safetensors")
        measure.apart(models.model, base, size, 0)
        measure.apart(models.adapter, adapter, size)
        for row in self._of_one(base, adapter):
            self._measure(row)
        for row, part in ((self._average(base, others[0]), size), (self._ties(base, *others), size // 3)):
            for number, path in enumerate(row.sources):
                measure.apart(models.model, path, part, number)
            self._measure(row)
        for path in (base, adapter, *others):
            os.remove(path)

    def _of_one(self, model, adapter):
        cast = {"merge_method": "passthrough", "models": [{"model": model}], "out_dtype": "bfloat16"}
        # In sft-cli 0.2.2 pattern and replacement are two options, other than its help says.
        renamed = self.peers.sft(self.out, "rename", model, "--sub", r"^model\.", "--sub", "tower.")
        yield Row("rename", 'rename "model.**" -> "tower.**"', "rename", [model], renamed)
        yield Row(
            "cast to bfloat16",
            'cast "**" to bfloat16',
            "cast",
            [model],
            self.peers.sft(self.out, "cast", model, "--dtype", "bf16") | self.peers.mergekit("cast", self.out, cast),
            aim=AS_FAST_AS_WRITING,
        )
        yield Row("transpose", 'transpose "**" where rank == 2', "transpose", [model], {})
        half, wider = 2 * models.width(self.options.size), 9 * models.width(self.options.size) // 2
        yield Row(
            "slice",
            f'slice "**.up_proj.weight" [0:{half}, :]\nslice "**.down_proj.weight" [:, 0:{half}]',
            "slice_feed_forward",
            [model],
            {},
        )
        width = models.width(self.options.size)
        yield Row(
            "pad",
            f'pad "**.up_proj.weight" to [{wider}, {width}] with 0\n'
            f'pad "**.down_proj.weight" to [{width}, {wider}] with 0',
            "pad_feed_forward",
            [model],
            {},
        )
        factors = '"base_model.model.${layer}.${kind}.lora_%s.weight"'
        product = " @ ".join(f"lora[{factors % factor}]" for factor in "BA")
        yield Row(
            "LoRA",
            f'load "{adapter}" as lora\n'
            f'update "{{layer:**}}.{{kind:{"|".join(models.ATTENTION)}}}.weight" = it + (32.0 / {models.RANK}) * ({product})',
            "lora",
            [model, adapter],
            self.peers.sft(self.out, "lora", "merge", model, adapter, "--scale", "2.0"),
            tolerance=1e-6,
        )

    def _average(self, model, other):
        configuration = {"merge_method": "linear", "models": peers.tuned([model, other], weight=0.5), "dtype": "float32"}
        return Row(
            "average of two",
            f'load "{other}" as other\nupdate "**" = 0.5 * it + 0.5 * other[name]',
            "average",
            [model, other],
            self.peers.mergekit("average", self.out, configuration),
            aim=BEATS_PYTHON,
        )

    def _ties(self, base, a, b):
        configuration = {
            "merge_method": "ties",
            "base_model": base,
            "models": peers.tuned([a, b], weight=1, density=0.2),
            "dtype": "float32",
        }
        return Row(
            "TIES, a base and two",
            f'load "{a}" as a\nload "{b}" as b\nupdate "**" = ties(it, [a[name], b[name]], density = 0.2)',
            "ties",
            [base, a, b],
            self.peers.mergekit("ties", self.out, configuration),
            tolerance=1e-6,
            # mergekit takes so many entries, also where the next one is as large as the last; and float64 differences,
            # as ckpts takes them, are not always in the order of rounded ones.
            share=1e-5,
        )

    def _measure(self, row):
        if not any(word in row.name for word in self.options.rows):
            return
        target = os.path.join(self.out, "model.safetensors")
        script = self.bench.script(
            "operation", f'load "{row.sources[0]}"\n{row.statements}\nsave "{target}"\n'
        )
        contenders = {CKPTS: self.bench.ckpts("run", script)}
        if self.options.torch:
            python = [self.options.torch, os.path.join(HERE, "edits_in_torch.py")]
            contenders["PyTorch"] = [*python, row.edit, target, *row.sources]
        contenders |= row.contenders
        result = self._agreed(row, contenders)
        contenders = {FLOOR: ["cp", result, target], **contenders}
        before = self.bench.fresh([*row.sources, result])
        runs = measure.interleaved(self.options.pairs, contenders, before, synced=True)
        self.bench.table.add(f"{row.name}, {_size(row.sources)} to {_size([result])}", runs, {CKPTS: row.aim})
        os.remove(result)

    def _agreed(self, row, contenders):
        """Runs each contender once and compares what they make; returns where the result of ckpts is."""
        result = self.bench.path("result.safetensors")
        before = self.bench.fresh([])
        for name, command in contenders.items():
            before(name)
            measure.run(command)
            (made,) = glob.glob(os.path.join(self.out, "*.safetensors"))
            if name == CKPTS:
                shutil.move(made, result)
                continue
            # Whoever compares needs PyTorch; a peer's environment has it as well.
            python = self.options.torch or os.path.join(os.path.dirname(command[0]), "python")
            words = [result, made, str(row.tolerance), str(row.share)]
            comparison = subprocess.run([python, os.path.join(HERE, "agree.py"), *words], check=False)
            if comparison.returncode != 0:
                sys.exit(f"{row.name}: ckpts and {name} disagree")
        return result


def _size(paths):
    size = sum(os.path.getsize(path) for path in paths)
    return f"{size / GIB:.1f} GiB" if size >= GIB else f"{size / MIB:.0f} MiB"
