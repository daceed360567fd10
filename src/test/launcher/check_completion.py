#!/usr/bin/env python3
"""Checks completions and the manual page in the shells and formatters themselves: check_completion.py LAUNCHER WORK.

Prints a line per check. A shell that is not installed is named and counted as skipped. Standard library only.
"""

import os
import re
import shutil
import subprocess
import sys

from pseudoterminal import Pseudoterminal

launcher, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
passed, failures, skipped = [], [], []

FILES = ["a.ckpts", "b c.ckpts", "m.index", "w.safetensors", "x.txt", "config.json", "g.meta", "sub dir/in.ckpts"]

# What is typed, what is offered among others, what is not offered.
CASES = [
    ("ckpts l", ["ls"], ["plan"]),
    ("ckpts co", ["convert", "completion"], ["config.json"]),
    ("ckpts a", ["a.ckpts"], []),
    ("ckpts ls --f", ["--format"], ["--tree"]),
    ("ckpts ls --tr", ["--tree"], []),
    ("ckpts ls --format ", ["text", "json"], []),
    ("ckpts ls --color a", ["auto", "always"], ["never"]),
    ("ckpts ls ", ["m.index", "w.safetensors"], ["x.txt", "a.ckpts"]),
    ("ckpts run ", ["a.ckpts"], ["x.txt", "m.index"]),
    ("ckpts diff m.index ", ["w.safetensors", "config.json", "g.meta"], ["x.txt"]),
    ("ckpts convert w.safetensors o --dtype b", ["bfloat16"], ["float16"]),
    ("ckpts convert w.safetensors o --to ", ["tensorflow", "safetensors"], []),
    ("ckpts cast --only y a.x b.x float1", ["float16"], ["float32"]),
    ("ckpts run --report j", ["json=", "junit="], ["md="]),
    ("ckpts run --set a=b ", ["a.ckpts"], ["x.txt", "m.index"]),
    ("ckpts run --set a=b:c --max-work 9 --dry", ["--dry-run"], []),
    ("ckpts plan --set a=b --set c=d ", ["a.ckpts"], ["x.txt"]),
    ("ckpts convert --report json=r.json ", ["m.index", "w.safetensors"], ["x.txt", "a.ckpts"]),
    ("ckpts convert --report json=r.json w.safetensors ", ["x.txt", "m.index"], []),
    ("ckpts cast --format=json --report md=r.md m.index o float1", ["float16"], ["float32"]),
    ("ckpts a.ckpts --dr", ["--dry-run"], []),
    ("ckpts completion ", ["bash", "zsh", "fish"], []),
    ("ckpts help ver", ["verify", "version"], ["ls"]),
]


def check(what, holds, found=""):
    print(("ok     " if holds else "FAILED ") + what, flush=True)
    (passed if holds else failures).append(what)
    if not holds:
        print(f"  found: {found!r}")


def skip(what):
    skipped.append(what)
    print(f"SKIPPED {what}: it is not installed", flush=True)


def printed(*words):
    return subprocess.run([launcher, *words], capture_output=True, text=True, check=True).stdout


