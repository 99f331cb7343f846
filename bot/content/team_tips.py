"""A file of a team's own tips: CSV, YAML or JSON Lines, read whole and checked whole.

    drafts = read_team_tips(Path("tips.csv"))

A tip has `title`, `do`, `situations`, and if need be `say` and `lang`. In CSV a cell with several
lines holds several situations, or several sentences to say.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.language import detect

from .models import TeamTipDraft
from .reading import ContentError, Fault

MAX_BYTES = 100_000_000  # 100,000 tips of a thousand characters
MAX_TIPS = 100_000  # what one workspace's search is made for

_SEVERAL = ("say", "situations")
_READERS = ("csv", "yaml", "yml", "jsonl")

_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_team_tips(path: Path) -> list[TeamTipDraft]:
    """The tips in a file. Raises `ContentError` with every fault, by line and field."""
    name, kind = path.name, path.suffix.lower().removeprefix(".")
    if kind not in _READERS:
        raise ContentError([Fault(name, "", "must end in .csv, .yaml or .jsonl")])
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise ContentError([Fault(name, "", f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([Fault(name, "", "isn't UTF-8; save it as UTF-8")]) from error
    if len(raw) > MAX_BYTES:
        raise ContentError([Fault(name, "", f"is {len(raw):,} bytes; {MAX_BYTES:,} at most")])
    read = {"csv": _from_csv, "jsonl": _from_jsonl}.get(kind, _from_yaml)
    drafts: list[TeamTipDraft] = []
    faults: list[Fault] = []
    for line, given in read(text):
        where = f"{name}, line {line}"
        if isinstance(given, str):
            faults.append(Fault(where, "", given))
            continue
        try:
            drafts.append(TeamTipDraft.model_validate(_complete(given)))
        except ValidationError as error:
            faults += [
                Fault(where, ".".join(map(str, fault["loc"])), _reason(fault["msg"]))
                for fault in error.errors(include_url=False, include_input=False)
            ]
    if not faults and not drafts:
        faults.append(Fault(name, "", "holds no tip"))
    if len(drafts) > MAX_TIPS:
        faults.append(Fault(name, "", f"holds {len(drafts):,} tips; {MAX_TIPS:,} at most"))
    if faults:
        raise ContentError(faults)
    return drafts


# Each reader gives line numbers with what stands there: a tip's fields, or what is wrong in words.
_Read = Iterator[tuple[int, dict[str, Any] | str]]


def _from_csv(text: str) -> _Read:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str] | None = None
    begins = 1  # a row with several lines in a cell ends further down
    try:
        for row in rows:
            line, begins = begins, rows.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if names is None:
                names = [cell.strip().lower() for cell in row]
                if len(set(names)) < len(names):
                    yield line, "the first line names a column twice"
                    return
            elif len(row) > len(names):
                yield line, f"has {len(row)} cells; the first line names {len(names)} columns"
            else:
                cells = dict(zip(names, row, strict=False))
                yield line, {name: cell for name, cell in cells.items() if cell.strip()}
    except csv.Error as error:
        yield rows.line_num, f"isn't CSV: {error}"


def _from_jsonl(text: str) -> _Read:
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            given = json.loads(written)
        except (ValueError, RecursionError):
            yield line, "isn't JSON"
            continue
        yield line, given if isinstance(given, dict) else "isn't an object: {…}"


def _from_yaml(text: str) -> _Read:
    try:
        root = yaml.compose(text, Loader=_Safe)
        listed = yaml.load(text, Loader=_Safe)  # noqa: S506 - a SafeLoader, either way
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        yield (mark.line + 1 if mark else 1), str(error.problem)
        return
    except (yaml.YAMLError, RecursionError) as error:
        yield 1, f"isn't YAML: {error}"
        return
    if not isinstance(root, yaml.SequenceNode):
        yield 1, "isn't a list: each tip begins with a dash"
        return
    for node, given in zip(root.value, listed, strict=True):
        line = node.start_mark.line + 1
        yield line, given if isinstance(given, dict) else "isn't a mapping: title: …"


def _complete(given: dict[str, Any]) -> dict[str, Any]:
    """The fields as the model has them: lines apart, a language where none is named."""
    fields = {str(name): value for name, value in given.items()}
    for name in _SEVERAL:
        if isinstance(fields.get(name), str):
            lines = (line.strip() for line in fields[name].splitlines())
            fields[name] = [line for line in lines if line]
    if isinstance(fields.get("do"), str):
        fields["do"] = " ".join(fields["do"].split())
    if not fields.get("lang"):
        texts = [fields.get("title"), fields.get("situations"), fields.get("do")]
        fields["lang"] = detect(" ".join(map(str, texts)))
    return fields


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
