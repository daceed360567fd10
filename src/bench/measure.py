"""Runs commands and says what they cost: wall time, processor time, peak memory. Nothing is dropped silently."""

import multiprocessing
import os
import statistics
import subprocess
import sys
import time


class Run:
    """One run of a command: seconds from start to exit, of those on a processor, peak resident MiB."""

    def __init__(self, seconds, processor, peak):
        self.seconds = seconds
        self.processor = processor
        self.peak = peak


def run(command, accepted=(0,)):
    """Runs a command to its end, output thrown away. Another exit status than the accepted ends the benchmark."""
    begun = time.perf_counter()
    with open(os.devnull, "r+b") as nothing:
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in accepted:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{complaint.decode(errors='replace')}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def apart(function, *arguments):
    """Calls a function in a process of its own: what this one holds would be counted as held by every command."""
    process = multiprocessing.Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(f"{function.__name__} failed: exit {process.exitcode}")


def interleaved(rounds, contenders, before):
    """Runs each contender once a round, in turn forwards and backwards, and returns their runs in order.

    `contenders` maps a name to a command; `before` is called with the name before each run, outside its time.
    """
    runs = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders)
        for name in names if number % 2 == 0 else reversed(names):
            before(name)
            runs[name].append(run(contenders[name]))
    return runs


def settle(files=(), cold=False):
    """Brings the files' pages to one state: everything written back, then all in memory, or none."""
    os.sync()
    for path in files:
        with open(path, "rb") as file:
            if cold:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            else:
                while file.read(1 << 22):
                    pass


class Measured:
    """What a contender took: medians over the rounds of its seconds, of its ratio to and its seconds beyond the first
    contender in the same round; the largest peak in MiB."""

    def __init__(self, seconds, ratios, beyond, peak):
        self.seconds = statistics.median(seconds)
        self.ratio = statistics.median(ratios)
        self.beyond = statistics.median(beyond)
        self.peak = peak


class Table:
    """Results in Markdown: one row a contender, with its ratio to and its seconds beyond the first one, round by round.

    Times and ratios are min / median / max, the peak is the largest.
    """

    HEADER = "| benchmark | contender | seconds | ratio | beyond the first | processor seconds | peak MiB | aim | |"

    def __init__(self):
        self.rows = []

    def add(self, benchmark, runs, aims=None):
        """`aims` maps a contender to (text, function of its Measured that says whether it is met)."""
        reference = next(iter(runs))
        base = [result.seconds for result in runs[reference]]
        for name, results in runs.items():
            seconds = [result.seconds for result in results]
            ratios = [mine / other for mine, other in zip(seconds, base)]
            beyond = [mine - other for mine, other in zip(seconds, base)]
            peak = max(result.peak for result in results)
            text, met = (aims or {}).get(name, ("", None))
            verdict = "" if met is None else "met" if met(Measured(seconds, ratios, beyond, peak)) else "MISSED"
            processor = _spread([result.processor for result in results])
            compared = ["", ""] if name == reference else [_spread(ratios), _spread(beyond)]
            self._row([benchmark, name, _spread(seconds), *compared, processor, f"{peak:.0f}", text, verdict])

    def _row(self, cells):
        if not self.rows:
            print(self.HEADER)
            print("|---" * 9 + "|")
        self.rows.append(cells)
        print("| " + " | ".join(cells) + " |", flush=True)

    def missed(self):
        return [row for row in self.rows if row[-1] == "MISSED"]


def _spread(values):
    return f"{min(values):.2f} / {statistics.median(values):.2f} / {max(values):.2f}"