def stored(name, *words):
    path = os.path.join(work, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(printed(*words))
    return path


def offers(shell, asked, cases):
    """The cases in a shell, of which `asked` gives the candidates for a line."""
    for line, wanted, unwanted in cases:
        found = asked(line)
        check(f"{shell}: {line}", all(w in found for w in wanted) and not any(u in found for u in unwanted), found)


def bash():
    script = stored("ckpts.bash", "completion", "bash")

    def asked(line):
        words = re.findall(r"'[^']*'?|=|[^\s=]+", line) + ([""] if line.endswith((" ", "=")) and "'" not in line else [])
        if line.endswith("="):
            words = words[:-1]
        quoted = " ".join("'" + w.replace("'", "'\\''") + "'" for w in words)
        return subprocess.run(
            ["bash", "--norc", "-c", f'. "{script}"; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _ckpts ckpts;'
             + ' [ ${#COMPREPLY[@]} = 0 ] || printf "%s\\n" "${COMPREPLY[@]}"'],
            cwd=os.path.join(work, "files"), capture_output=True, text=True).stdout.splitlines()

    offers("bash", asked, CASES + [
        ("ckpts ls --format=j", ["json"], ["text"]),
        ("ckpts ls --format=", ["json", "text"], []),
        ("ckpts run --report json=", ["x.txt", "config.json"], []),
        ("ckpts run b", ["b c.ckpts"], []),
        ("ckpts ls --root ", ["sub dir"], ["x.txt"]),
        ("ckpts -c 're", ["rename", "reinit"], ["load"]),
        ("ckpts -c 'load \"x\"; ren", ["load \"x\"; rename", "load \"x\"; renumber"], []),
    ])
    shell = Pseudoterminal(["bash", "--norc", "--noprofile"], environment={"PS1": "> "})
    shell.types(f"cd '{work}/files'; . '{script}'; bind 'set enable-bracketed-paste off'; echo rea''dy\r")
    shell.sees("ready\r\n")
    shell.types("ckpts conv\tw.s\t")
    seen, _ = shell.sees("w.safetensors ")
    check("bash: types on", "ckpts convert w.safetensors " in seen, seen)
    shell.types("\x15ckpts run b\t")
    seen, _ = shell.sees("c.ckpts ")
    check("bash: quotes names", "ckpts run b\\ c.ckpts " in seen, seen)
    shell.types("\x15exit\r")
    shell.ends()


def zsh():
    folder = os.path.dirname(stored("zsh/_ckpts", "completion", "zsh"))

    def asked(line):
        shell = Pseudoterminal(["zsh", "-f", "-i"], columns=400, rows=200)
        shell.types(f"cd '{work}/files'; fpath=('{folder}' $fpath); autoload -Uz compinit; compinit -u -D; PS1='> '\r")
        shell.types("unsetopt always_last_prompt menu_complete auto_menu; LISTMAX=1000; bindkey '^I' list-choices\r")
        shell.types("setopt no_beep list_rows_first; echo rea''dy\r")
        shell.sees("ready\r\n")
        shell.sees("> ")
        shell.types(line + "\t")
        # Listed; the line is then shown again under the list.
        shell.types("\x15echo do''ne\r")
        seen, _ = shell.sees("done\r\n")
        shell.types("exit\r")
        shell.ends()
        return re.split(r"\s{2,}|\r\n|  -- ", seen.split(line, 1)[-1])

    # It lists candidates without the sign that follows them.
    offers("zsh", asked, [(line, [w.rstrip("=") for w in wanted], unwanted) for line, wanted, unwanted in CASES] + [
        ("ckpts ls --format=j", ["json"], ["text"]),
        ("ckpts run b", ["b\\ c.ckpts"], []),
        ("ckpts -c 'load \"x\"; sa", ["save"], []),
    ])


def fish():
    script = stored("ckpts.fish", "completion", "fish")

    def asked(line):
        told = "source $argv[1]; complete -C $argv[2]"
        found = subprocess.run(["fish", "--no-config", "-c", told, script, line], cwd=os.path.join(work, "files"),
                               capture_output=True, text=True)
        return [one.split("\t")[0] for one in found.stdout.splitlines()] + found.stderr.splitlines()

    offers("fish", asked, CASES + [
        ("ckpts ls --format=j", ["--format=json"], []),
        ("ckpts run --report json=x", ["json=x.txt"], []),
        ("ckpts run b", ["b c.ckpts"], []),
        ("ckpts -c 're", ["rename", "reinit"], ["load"]),
        ("ckpts -c 'load x; ren", ["load x; rename"], []),
    ])


def manual():
    page = stored("ckpts.1", "man")
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-ww", "-z", page], capture_output=True, text=True)
        check("groff has no warning about the manual page", done.returncode == 0 and not done.stderr, done.stderr)
    else:
        skip("groff")
    if shutil.which("man"):
        done = subprocess.run(["man", "--warnings", "-l", page], capture_output=True, text=True,
                              env={**os.environ, "MANWIDTH": "100", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"})
        text = re.sub(".\b", "", done.stdout)
        check("man shows it", done.returncode == 0 and not done.stderr, done.stderr)
        for word in ("ckpts convert [OPTION...] IN OUT", "--shard-size SIZE", "130", "ckpts rename old.safetensors"):
            check("the manual page has " + word, word in text)
    else:
        skip("man")


def main():
    shutil.rmtree(work, ignore_errors=True)
    for name in FILES:
        path = os.path.join(work, "files", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w", encoding="utf-8").close()
    for shell in (bash, zsh, fish):
        if shutil.which(shell.__name__):
            shell()
        else:
            skip(shell.__name__)
    manual()
    print("%d passed, %d failed%s" % (len(passed), len(failures), ", %d skipped" % len(skipped) if skipped else ""))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
