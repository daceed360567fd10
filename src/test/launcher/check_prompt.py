#!/usr/bin/env python3
"""Checks the prompt as somebody at a terminal meets it: check_prompt.py LAUNCHER WORK. Prints a line per check.

The real launcher runs on a pseudoterminal; standard library only.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys

from pseudoterminal import Pseudoterminal

BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench")
sys.path.insert(0, BENCH)
import bundle  # noqa: E402

GIB = 1 << 30
CTRL_C, CTRL_D, TAB, ENTER, UP = "\x03", "\x04", "\t", "\r", "\x1b[A"
SECONDS_TO_STOP = 5

launcher, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
root = os.path.dirname(launcher)
checkpoint = os.path.join(root, "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000")
state = {"XDG_STATE_HOME": os.path.join(work, "state")}
failures = []


def check(what, holds, found=""):
    print(("ok     " if holds else "FAILED ") + what, flush=True)
    if not holds:
        failures.append(what)
        print(f"  found: {found!r}")


def hashes(prefix):
    folder, name = os.path.split(prefix)
    found = {}
    for file in sorted(os.listdir(folder)):
        if file.startswith(name + "."):
            with open(os.path.join(folder, file), "rb") as content:
                found[file] = hashlib.sha256(content.read()).hexdigest()
    return found


def start(*words, **more):
    return Pseudoterminal([launcher, *words], environment={**state, **more})


def conversation():
    """The whole way: from typing to a script that makes the same files."""
    out, script = os.path.join(work, "out"), os.path.join(work, "fix.ckpts")
    prompt = start()
    prompt.sees("In [1]: ")
    prompt.types(f'load "{checkpoint}"' + ENTER)
    seen, _ = prompt.sees("In [2]: ")
    check("loads", "loaded 17 tensors (75.0 KiB) as model" in seen, seen)

    prompt.types('rename "alexnet_v2/conv1/bi' + TAB)
    prompt.sees('"alexnet_v2/conv1/bias"')
    check("completes a tensor by Tab", True)
    prompt.types('-> "alexnet_v2/conv1/biases"' + ENTER)
    seen, _ = prompt.sees("In [3*]: ")
    check("marks unsaved changes", "renamed 1 tensor" in seen, seen)

    prompt.types('scope "alexnet_v2" {' + ENTER)
    prompt.sees("...: ")
    prompt.types('drop "fc6/w' + TAB)
    prompt.sees('"fc6/weights"')
    prompt.types(ENTER)
    prompt.sees("...: ")
    prompt.types("}" + ENTER)
    seen, _ = prompt.sees("In [4*]: ")
    check("runs a scope of several lines, its names completed within it", "dropped 1 tensor" in seen, seen)

    prompt.types("drop everything")
    prompt.sees("everything")
    prompt.types(CTRL_C)
    # On a line of its own: the line that is typed may still be drawn again.
    prompt.sees("\nIn [4*]: ")
    check("Ctrl-C clears what is typed", True)

    # The prompt may be drawn again after Ctrl-C: only the answer shows that this was read.
    prompt.types("%undo" + ENTER)
    prompt.sees('undid In[3]: scope "alexnet_v2" { ...')
    prompt.sees("In [4*]: ")
    check("undoes the last cell", True)

    prompt.types(CTRL_D)
    seen, _ = prompt.sees("In [4*]: ")
    check("Ctrl-D asks while changes are unsaved", "there are unsaved changes" in seen, seen)

    prompt.types(f'save "{out}"' + ENTER)
    seen, _ = prompt.sees("In [5]: ")
    check("saves", "saved " + out in seen.replace("\r\n", ""), seen)
    prompt.types(f"%save {script}" + ENTER)
    seen, _ = prompt.sees("In [5]: ")
    check("writes the cells in effect as a script", ": 3 cells" in seen, seen)
    prompt.types(CTRL_D)
    check("leaves by Ctrl-D with status 0", prompt.ends() == 0)

    made = hashes(out)
    for file in made:
        os.remove(os.path.join(work, file))
    ran = subprocess.run([launcher, "run", script], capture_output=True, text=True)
    check("the script runs", ran.returncode == 0, ran.stderr)
    check("and makes the same bytes", len(made) == 2 and hashes(out) == made, (made, hashes(out)))


def interruption():
    """Ctrl-C on cells that would take long: a look at values, and a save."""
    big = os.path.join(work, "big", "model")
    bundle.write(big, bundle.transformer(8 * GIB), sparse=True)
    prompt = start("repl", big)
    prompt.sees("In [2]: ")
    prompt.types('stats "**"' + ENTER)
    prompt.is_left_alone()
    prompt.types(CTRL_C)
    seen, seconds = prompt.sees("In [3]: ")
    check("Ctrl-C stops a look at values", "interrupted: nothing was changed" in seen, seen)
    check(f"within {SECONDS_TO_STOP} s", seconds < SECONDS_TO_STOP, seconds)

    folder = os.path.join(work, "never")
    os.makedirs(folder)
    prompt.types(f'rename "bert/**" -> "tower/**"; save "{folder}/model"' + ENTER)
    while not os.listdir(folder):  # the save has begun
        prompt.breathes()
    prompt.types(CTRL_C)
    seen, seconds = prompt.sees("In [4]: ")
    check("Ctrl-C stops a save", "interrupted: nothing was changed" in seen, seen)
    check(f"within {SECONDS_TO_STOP} s ", seconds < SECONDS_TO_STOP, seconds)
    check("and nothing is left of it", os.listdir(folder) == [], os.listdir(folder))
    prompt.types("%status" + ENTER)
    seen, _ = prompt.sees("In [4]: ")
    check("the state is as before", "1 step to undo" in seen and "unsaved" not in seen, seen)
    prompt.types(CTRL_D)
    check("leaves after all that", prompt.ends() == 0)
    shutil.rmtree(os.path.dirname(big))


def memory():
    """What was typed is there next time, for its owner alone; pasted lines are one text."""
    prompt = start()
    prompt.sees("In [1]: ")
    prompt.types("%sa" + UP)
    prompt.sees("%save " + work)
    check("what began like this is found by Up in the next conversation", True)
    prompt.types(CTRL_C)
    prompt.sees("In [1]: ")
    prompt.types('\x1b[200~print 40 + 2\nprint "a!b"\x1b[201~' + ENTER)
    seen, _ = prompt.sees("In [2]: ")
    check("several lines that are pasted are one cell, ! and all", re.search(r"42\s+a!b\s", seen), seen)
    prompt.types(CTRL_D)
    check("leaves", prompt.ends() == 0)
    file = os.path.join(work, "state", "ckpts", "history")
    check("its owner alone may read it", os.stat(file).st_mode & 0o777 == 0o600, oct(os.stat(file).st_mode))


def early_keys():
    """Keys that are typed before anything listens are not lost."""
    prompt = start()
    prompt.types("print 20 + 3" + ENTER + CTRL_D)
    seen, _ = prompt.sees("\n23")
    check("what is typed before the prompt is there is run", True)
    check("and Ctrl-D leaves", prompt.ends() == 0)
    prompt = start()
    prompt.sees("In [1]: ")
    prompt.types(CTRL_D)
    check("Ctrl-D at once leaves", prompt.ends() == 0)


def plainness():
    """Terminals without colours or abilities, and no terminal at all."""
    for name, more in {"NO_COLOR": {"NO_COLOR": "1"}, "TERM=dumb": {"TERM": "dumb"}}.items():
        prompt = start(**more)
        prompt.sees("In [1]: ")
        prompt.types('print "x"; drop "y"' + ENTER)
        prompt.sees("error[")
        prompt.sees("In [2]: ")
        prompt.types(CTRL_D)
        check(f"{name}: works", prompt.ends() == 0)
        colours = re.findall(rb"\x1b\[(?:\d+;)*(?:3|4|9)\d[;m]", prompt.written)
        check(f"{name}: no colour", colours == [], colours)
        if name == "TERM=dumb":
            check(f"{name}: nothing but text", b"\x1b" not in prompt.written, prompt.written)
    prompt = start(CKPTS_JAVA_OPTS="-Djava.io.tmpdir=/nowhere")
    prompt.sees("In [1]: ")
    prompt.types("print 40 + 2" + ENTER)
    prompt.sees("42")
    prompt.types(CTRL_D)
    check("works where the library for terminals cannot be unpacked", prompt.ends() == 0)
    for text, status, said in (("print 1 + 1\n", 0, "2\n"), ('scope "a" {\n', 3, ""), ("%undo\n", 3, "")):
        ran = subprocess.run([launcher], input=text, capture_output=True, text=True)
        found = (ran.returncode, ran.stdout)
        check(f"a pipe is a script: {text.strip()} ends with {status}", found == (status, said), (found, ran.stderr))
        check("and is never asked", "In [" not in ran.stdout + ran.stderr)


def main():
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    # A first use builds the program, and another makes the archive of classes: neither is what is looked at here.
    subprocess.run([launcher, "version"], check=True, capture_output=True)
    for part in (conversation, interruption, memory, early_keys, plainness):
        part()
    print(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
