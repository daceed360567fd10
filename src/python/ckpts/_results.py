"""What the commands return: the JSON of the program, which has the same names, as values."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from ckpts._errors import Diagnostic
from ckpts._json import Key


@dataclass(frozen=True)
class Tensor:
    """A tensor of a checkpoint. A slot, or an average, has a role and the tensor that it belongs to."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    bytes: int
    role: str | None
    owner: str | None


# ---- diff


@dataclass(frozen=True)
class Finding:
    """Tensors that do not fit for one cause. Each of the repairs is a statement; the alternatives are guesses."""

    kind: Literal["missing", "mismatched", "unexpected"]
    subject: str
    count: int
    names: tuple[str, ...]
    cause: str
    repairs: tuple[str, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class ValueDifference:
    """A tensor of one name and type on both sides whose values differ, and the largest difference of finite ones, if it has numbers."""

    name: str
    differing: int
    elements: int
    largest_difference: float | None


@dataclass(frozen=True)
class Difference:
    """How a checkpoint differs from a model or another checkpoint.

    `equal` covers the values, too, where they were compared; `values` is None where they were not.
    """

    equal: bool
    matching: int
    missing: int
    mismatched: int
    unexpected: int
    findings: tuple[Finding, ...] = ()
    values: tuple[ValueDifference, ...] | None = None


# ---- verify


@dataclass(frozen=True)
class Damage:
    """Something about stored bytes: damaged, or only odd."""

    kind: Literal["damaged", "odd"]
    place: str
    message: str


@dataclass(frozen=True)
class Verification:
    """Whether a stored checkpoint is intact, and what that was judged by. `bytes` are those that have checksums, which were compared."""

    path: str
    sound: bool
    tensors: int
    bytes: int
    checked: str | None
    not_checked: str | None
    findings: tuple[Damage, ...] = ()


# ---- run and plan


@dataclass(frozen=True)
class Statement:
    """What a statement of a script did, by the first line of its text. `skipped` is what was not decided."""

    path: Annotated[str, Key("file")]
    line: int
    text: str
    kind: Literal["action", "assertion", "save"]
    result: Literal["passed", "failed", "warned", "skipped"]
    summary: str


@dataclass(frozen=True)
class Parameter:
    """The value of a parameter, as a script writes it."""

    name: str
    value: str


@dataclass(frozen=True)
class LoadedCheckpoint:
    """A checkpoint that a script loads, under its name there."""

    checkpoint: str
    path: str
    format: str
    tensors: int


@dataclass(frozen=True)
class PlannedSave:
    """A checkpoint that would be saved; `refused` says why it would not be."""

    path: str
    format: str
    checkpoint: str
    place: str
    statement: str
    tensors: int
    refused: str | None


@dataclass(frozen=True)
class OutputFile:
    """A file that would be written; one that would go has no tensors and no bytes."""

    path: Annotated[str, Key("file")]
    format: str
    tensors: int | None
    bytes: int | None
    how: str


@dataclass(frozen=True)
class PlannedTensor:
    """A tensor that would be saved: what became of which one, by which statements, and what is lost on the way."""

    save: str
    name: str
    change: str
    checkpoint: str | None
    old_name: str | None
    old_type: str | None
    type: str
    bytes: int
    expression: str
    copied: bool
    loses: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class GoneTensor:
    """A tensor that was loaded and would not be saved."""

    save: str
    checkpoint: str
    name: str
    type: str
    fate: str
    statement: str | None


@dataclass(frozen=True)
class AddedTensor:
    """A tensor that the format adds, such as a counter of saves."""

    save: str
    name: str
    type: str
    bytes: int
    expression: str
    crc32: str | None


@dataclass(frozen=True)
class Alias:
    """Another name of a tensor that would be saved."""

    save: str
    alias: str
    name: str


@dataclass(frozen=True)
class MetadataChange:
    """An edit of the metadata of a file."""

    save: str
    key: str
    old: str | None
    new: str | None
    statement: str


@dataclass(frozen=True)
class JsonChange:
    """An edit of a JSON file beside a checkpoint."""

    save: str
    path: Annotated[str, Key("file")]
    value: str
    old: str | None
    new: str
    statement: str


@dataclass(frozen=True)
class Question:
    """An assertion or a printed value that needs the values of tensors, which a plan does not read."""

    place: str
    statement: str


@dataclass(frozen=True)
class Copied:
    """The tensors whose bytes are copied as they are."""

    tensors: int
    bytes: int


@dataclass(frozen=True)
class Cost:
    """What a run would take; `held` counts tensors that are computed once and kept."""

    bytes_read: int
    read_amplification: float
    bytes_written: int
    links: int
    memory: int
    held: int = 0
    bytes_held: int = 0
    bytes_spilled: int = 0


@dataclass(frozen=True)
class Plan:
    """What a script would write, tensor by tensor."""

    parameters: tuple[Parameter, ...]
    loaded: tuple[LoadedCheckpoint, ...]
    saves: tuple[PlannedSave, ...]
    outputs: tuple[OutputFile, ...]
    tensors: tuple[PlannedTensor, ...]
    gone: tuple[GoneTensor, ...]
    added: tuple[AddedTensor, ...]
    aliases: tuple[Alias, ...]
    metadata: tuple[MetadataChange, ...]
    json: tuple[JsonChange, ...]
    asked_of_values: tuple[Question, ...]
    copied: Copied
    cost: Cost
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What a run wrote."""

    checkpoints: tuple[str, ...]
    files: tuple[str, ...]
    bytes: int
    bytes_copied: int
    bytes_computed: int
    linked: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """A run of a script: what its statements did, printed and wrote.

    `results` has what they printed and showed, in order, as plain JSON values. `plan` is None unless the run was to stop there,
    `written` where nothing was saved.
    """

    program: str
    script: str
    outcome: Literal["done", "failed"]
    exit_status: int
    statements: tuple[Statement, ...]
    results: tuple[Any, ...]
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan | None
    written: Written | None
