"""JSON as values of dataclasses: what the program writes, as its results are declared."""

import dataclasses
from collections.abc import Callable, Hashable
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Key:
    """The name of a field in JSON, where it is another: `Annotated[str, Key("file")]`."""

    name: str


def keys(kind: type) -> dict[str, str]:
    """The names of the fields of a dataclass in JSON, and its own."""
    hints = get_type_hints(kind, include_extras=True)
    return {_key(hints[field.name]) or field.name: field.name for field in dataclasses.fields(kind)}


def _key(hint: Any) -> str | None:
    return next((one.name for one in getattr(hint, "__metadata__", ()) if isinstance(one, Key)), None)


def decoded(kind: type[T], value: Any) -> T:
    """A JSON value as one of a dataclass. Keys that it does not declare are passed over; what may be missing has a default."""
    # Not typed: to mypy, that which is hashable is the instances.
    record: Any = kind
    result: T = _record(record)(value)
    return result


@lru_cache(maxsize=None)
def _record(kind: Hashable) -> Callable[[Any], Any]:
    record: Any = kind
    hints = get_type_hints(record)
    required = {field.name for field in dataclasses.fields(record) if field.default is dataclasses.MISSING}
    fields = [(name, field, _converter(hints[field])) for name, field in keys(record).items()]

    def read(value: Any) -> Any:
        given = {}
        for name, field, convert in fields:
            if field in required or name in value:
                given[field] = value[name] if convert is None else convert(value[name])
        return record(**given)

    return read


@lru_cache(maxsize=None)
def _converter(kind: Hashable) -> Callable[[Any], Any] | None:
    """None for what stays as it is."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind)
    if get_origin(kind) is tuple:
        item = _converter(get_args(kind)[0])
        return tuple if item is None else lambda values: tuple(map(item, values))
    if get_origin(kind) in (Union, UnionType):
        (present,) = (one for one in get_args(kind) if one is not NoneType)
        some = _converter(present)
        return None if some is None else lambda value: None if value is None else some(value)
    # NaN and infinities, which JSON has no numbers for, are strings.
    return float if kind is float else None
