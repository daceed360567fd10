#!/usr/bin/env python3
"""Edits a checkpoint of 40 GB in far less memory than one of its tensors takes: check_huge.py LAUNCHER WORK.

The input is sparse: zeros that take no disk, but for some numbers written into it. Each edit saves one tensor, which is
read whole: the numbers must be found at the places that the edit moves them to, and nothing else. Where a memory cgroup
(version 1) can be made, the edits run in one, and the system kills what needs more; elsewhere the peak of resident memory is
compared with the limit afterwards. Prints a line per check and "N passed, N failed"; standard library only.
"""

import contextlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench")
sys.path.insert(0, BENCH)
import safetensors_file  # noqa: E402

MIB, GIB, GB = 1 << 20, 1 << 30, 10**9
LIMIT = 512 * MIB
JAVA_OPTIONS = "-Xmx320m"
CGROUPS = "/sys/fs/cgroup/memory"
CHUNK = 4 * MIB
TOTAL = 40 * GB
SPARE = GIB

SHAPES = {
    "renamed": (32768, 32768),
    "cast": (65536, 32768),
    "transposed": (32768, 16384),
    "padded": (16384, 32768),
    "left": (32768, 32768),
    "right": (32768, 32768),
}
WIDER = (20480, 40960)


class Edit:
    """Statements that make the tensor `result` of float32 elements, or of `width` bytes; where each number should be."""

    def __init__(self, name, statements, result, expected, elements, width=4):
        self.name = name
        self.statements = statements
        self.result = result
        self.expected = expected
        self.elements = elements
        self.width = width


def count(name):
    rows, columns = SHAPES[name]
    return rows * columns


