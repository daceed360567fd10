"""The program as a child of this process: arguments in; JSON, text and an exit status out."""

import json
import os
import re
import signal
import subprocess
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ckpts import _launcher
from ckpts._errors import CkptsError, CkptsWarning, Diagnostic, UsageError, error
from ckpts._json import decoded
from ckpts._paths import StrPath

# What the JVM says of variables that it takes options from, before the program says anything.
NOTICES = re.compile(r"^(NOTE: )?Picked up (_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS): .*\n?", re.M)
USAGE = 2
# Bytes of what is no JSON.
MOST_SHOWN = 1000


@dataclass(frozen=True)
class Answer:
    """What a command said: `value` for programs, None if it is nothing; `text` for people."""

    exit_status: int
    value: Any
    text: str

    def is_result(self) -> bool:
        """Whether it is more than the diagnostics of a command that has no result."""
        return self.value is not None and not (
            isinstance(self.value, dict) and list(self.value) == ["diagnostics"] and isinstance(self.value["diagnostics"], list)
        )

    def error(self) -> CkptsError:
        """It as an exception."""
        if self.value is None and self.exit_status == 1:
            # Nothing but the JVM ends so without a report: an assertion that fails is in one.
            return CkptsError(self.text, self.exit_status)
        found = self.value.get("diagnostics", []) if isinstance(self.value, dict) else []
        return error(self.text, self.exit_status, tuple(decoded(Diagnostic, one) for one in found))

    def warn(self) -> None:
        """Passes on what the program says beside a result, as from where the function was called."""
        if self.text:
            warnings.warn(self.text, CkptsWarning, stacklevel=3)


def ask(
    command: str,
    options: Sequence[str],
    operands: Sequence[StrPath],
    cwd: StrPath | None,
    text: str | None = None,
) -> Answer:
    """Runs a command with a text as its standard input, in a folder that relative paths are relative to."""
    # No operand is an option, whatever it begins with.
    arguments = [command, "--format", "json", "--color", "never", *options, "--", *(os.fspath(operand) for operand in operands)]
    try:
        words = [*_launcher.command(arguments), *arguments]
    except (_launcher.CannotStart, OSError) as problem:
        raise _cannot_start(problem) from None
    given = None if text is None else _encoded(text, "utf-8")
    process = _started(words, cwd, subprocess.DEVNULL if given is None else subprocess.PIPE)
    out, err = _finished(process, given)
    said = NOTICES.sub("", err.decode("utf-8", "replace")).strip("\n")
    shown = out[:MOST_SHOWN].decode("utf-8", "replace").strip()
    if process.returncode < 0:
        # A JVM that crashes reports it there, in lines that begin so.
        raise _killed(-process.returncode, said, shown if shown.startswith("#") else "")
    try:
        # A name that is no UTF-8 is written with the surrogates that Python itself has for it.
        return Answer(process.returncode, json.loads(out) if out else None, said)
    except ValueError:
        found = "ckpts: what the program wrote is no JSON; does an option in CKPTS_JAVA_OPTS have Java print?"
        raise CkptsError(_lines(found, shown, said), process.returncode) from None


def _started(words: Sequence[str], cwd: StrPath | None, stdin: int) -> subprocess.Popen[bytes]:
    environment = _launcher.environment()
    # There it also writes annotations, which nobody would find here.
    environment.pop("GITHUB_ACTIONS", None)
    encoded: Sequence[str | bytes] = words
    folder: StrPath | bytes | None = cwd
    if os.name == "posix":
        encoding = "utf-8" if environment.get("LC_ALL") == "C.UTF-8" else sys.getfilesystemencoding()
        encoded = [_encoded(word, encoding) for word in words]
        folder = None if cwd is None else _encoded(os.fspath(cwd), encoding)
    try:
        return subprocess.Popen(
            encoded, cwd=folder, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as problem:
        raise _cannot_start(problem) from problem


def _cannot_start(problem: Exception) -> CkptsError:
    """Of no kind of its own: there is no file that the program found fault with."""
    return CkptsError(f"ckpts: {problem}", _launcher.CANNOT_START)


def _killed(number: int, *said: str) -> CkptsError:
    """As shells have it."""
    names = [one.name for one in signal.Signals if one == number]
    text = " ".join(["ckpts: killed by signal", str(number), *(f"({name})" for name in names)])
    return CkptsError(_lines(*said, text), 128 + number)


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _encoded(text: str, encoding: str) -> bytes:
    """As the program reads it, which may have another locale than this process; what Python decoded is what it was before."""
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError as problem:
        character = text[problem.start : problem.end]
        raise UsageError(f"ckpts: {character!a} cannot be passed on in {encoding}, the encoding of this locale", USAGE) from None


def _finished(process: subprocess.Popen[bytes], given: bytes | None) -> tuple[bytes, bytes]:
    """What it wrote. If this is interrupted, so is the program, which then removes what it has begun; a second time it is killed."""
    try:
        return process.communicate(given)
    except BaseException:
        try:
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            process.communicate()
        except BaseException:
            process.kill()
            process.wait()
            raise
        raise
