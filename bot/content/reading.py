"""One YAML file into one model, and every fault of it in words."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

MAX_BYTES = 64 * 1024  # a tip is about 5 kB; more is a mistake or an attack

_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: `file: field: reason`."""

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.field, self.reason) if part)


class ContentError(Exception):
    """The library can't be used as it is; `faults` says all of why."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


# Four times as fast where PyYAML was built with libyaml; the same documents either way.
_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc, valid-type]
    """Safe YAML that refuses a key written twice, which YAML itself lets pass in silence."""


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"{key!r} twice", problem_mark=key_node.start_mark)
        seen.add(key)
    mapping: dict[Any, Any] = loader.construct_mapping(node)
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def read_yaml(path: Path, name: str) -> Any:
    """The file's plain data. Raises `ContentError` with one fault that a person can act on."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ContentError([Fault(name, "", f"can't be read: {error.strerror}")]) from error
    if len(raw) > MAX_BYTES:
        raise ContentError([Fault(name, "", f"is {len(raw):,} bytes; {MAX_BYTES:,} at most")])
    try:
        return yaml.load(raw.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError as error:
        raise ContentError([Fault(name, "", "isn't UTF-8")]) from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise ContentError([Fault(name, "", f"{line}{error.problem}")]) from error
    except yaml.YAMLError as error:
        raise ContentError([Fault(name, "", f"isn't YAML: {error}")]) from error


def parse(model: type[_M], data: Any, name: str) -> _M:
    """`data` as `model`; raises `ContentError` with every fault in it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError(
            [
                Fault(name, ".".join(str(part) for part in fault["loc"]), fault["msg"])
                for fault in error.errors(include_url=False)
            ]
        ) from error