def marks(name):
    """Which numbers stand where in a tensor: at both ends, inside, and on both sides of the middle; all exact in bfloat16."""
    last = count(name) - 1
    first = 10 * (1 + list(SHAPES).index(name))
    places = (0, 1, last // 3, last // 2, last // 2 + 1, last - 1, last)
    return {place: float(first + number) for number, place in enumerate(places)}


def moved(name, place):
    """The numbers of a matrix, each at the place that its row and column come to."""
    columns = SHAPES[name][1]
    return {place(*divmod(at, columns)): number for at, number in marks(name).items()}


def edits(source):
    left, right = marks("left"), marks("right")
    rows = SHAPES["transposed"][0]
    yield Edit("rename", 'rename "renamed" -> "result"', "result", marks("renamed"), count("renamed"))
    yield Edit("cast", 'cast "cast" to bfloat16', "cast", marks("cast"), count("cast"), width=2)
    yield Edit(
        "transpose",
        'transpose "transposed"',
        "transposed",
        moved("transposed", lambda row, column: column * rows + row),
        count("transposed"),
    )
    yield Edit(
        "pad",
        f'pad "padded" to [{WIDER[0]}, {WIDER[1]}] with 0',
        "padded",
        moved("padded", lambda row, column: row * WIDER[1] + column),
        WIDER[0] * WIDER[1],
    )
    yield Edit(
        "average of two",
        f'load "{source}" as other\nupdate "left" = 0.5 * it + 0.5 * other["right"]',
        "left",
        {place: 0.5 * left.get(place, 0) + 0.5 * right.get(place, 0) for place in left.keys() | right.keys()},
        count("left"),
    )


def write_sparse(path):
    """The input: what is marked, and tensors of nothing up to its size."""
    shapes = dict(SHAPES)
    rest = TOTAL - sum(4 * count(name) for name in SHAPES)
    shapes["rest"] = (rest // 4,)
    head, begins = safetensors_file.layout(shapes)
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(begins["rest"] + rest)
        for name in SHAPES:
            for place, number in marks(name).items():
                file.seek(begins[name] + 4 * place)
                file.write(struct.pack("<f", number))


def found_in(path, edit):
    """Every element of a file's one tensor that is not zero, by its place; and the size of the file without its header."""
    zeros = bytes(CHUNK)
    found = {}
    with open(path, "rb", buffering=0) as file:
        begin = 8 + struct.unpack("<Q", file.read(8))[0]
        file.seek(begin)
        read = 0
        while chunk := file.read(CHUNK):
            if chunk != zeros[: len(chunk)]:
                for at in range(0, len(chunk), edit.width):
                    element = chunk[at : at + edit.width]
                    if any(element):
                        # A bfloat16 is the upper half of a float32.
                        found[(read + at) // edit.width] = struct.unpack("<f", element.rjust(4, b"\0"))[0]
            read += len(chunk)
    return found, read


@contextlib.contextmanager
def limited():
    """The folder of a memory cgroup of LIMIT bytes, file pages and all; None where none can be made."""
    folder = os.path.join(CGROUPS, f"ckpts-check-{os.getpid()}")
    try:
        os.mkdir(folder)
    except OSError:
        yield None
        return
    try:
        write(os.path.join(folder, "memory.limit_in_bytes"), LIMIT)
        yield folder
    finally:
        os.rmdir(folder)


def write(path, value):
    with open(path, "w", encoding="ascii") as file:
        file.write(str(value))


def run(command, group):
    """Runs a command, in a cgroup if there is one; its exit status, what it said, its peak resident bytes, and seconds."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, "CKPTS_JAVA_OPTS": JAVA_OPTIONS},
            preexec_fn=(lambda: write(os.path.join(group, "cgroup.procs"), os.getpid())) if group else None,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    return process.returncode, text, usage.ru_maxrss * 1024, time.monotonic() - begun


failures = []
passes = []


def check(what, holds, found):
    print(("ok     " if holds else "FAILED ") + what, flush=True)
    (passes if holds else failures).append(what)
    if not holds:
        print(f"  found: {found}")


def main():
    launcher, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    try:
        # The first call may build the program, which takes more memory than it does.
        subprocess.run([launcher, "version"], check=True, stdout=subprocess.DEVNULL)
        check_all(launcher, work)
    finally:
        shutil.rmtree(work)
    print(f"{len(passes)} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


def check_all(launcher, work):
    source, target = os.path.join(work, "huge.safetensors"), os.path.join(work, "out.safetensors")
    largest = max(edit.elements * edit.width for edit in edits(source))
    free = shutil.disk_usage(work).free
    needs = f"{(largest + SPARE) / GB:.1f} GB of free disk are needed, one output at a time, and {free / GB:.1f} are there"
    print(needs, flush=True)
    if free < largest + SPARE:
        check("there is room for it", False, needs)
        return
    write_sparse(source)
    taken = os.stat(source).st_blocks * 512
    check(f"{TOTAL / GB:.0f} GB of holes take no disk", taken < MIB, f"{taken} bytes are taken")
    if taken >= MIB:
        return
    with limited() as group:
        proof = "a cgroup that holds file pages, too" if group else "the peak of resident memory, as there is no cgroup"
        print(f"limit: {LIMIT // MIB} MiB, by {proof}; {JAVA_OPTIONS}", flush=True)
        for edit in edits(source):
            script = os.path.join(work, "edit.ckpts")
            write(script, f'load "{source}"\n{edit.statements}\nsave "{target}" only "{edit.result}"\n')
            status, said, peak, seconds = run([launcher, "run", script], group)
            cost = f"{edit.elements * edit.width / GIB:.1f} GiB written, {peak // MIB} MiB resident, {seconds:.0f} s"
            check(f"{edit.name}: runs within the limit ({cost})", status == 0 and peak <= LIMIT, f"exit {status}\n{said}")
            if status == 0:
                found, size = found_in(target, edit)
                check(f"{edit.name}: has the right size", size == edit.elements * edit.width, size)
                check(f"{edit.name}: has each number in its place and no other", found == edit.expected, found)
                os.remove(target)
        if group:
            with open(os.path.join(group, "memory.max_usage_in_bytes"), encoding="ascii") as file:
                most = int(file.read())
            check(f"the cgroup held the edits ({most // MIB} MiB at most)", 0 < most <= LIMIT, most)


if __name__ == "__main__":
    main()
