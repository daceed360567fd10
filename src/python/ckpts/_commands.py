"""The commands of the program as functions."""

import os
from collections.abc import Iterable, Mapping, Sequence

from ckpts._errors import CkptsError
from ckpts._json import decoded
from ckpts._paths import StrPath
from ckpts._program import Answer, ask
from ckpts._results import Difference, Plan, Run, Tensor, Verification

Setting = str | bool | int | float | os.PathLike[str] | Sequence["Setting"]
# Folders, or one, that the program is confined to.
Roots = StrPath | Iterable[StrPath] | None
DIFFERENT, DAMAGED = 1, 5


def ls(
    path: StrPath, *patterns: str, cwd: StrPath | None = None, safe: bool = False, roots: Roots = None
) -> tuple[Tensor, ...]:
    """The tensors of a checkpoint, or those that any of the patterns match, in natural order of their names."""
    answer = ask("ls", _confined(safe, roots), [path, *patterns], cwd)
    if answer.exit_status or not answer.is_result():
        raise answer.error()
    if not isinstance(answer.value, list):
        raise ValueError(f"one of {patterns} is the path of a checkpoint: list it by a call of its own")
    answer.warn()
    return tuple(decoded(Tensor, row) for row in answer.value)


def diff(
    a: StrPath,
    b: StrPath,
    *,
    values: bool = False,
    cwd: StrPath | None = None,
    safe: bool = False,
    roots: Roots = None,
) -> Difference:
    """How the checkpoint `a` differs from `b`, a checkpoint, a manifest or a graph, and the statements that make it fit.

    With `values`, those of two checkpoints are compared, too, and equal values are proof that a tensor was renamed.
    """
    options = [*(["--values"] if values else []), *_confined(safe, roots)]
    answer = ask("diff", options, [a, b], cwd)
    if answer.exit_status not in (0, DIFFERENT) or not answer.is_result():
        raise answer.error()
    answer.warn()
    names = answer.value["names"] if values else answer.value
    found = {**names["summary"], "findings": names["findings"]}
    if values:
        found["values"] = answer.value["values"]
        found["equal"] = answer.exit_status == 0
    return decoded(Difference, found)


def verify(
    path: StrPath, *, cwd: StrPath | None = None, safe: bool = False, roots: Roots = None
) -> Verification:
    """Whether a stored checkpoint is intact. One that is damaged is an answer, not an error: see `sound`."""
    answer = ask("verify", _confined(safe, roots), [path], cwd)
    if answer.exit_status not in (0, DAMAGED) or not answer.is_result():
        raise answer.error()
    answer.warn()
    (found,) = answer.value.values()
    return decoded(Verification, {**found["summary"], "findings": found.get("findings", [])})


def run(
    script: StrPath,
    params: Mapping[str, Setting] | None = None,
    /,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
    cwd: StrPath | None = None,
    memory: str | None = None,
    threads: int | None = None,
    max_work: int | None = None,
    safe: bool = False,
    roots: Roots = None,
    **settings: Setting,
) -> Run:
    """Runs a script: all of its outputs are written, or none is, and then this raises.

    `script` is the path of a file, or a text: a string that is one line and ends in `.ckpts` is a path, any other a text. Paths in a
    file are relative to its folder, those in a text to `cwd`. Parameters are set by name, or in `params` where this function has a
    parameter of that name. `dry_run` stops at the plan.
    """
    options = [*(["--dry-run"] if dry_run else []), *(["--overwrite"] if overwrite else []), *_confined(safe, roots)]
    options += _limits(memory=memory, threads=threads, max_work=max_work)
    return _run(script, {**(params or {}), **settings}, options, cwd)


def plan(
    script: StrPath,
    params: Mapping[str, Setting] | None = None,
    /,
    *,
    overwrite: bool = False,
    cwd: StrPath | None = None,
    max_work: int | None = None,
    safe: bool = False,
    roots: Roots = None,
    **settings: Setting,
) -> Plan:
    """What a script would write, by names and shapes alone: no value of a tensor is read, nothing is written.

    A save that would be refused because its path is taken is planned all the same, and its `refused` says why.
    """
    options = ["--dry-run", *(["--overwrite"] if overwrite else []), *_confined(safe, roots), *_limits(max_work=max_work)]
    try:
        done = _run(script, {**(params or {}), **settings}, options, cwd)
    except CkptsError as refused:
        if refused.result is None or refused.result.plan is None:
            raise
        done = refused.result
    assert done.plan is not None
    return done.plan


def _run(script: StrPath, settings: Mapping[str, Setting], options: list[str], cwd: StrPath | None) -> Run:
    is_text = isinstance(script, str) and ("\n" in script or not script.endswith(".ckpts"))
    sets = [word for name, value in settings.items() for word in ("--set", f"{name}={_written(name, value)}")]
    text = os.fspath(script) if is_text else None
    answer = ask("run", ["--quiet", *options, *sets], ["-" if is_text else script], cwd, text)
    if not answer.is_result():
        raise answer.error()
    done = decoded(Run, answer.value)
    if answer.exit_status:
        raise _failed(answer, done)
    return done


def _failed(answer: Answer, done: Run) -> CkptsError:
    problem = answer.error()
    problem.result = done
    return problem


def _written(name: str, value: Setting) -> str:
    """A value as `--set` takes it; strings in a list must be quoted there, others must not."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = os.fspath(value) if isinstance(value, os.PathLike) else value
    if isinstance(text, str):
        return text
    if isinstance(text, Sequence) and not isinstance(text, bytes | bytearray | memoryview):
        return "[" + ", ".join(_quoted(name, item) for item in text) + "]"
    raise TypeError(f"{name} is a string, a number, a truth, a path, or a list of them, not {type(value).__qualname__}")


def _quoted(name: str, item: Setting) -> str:
    text = _written(name, item)
    if not isinstance(item, str | os.PathLike):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _limits(**limits: str | int | None) -> list[str]:
    given = {"--" + name.replace("_", "-"): limit for name, limit in limits.items() if limit is not None}
    return [word for option, limit in given.items() for word in (option, str(limit))]


def _confined(safe: bool, roots: Roots) -> list[str]:
    options = ["--safe"] if safe else []
    if roots is None:
        return options
    folders = [roots] if isinstance(roots, str | os.PathLike) else list(roots)
    if not folders:
        # To the program, none means that any folder may be used.
        raise ValueError("roots has no folder: nothing could be read; for no confinement leave it out")
    return [*options, *(word for folder in folders for word in ("--root", os.fspath(folder)))]
