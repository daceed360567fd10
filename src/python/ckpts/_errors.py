"""What goes wrong, with the text that the program has for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from ckpts._json import Key

if TYPE_CHECKING:
    from ckpts._results import Run


@dataclass(frozen=True)
class Fix:
    """An edit of a script that does what a diagnostic advises; both ends of an insertion are equal."""

    path: Annotated[str, Key("file")]
    line: int
    column: int
    end_line: int
    end_column: int
    replacement: str


@dataclass(frozen=True)
class Diagnostic:
    """An error, a warning or a note. Lines and columns count from 1; those of what has no place in a script are None."""

    severity: Literal["error", "warning", "note"]
    code: str
    message: str
    details: tuple[str, ...]
    help: tuple[str, ...]
    notes: tuple[str, ...]
    fixes: tuple[Fix, ...]
    label: str = ""
    path: Annotated[str | None, Key("file")] = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class CkptsWarning(UserWarning):
    """An oddity of a checkpoint, such as a save that was interrupted."""


class CkptsError(Exception):
    """The program did not do what it was asked for. Its text is what the program says to people.

    `diagnostics` has the same for programs, `exit_status` is that of the command `ckpts`, and `result` says how far a run came.
    """

    def __init__(
        self, text: str, exit_status: int, diagnostics: tuple[Diagnostic, ...] = (), result: Run | None = None
    ) -> None:
        super().__init__(text)
        self.exit_status = exit_status
        self.diagnostics = diagnostics
        self.result = result

    def __reduce__(self) -> tuple[type[CkptsError], tuple[str, int, tuple[Diagnostic, ...], Run | None]]:
        return type(self), (str(self), self.exit_status, self.diagnostics, self.result)


class AssertionFailed(CkptsError):
    """An assertion of a script does not hold: exit status 1."""


class UsageError(CkptsError):
    """What was asked for makes no sense, such as the values of a manifest: exit status 2."""


class ScriptError(CkptsError):
    """A script does not parse or check: exit status 3."""


class StatementError(CkptsError):
    """A statement failed: no match, shapes that do not fit, names that collide. Exit status 4."""


class FileError(CkptsError):
    """A file is missing, damaged or of no known format, or writing failed: exit status 5."""


class RefusedError(CkptsError):
    """Overwriting was not asked for, or a path leads outside the folders that may be used: exit status 6."""


class BugError(CkptsError):
    """A mistake in ckpts itself: exit status 70."""


_KINDS: dict[int, type[CkptsError]] = {
    1: AssertionFailed,
    2: UsageError,
    3: ScriptError,
    4: StatementError,
    5: FileError,
    6: RefusedError,
    70: BugError,
}

for _kind in (CkptsError, CkptsWarning, *_KINDS.values()):
    # Tracebacks show them under the names that callers catch them by.
    _kind.__module__ = "ckpts"


def error(
    text: str, exit_status: int, diagnostics: tuple[Diagnostic, ...] = (), result: Run | None = None
) -> CkptsError:
    """The exception for an exit status; that of no kind of its own, such as 130, is a plain CkptsError."""
    return _KINDS.get(exit_status, CkptsError)(text, exit_status, diagnostics, result)
