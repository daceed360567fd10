"""The program as a child of this process: arguments in; JSON, text and an exit status out."""

import json
import os
import signal
import subprocess
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ckpts import _launcher
from ckpts._errors import CkptsError, CkptsWarning, Diagnostic, error
from ckpts._json import decoded
from ckpts._paths import StrPath


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
    except _launcher.CannotStart as problem:
        raise error(f"ckpts: {problem}", _launcher.CANNOT_START) from None
    environment = _launcher.environment()
    # There it also writes annotations, which nobody would find here.
    environment.pop("GITHUB_ACTIONS", None)
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = _finished(process, text)
    # A name that is no UTF-8 is written with the surrogates that Python itself has for it.
    value = json.loads(out) if out else None
    return Answer(process.returncode, value, err.decode("utf-8", "replace").rstrip("\n"))


def _finished(process: subprocess.Popen[bytes], text: str | None) -> tuple[bytes, bytes]:
    """What it wrote. If this is interrupted, so is the program, which then removes what it has begun; a second time it is killed."""
    try:
        return process.communicate(None if text is None else text.encode("utf-8", "surrogateescape"))
    except BaseException:
        try:
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
            process.communicate()
        except BaseException:
            process.kill()
            raise
        raise
