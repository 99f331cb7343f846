"""The rules on disk, read and checked: `rules/<language>/<category>.yaml` and `guards.yaml`.

    book = load_rules(Path("rules"), "en")
    book.rules[0].phrases

A rule says which words, unless what stands near them (its guards), how severe, why, and what to
say instead; its examples and counter-examples are its tests. Any fault raises `RuleError` with
the file, the rule and the reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from bot.content.models import TIP_ID, Language

from .models import CATEGORIES, Category, RuleError, Severity
from .pattern import PatternError, Phrase

# Where a guard looks, seen from the match.
Scope = Literal[
    "inside",  # the words found
    "touching",  # right before, nothing between
    "just-before",  # up to three words between
    "before",  # the same sentence, before
    "after",  # the same sentence, after
    "sentence",  # the same sentence, anywhere
    "near",  # the same sentence, the one before and the two after
    "following",  # the rest of the sentence and all that follows
    "text",  # anywhere
]
SCOPES: tuple[Scope, ...] = get_args(Scope)

# What the suggested reply does with the words found.
Fix = Literal[
    "replace",  # put `instead` in their place
    "delete",  # take the words out, leave the sentence
    "sentence",  # put `instead` in place of the whole sentence
    "drop",  # take the sentence out
    "quieten",  # small letters for capitals, one mark for a row of them
]

# Checks of the whole text, which no phrase can express; see `checks`.
Check = Literal["capitals", "exclamations", "too-many", "mixed"]

GUARDS_FILE = "guards.yaml"
WORDS_FILE = "words.yaml"
SIGNALS_FILE = "signals.yaml"
_MAX_BYTES = 256 * 1024  # more than any category needs

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Pattern = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
_Scoped = dict[Scope, tuple[Pattern, ...]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleText(_Strict):
    """A rule as it is written."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    pattern: tuple[Pattern, ...] = ()
    check: Check | None = None
    groups: tuple[tuple[Pattern, ...], ...] = ()  # for `check`: the words it counts or compares
    limit: int = Field(default=0, ge=0)  # for `check`: how many are too many
    guards: tuple[str, ...] = ()
    unless: _Scoped = {}
    needs: _Scoped = {}
    max_words: int | None = Field(default=None, ge=1)  # only where the whole reply is this short
    severity: Severity = "soften"
    sure: bool = True
    why: _Line
    instead: _Line | None = None
    fix: Fix | None = None
    tip: str | None = Field(default=None, pattern=TIP_ID)
    examples: tuple[_Line, ...] = Field(min_length=1)
    counterexamples: tuple[_Line, ...] = ()


class _CategoryFile(_Strict):
    category: Category
    rules: tuple[RuleText, ...] = Field(min_length=1)


class _GuardsFile(_Strict):
    guards: dict[str, _Scoped]


