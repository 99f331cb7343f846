"""Dean's settings: the environment as one checked model.

    settings = load_settings()        # raises SettingsError, which names every fault
    settings.transport                # "socket", "http" or "playground"

The environment wins over `.env`. A fault names the setting and what to do, never its value.
"""

import difflib
import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

Transport = Literal["socket", "http", "playground"]

SLACK_API_URL = "https://slack.com/api/"
DEFAULT_DATABASE_URL = "sqlite+aiosqlite:///var/dean.db"
OUR_PREFIXES = ("DEAN_", "SLACK_")

# Said instead of pydantic's own words, whose examples would carry the value.
_KINDS = {
    "SLACK_BOT_TOKEN": ("xoxb-", "a bot token begins with xoxb- (OAuth & Permissions)"),
    "SLACK_APP_TOKEN": ("xapp-", "an app-level token begins with xapp- (Basic Information)"),
}


class SettingsError(Exception):
    """The settings can't be used; `faults` says all of why, one line each, without values."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Settings(BaseSettings):
    """What `.env.example` lists. Field names in lower case are the environment's in upper."""

    model_config = SettingsConfigDict(extra="forbid", hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_signing_secret: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    slack_api_url: str = SLACK_API_URL
    database_url: str = DEFAULT_DATABASE_URL
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    reaction: str = Field(default="face_with_monocle", validation_alias="DEAN_REACTION")
    language: Literal["en", "nl", "he"] = Field(default="en", validation_alias="DEAN_LANGUAGE")
    timezone: str = Field(default="UTC", validation_alias="DEAN_TIMEZONE")
    log_level: Literal["INFO", "WARNING", "ERROR"] = Field(
        default="INFO", validation_alias="DEAN_LOG_LEVEL"
    )
    metrics_port: int | None = Field(
        default=None, ge=1, le=65535, validation_alias="DEAN_METRICS_PORT"
    )

    @field_validator(
        "slack_bot_token",
        "slack_app_token",
        "slack_client_id",
        "slack_client_secret",
        "metrics_port",
        mode="before",
    )
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value

    @field_validator(
        *("slack_api_url", "database_url", "host", "port", "language", "timezone", "log_level"),
        mode="before",
    )
    @classmethod
    def _blank_is_default(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[str(info.field_name)].default
        return value.strip() if isinstance(value, str) else value

    @field_validator("slack_signing_secret", mode="before")
    @classmethod
    def _several_while_rotating(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_api(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?/api/", value):
            raise ValueError("must be an http(s) address that ends in /api/")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, value: str) -> str:
        try:
            kind = make_url(value).get_backend_name()
        except ArgumentError:
            raise ValueError("isn't a database address; leave it out for SQLite") from None
        if kind not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("must begin with postgresql:// or sqlite:///; leave it out for SQLite")
        return value

    @field_validator("reaction")
    @classmethod
    def _is_an_emoji_name(cls, value: str) -> str:
        name = value.strip().strip(":")
        if not re.fullmatch(r"[^\s:]{0,100}", name):
            raise ValueError("is the emoji's name, such as face_with_monocle; empty turns it off")
        return name

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("isn't a time zone; write one such as Europe/Amsterdam") from None
        return value

    @property
    def installs(self) -> bool:
        """Whether any workspace may install Dean, rather than one being named by its token."""
        return self.slack_client_id is not None

    @property
    def transport(self) -> Transport:
        """How Dean reaches people: Slack by socket, Slack by HTTP, or the playground."""
        if self.installs:
            return "http"
        if self.slack_bot_token is None:
            return "playground"
        return "socket" if self.slack_app_token is not None else "http"


def environment_name(field: str) -> str:
    """The environment's name for a field of `Settings`."""
    return str(Settings.model_fields[field].validation_alias or field).upper()


NAMES: dict[str, str] = {environment_name(field): field for field in Settings.model_fields}


def load_settings(dotenv: Path | None = Path(".env")) -> Settings:
    """Settings from the environment over the file `dotenv`.

    Raises `SettingsError` with every fault: what can't be read, isn't known, is malformed, is
    missing or contradicts another.
    """
    names, faults = _read_dotenv(dotenv)
    faults += _unknown(os.environ, names)
    try:
        settings = Settings(_env_file=dotenv, _env_file_encoding="utf-8")
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            if fault["type"] != "extra_forbidden":  # told by `_unknown`, with a suggestion
                name = str(fault["loc"][0]).upper()
                faults.append(f"{name}: {fault['msg'].removeprefix('Value error, ')}")
        raise SettingsError(faults) from None
    faults += _contradictions(settings)
    if faults:
        raise SettingsError(faults)
    return settings


def _read_dotenv(path: Path | None) -> tuple[frozenset[str], list[str]]:
    """The names that the file sets, and the lines that set nothing: those would be passed over,
    and a token that stands alone would be taken for a name."""
    if path is None or not path.exists():
        return frozenset(), []
    try:
        lines = list(parse_stream(io.StringIO(path.read_text("utf-8"))))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            [f"{path}: can't be read; check that it is a text file of yours"]
        ) from None
    faults = [
        f"{path}, line {line.original.line}: isn't understood; write NAME=value"
        for line in lines
        if line.error or (line.key is not None and line.value is None)
    ]
    return frozenset(line.key for line in lines if line.key and line.value is not None), faults


def _unknown(environ: Mapping[str, str], from_file: frozenset[str]) -> Iterator[str]:
    ours = {name for name in environ if name.startswith(OUR_PREFIXES)}
    for name in sorted((ours | from_file) - NAMES.keys()):
        near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.75)
        hint = f"did you mean {near[0]}?" if near else "see .env.example for those that exist"
        yield f"{name}: there is no such setting; {hint}"


def _contradictions(settings: Settings) -> Iterator[str]:
    tokens = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_APP_TOKEN": settings.slack_app_token,
    }
    for name, (prefix, words) in _KINDS.items():
        token = tokens[name]
        if token is not None and not token.get_secret_value().startswith(prefix):
            yield f"{name}: {words}"
    if settings.slack_client_id is not None or settings.slack_client_secret is not None:
        yield from _several(settings)
    elif settings.slack_bot_token is None:
        for name, there in (
            ("SLACK_APP_TOKEN", settings.slack_app_token is not None),
            ("SLACK_SIGNING_SECRET", bool(settings.slack_signing_secret)),
        ):
            if there:
                yield (
                    f"SLACK_BOT_TOKEN: is missing, though {name} is set; copy it from "
                    f"OAuth & Permissions, or remove {name} to start the playground"
                )
                return
    elif settings.slack_app_token is None and not settings.slack_signing_secret:
        yield (
            "SLACK_APP_TOKEN: is missing; set it for Socket Mode (Basic Information → App-Level "
            "Tokens, connections:write), or SLACK_SIGNING_SECRET to be reached over HTTP"
        )


def _several(settings: Settings) -> Iterator[str]:
    """What contradicts several workspaces, each of which installs Dean by itself."""
    if settings.slack_client_id is None:
        yield "SLACK_CLIENT_ID: is missing; copy it from Basic Information, where its secret is"
    if settings.slack_client_secret is None:
        yield "SLACK_CLIENT_SECRET: is missing; copy it from Basic Information, below the client ID"
    if not settings.slack_signing_secret:
        yield (
            "SLACK_SIGNING_SECRET: is missing; a Dean for several workspaces is reached over HTTP "
            "(Basic Information)"
        )
    if settings.slack_bot_token is not None:
        yield (
            "SLACK_BOT_TOKEN: names one workspace, and SLACK_CLIENT_ID lets any install Dean; "
            "remove one of them"
        )
    if settings.slack_app_token is not None:
        yield (
            "SLACK_APP_TOKEN: Socket Mode serves one workspace; remove it, or SLACK_CLIENT_ID and "
            "SLACK_CLIENT_SECRET"
        )
