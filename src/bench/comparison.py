"""The benchmark `comparison`: jobs as people write them, with ckpts, in Python, and with the two tools nearest to it.

The programs stand in the folder `comparison`, JOB.ckpts and so on, and are run as they stand there, beside their inputs. What comes
out are the tables of docs/comparison.md. Each job's outputs are compared before anything is measured.
"""

import os
import shutil
import statistics
import subprocess
import sys

import measure
import models

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "comparison")
JOBS = {
    "rename": "every tensor gets a new prefix",
    "prune": "3 of 9 layers go, the others are renumbered",
    "cast": "float32 to bfloat16",
    "average": "the mean of two models",
}
CKPTS = "ckpts"


class Comparison:
    """Runs the jobs on one model of `size` bytes, or on two; the programs that prune know how many layers one of 2 GiB has."""

    def __init__(self, bench):
        self.bench = bench
        self.options = bench.options

    def run(self):
        sources = [self.bench.path("old.safetensors"), self.bench.path("other.safetensors")]
        for number, path in enumerate(sources):
            measure.apart(models.model, path, self.options.size, number)
        before, here = self.bench.fresh(sources), os.getcwd()
        shutil.copytree(PROGRAMS, self.bench.directory, dirs_exist_ok=True)
        os.chdir(self.bench.directory)
        try:
            for job, words in JOBS.items():
                contenders = self._contenders(job)
                self._agree(job, contenders)
                runs = measure.interleaved(self.options.pairs, contenders, before, synced=True)
                self.bench.table.add(job, runs)
                _report(job, words, runs)
        finally:
            os.chdir(here)
        for path in sources:
            os.remove(path)

    def _contenders(self, job):
        found = {CKPTS: self.bench.ckpts("run", f"{job}.ckpts")}
        if self.options.torch:
            found["Python"] = [self.options.torch, f"{job}.py"]
        for peer, words in (
            ("BrainSurgery", lambda path: ["brainsurgery", "cli", path]),
            ("mergekit", lambda path: ["mergekit-pytorch", path, "out", "--no-write-model-card", "--no-copy-tokenizer"]),
        ):
            if not os.path.exists(program(job, peer)):
                continue
            path = os.path.basename(program(job, peer))
            command, *rest = words(path)
            command = os.path.join(os.path.abspath(self.options.peers or ""), peer.lower(), "bin", command)
            if os.access(command, os.X_OK):
                found[peer] = [command, *rest]
            else:
                print(f"no {command}: skipped", flush=True)
        return found

    def _agree(self, job, contenders):
        before, expected = self.bench.fresh([], sync=False), self.bench.path("expected.safetensors")
        for name, command in contenders.items():
            before(name)
            measure.run(command)
            (made,) = (os.path.join("out", file) for file in os.listdir("out") if file.endswith(".safetensors"))
            if name == CKPTS:
                os.replace(made, expected)
                continue
            words = [self.options.torch, os.path.join(HERE, "agree.py"), expected, made, "0", "0"]
            if subprocess.run(words, check=False).returncode != 0:
                sys.exit(f"{job}: ckpts and {name} disagree")
        os.remove(expected)


def program(job, contender):
    """Where the program of a contender stands for a job, whether or not it can do it."""
    ending = {CKPTS: "ckpts", "Python": "py"}.get(contender, contender.lower() + ".yaml")
    return os.path.join(PROGRAMS, f"{job}.{ending}")


def lines(path):
    """Those of a program that say something: no blank line, no comment."""
    with open(path, encoding="utf-8") as file:
        return sum(1 for line in file if line.strip() and not line.strip().startswith("#"))


def _report(job, words, runs):
    print(f"\n| {words} | lines | seconds | peak MiB | of it anonymous |\n|---|---|---|---|---|")
    for name, results in runs.items():
        seconds = statistics.median(run.seconds for run in results)
        peak = max(run.peak for run in results)
        anonymous = max(run.anonymous for run in results)
        print(f"| {name} | {lines(program(job, name))} | {seconds:.1f} | {peak:,.0f} | {anonymous:,.0f} |", flush=True)
