"""ckpts: edits the tensors of checkpoints so that they fit a changed model.

    import ckpts

    ckpts.ls("old/model.safetensors")                         # what is in a checkpoint
    ckpts.manifest(model, "model.json")                       # what a live model expects in one
    ckpts.diff("old/model.safetensors", "model.json")         # what does not fit, and what makes it fit
    ckpts.run("fix.ckpts", checkpoint="old/model.safetensors")

The functions run the program that the command `ckpts` runs, and return what it says as values; what goes wrong is an exception with
the program's own text. Each is explained in docs/python.md.
"""

# The command starts through this module, too: what it imports, every run of `ckpts` waits for.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from ckpts._commands import Roots, Setting, diff, ls, plan, run, verify
    from ckpts._errors import (
        AssertionFailed,
        BugError,
        CkptsError,
        CkptsWarning,
        Diagnostic,
        FileError,
        Fix,
        RefusedError,
        ScriptError,
        StatementError,
        UsageError,
    )
    from ckpts._manifest import Manifest, RestoredBy, Variable, manifest
    from ckpts._paths import StrPath
    from ckpts._results import (
        AddedTensor,
        Alias,
        Copied,
        Cost,
        Damage,
        Difference,
        Finding,
        GoneTensor,
        JsonChange,
        LoadedCheckpoint,
        MetadataChange,
        OutputFile,
        Parameter,
        Plan,
        PlannedSave,
        PlannedTensor,
        Question,
        Run,
        Statement,
        Tensor,
        ValueDifference,
        Verification,
        Written,
    )

__all__ = [
    "AddedTensor",
    "Alias",
    "AssertionFailed",
    "BugError",
    "CkptsError",
    "CkptsWarning",
    "Copied",
    "Cost",
    "Damage",
    "Diagnostic",
    "Difference",
    "FileError",
    "Finding",
    "Fix",
    "GoneTensor",
    "JsonChange",
    "LoadedCheckpoint",
    "Manifest",
    "MetadataChange",
    "OutputFile",
    "Parameter",
    "Plan",
    "PlannedSave",
    "PlannedTensor",
    "Question",
    "RefusedError",
    "RestoredBy",
    "Roots",
    "Run",
    "ScriptError",
    "Setting",
    "Statement",
    "StatementError",
    "StrPath",
    "Tensor",
    "UsageError",
    "ValueDifference",
    "Variable",
    "Verification",
    "Written",
    "diff",
    "ls",
    "manifest",
    "plan",
    "run",
    "verify",
]

_HOMES = ("_commands", "_errors", "_manifest", "_paths", "_results")


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module

        for home in _HOMES:
            module = import_module("ckpts." + home)
            if name in vars(module):
                globals()[name] = vars(module)[name]
                return globals()[name]
    raise AttributeError(f"module 'ckpts' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