class _WordsFile(_Strict):
    words: dict[Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")], Pattern]


Scoped = dict[Scope, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, compiled."""

    text: RuleText
    category: Category
    lang: Language
    phrases: tuple[Phrase, ...] = ()
    groups: tuple[tuple[Phrase, ...], ...] = ()
    unless: tuple[Scoped, ...] = ()  # its own and those of the guards it names
    needs: Scoped = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The rule's name across the rulebook: `en/blame/already-told`."""
        return f"{self.lang}/{self.category}/{self.text.id}"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of one language."""

    lang: Language
    rules: tuple[Rule, ...]
    words: dict[str, str]  # fragments that patterns name as <name>


def load_rules(rules_dir: Path, lang: Language) -> Rulebook:
    """The rules of one language. Raises `RuleError`."""
    folder = rules_dir / lang
    if not folder.is_dir():
        raise RuleError(folder, None, "there is no such folder of rules")
    words = _load_words(folder / WORDS_FILE)
    guards = _load_guards(folder / GUARDS_FILE, lang, words)
    rules: list[Rule] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name not in {GUARDS_FILE, WORDS_FILE, SIGNALS_FILE}:
            rules.extend(_load_category(file, lang, guards, words))
    if not rules:
        raise RuleError(folder, None, "holds no rules")
    return Rulebook(lang, tuple(rules), words)


def read_data(file: Path) -> Any:
    """The file's plain data; `RuleError` where it isn't small, UTF-8, unambiguous YAML."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise RuleError(file, None, f"can't be read: {error.strerror}") from error
    if len(raw) > _MAX_BYTES:
        raise RuleError(file, None, f"is {len(raw):,} bytes; {_MAX_BYTES:,} at most")
    try:
        return yaml.load(raw.decode("utf-8"), Loader=_UniqueKeys)  # noqa: S506 - a safe loader
    except UnicodeDecodeError as error:
        raise RuleError(file, None, "isn't UTF-8") from error
    except yaml.YAMLError as error:
        raise RuleError(file, None, f"isn't YAML: {' '.join(str(error).split())}") from error


def compile_phrases(
    file: Path, rule: str | None, lang: Language, lines: Iterable[str], words: Mapping[str, str]
) -> tuple[Phrase, ...]:
    """`lines` as phrases; `RuleError` names the one that can't be read."""
    phrases = []
    for line in lines:
        try:
            phrases.append(Phrase(line, lang, words))
        except PatternError as error:
            raise RuleError(file, rule, f"pattern {line!r}: {error}") from error
    return tuple(phrases)


def explain(error: ValidationError) -> str:
    """The first fault of a model, as `field: reason`."""
    fault = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"


class _UniqueKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that refuses a key written twice. In C where there is C: start-up reads it all."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"{key!r} twice", problem_mark=key_node.start_mark)
        seen.add(key)
    return dict(loader.construct_pairs(node, deep=True))


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _load_words(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    try:
        return dict(_WordsFile.model_validate(read_data(file)).words)
    except ValidationError as error:
        raise RuleError(file, None, explain(error)) from error


def _load_guards(file: Path, lang: Language, words: Mapping[str, str]) -> dict[str, Scoped]:
    if not file.exists():
        return {}
    try:
        written = _GuardsFile.model_validate(read_data(file))
    except ValidationError as error:
        raise RuleError(file, None, explain(error)) from error
    return {
        name: {
            scope: compile_phrases(file, name, lang, lines, words)
            for scope, lines in scoped.items()
        }
        for name, scoped in written.guards.items()
    }


def _load_category(
    file: Path, lang: Language, guards: dict[str, Scoped], words: Mapping[str, str]
) -> Iterator[Rule]:
    if file.stem not in CATEGORIES:
        raise RuleError(
            file, None, f"is not named after a category; one of {', '.join(CATEGORIES)}"
        )
    data = read_data(file)
    try:
        written = _CategoryFile.model_validate(data)
    except ValidationError as error:
        raise RuleError(file, _rule_id(data, error), explain(error)) from error
    if written.category != file.stem:
        raise RuleError(file, None, f"says category {written.category!r}")
    seen: set[str] = set()
    for text in written.rules:
        if text.id in seen:
            raise RuleError(file, text.id, "this id stands twice")
        seen.add(text.id)
        yield _compile(file, lang, written.category, text, guards, words)


def _rule_id(data: Any, error: ValidationError) -> str | None:
    """The id of the rule that a fault is in, as far as it can be told."""
    loc = error.errors(include_url=False)[0]["loc"]
    try:
        return str(data["rules"][loc[1]]["id"])
    except (IndexError, KeyError, TypeError):
        return None


def _compile(
    file: Path,
    lang: Language,
    category: Category,
    text: RuleText,
    guards: dict[str, Scoped],
    words: Mapping[str, str],
) -> Rule:
    if bool(text.pattern) == bool(text.check):
        raise RuleError(file, text.id, "has a pattern or a check, one of the two")
    if text.fix in {"replace", "sentence"} and text.instead is None:
        raise RuleError(file, text.id, f"fix {text.fix!r} needs the words to use instead")
    unknown = [name for name in text.guards if name not in guards]
    if unknown:
        raise RuleError(
            file, text.id, f"names a guard that {GUARDS_FILE} doesn't have: {unknown[0]}"
        )

    def scoped(written: _Scoped) -> Scoped:
        return {
            scope: compile_phrases(file, text.id, lang, lines, words)
            for scope, lines in written.items()
        }

    return Rule(
        text=text,
        category=category,
        lang=lang,
        phrases=compile_phrases(file, text.id, lang, text.pattern, words),
        groups=tuple(compile_phrases(file, text.id, lang, group, words) for group in text.groups),
        unless=(
            *((scoped(text.unless),) if text.unless else ()),
            *(guards[n] for n in text.guards),
        ),
        needs=scoped(text.needs),
    )
