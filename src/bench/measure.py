"""Runs commands and says what they cost: wall time, processor time, peak memory. Nothing is dropped silently."""

import multiprocessing
import os
import signal
import statistics
import subprocess
import sys
import threading
import time

SECONDS_BETWEEN_SAMPLES = 0.01


class Run:
    """One run of a command: seconds from start to exit, of those on a processor, peak resident MiB, and the peak of
    that part of them which is no page of a file: other than mapped files, the system cannot take it back."""

    def __init__(self, seconds, processor, peak, anonymous):
        self.seconds = seconds
        self.processor = processor
        self.peak = peak
        self.anonymous = anonymous


def run(command, accepted=(0,), synced=False):
    """Runs a command to its end, output thrown away. Another exit status than the accepted ends the benchmark.

    If `synced`, the time includes writing everything back to the disk.
    """
    begun = time.perf_counter()
    with open(os.devnull, "r+b") as nothing:
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=subprocess.PIPE)
    watch = AnonymousMemory(process.pid)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if synced:
        os.sync()
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in accepted:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{complaint.decode(errors='replace')}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, watch.peak())


def interrupted(command, after, status):
    """Interrupts a command, as Ctrl-C does, some seconds after its start; the run is what it takes to end from then on."""
    with open(os.devnull, "r+b") as nothing:
        process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
    time.sleep(after)
    begun = time.perf_counter()
    process.send_signal(signal.SIGINT)
    _, ended, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}, interrupted after {after:.1f} s")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, 0)


class AnonymousMemory:
    """Watches a process until it ends: how much of its memory is no page of a file, sampled. Linux only, else 0."""

    def __init__(self, pid):
        self._path = f"/proc/{pid}/status"
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self):
        while not self._ended.wait(SECONDS_BETWEEN_SAMPLES):
            try:
                with open(self._path, encoding="ascii") as status:
                    sizes = [line.split()[1] for line in status if line.startswith("RssAnon:")]
            except (FileNotFoundError, ProcessLookupError):
                return
            # A process that has ended but was not waited for yet has no memory.
            self._peak = max(self._peak, *(int(size) for size in sizes), 0)

    def peak(self):
        """Stops watching; the largest sample in MiB."""
        self._ended.set()
        self._thread.join()
        return self._peak / 1024


def apart(function, *arguments):
    """Calls a function in a process of its own: what this one holds would be counted as held by every command."""
    process = multiprocessing.Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(f"{function.__name__} failed: exit {process.exitcode}")


def interleaved(rounds, contenders, before, synced=False, accepted=(0,)):
    """Runs each contender once a round, in turn forwards and backwards, and returns their runs in order.

    `contenders` maps a name to a command; `before` is called with the name before each run, outside its time.
    If `synced`, a run ends when what it wrote is on the disk.
    """
    runs = {name: [] for name in contenders}
    for number in range(rounds):
        names = list(contenders)
        for name in names if number % 2 == 0 else reversed(names):
            before(name)
            runs[name].append(run(contenders[name], accepted, synced))
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
    contender in the same round; the largest peaks in MiB. `others` maps the other contenders' names to the same of them."""

    def __init__(self, runs, base):
        self.seconds = statistics.median(run.seconds for run in runs)
        self.slowest = max(run.seconds for run in runs)
        self.ratio = statistics.median(ratios(runs, base))
        self.beyond = statistics.median(beyond(runs, base))
        self.peak = max(run.peak for run in runs)
        self.anonymous = max(run.anonymous for run in runs)
        self.others = {}


def ratios(runs, base):
    return [mine.seconds / other.seconds for mine, other in zip(runs, base)]


def beyond(runs, base):
    return [mine.seconds - other.seconds for mine, other in zip(runs, base)]


class Table:
    """Results in Markdown: one row a contender, with its ratio to and its seconds beyond the first one, round by round.

    Times and ratios are min / median / max, the peak is the largest.
    """

    HEADER = (
        "| benchmark | contender | seconds | ratio | beyond the first | processor seconds | peak MiB "
        "| anonymous MiB | aim | |"
    )

    def __init__(self):
        self.rows = []

    def add(self, benchmark, runs, aims=None):
        """`aims` maps a contender to (text, function of its Measured that says whether it is met)."""
        reference = next(iter(runs))
        base = runs[reference]
        measured = {name: Measured(results, base) for name, results in runs.items()}
        for name, results in runs.items():
            mine = measured[name]
            mine.others = {other: its for other, its in measured.items() if other != name}
            text, met = (aims or {}).get(name, ("", None))
            verdict = "" if met is None else "met" if met(mine) else "MISSED"
            compared = [_spread(ratios(results, base)), _spread(beyond(results, base))]
            self._row(
                [
                    benchmark,
                    name,
                    _spread([result.seconds for result in results]),
                    *(["", ""] if name == reference else compared),
                    _spread([result.processor for result in results]),
                    f"{mine.peak:.0f}",
                    f"{mine.anonymous:.0f}",
                    text,
                    verdict,
                ]
            )

    def _row(self, cells):
        if not self.rows:
            print(self.HEADER)
            print("|---" * len(cells) + "|")
        self.rows.append(cells)
        print("| " + " | ".join(cells) + " |", flush=True)

    def missed(self):
        return [row for row in self.rows if row[-1] == "MISSED"]


def _spread(values):
    return f"{min(values):.2f} / {statistics.median(values):.2f} / {max(values):.2f}"
