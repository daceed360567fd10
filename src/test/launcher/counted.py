"""What the checks share that are written in Python: a line for each, and the count at the end."""

import sys

_failures, _checks = [], 0


def check(what, found, expected=True):
    global _checks
    _checks += 1
    holds = found == expected
    print(("ok     " if holds else "FAILED ") + what, flush=True)
    if not holds:
        _failures.append(what)
        print(f"  found:    {found!r}\n  expected: {expected!r}")


def end():
    """Says how many held, and ends the process: with 1 if any did not."""
    print(f"{_checks - len(_failures)} passed, {len(_failures)} failed")
    sys.exit(1 if _failures else 0)
