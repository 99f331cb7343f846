"""Settings: what is taken, what stops the start, and that no message holds a value."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from config import Settings, SettingsError, load_settings
from config.settings import DEFAULT_DATABASE_URL, NAMES, SLACK_API_URL, environment_name

ROOT = Path(__file__).resolve().parents[2]
BOT, APP = "xoxb-1-canary", "xapp-1-canary"
SEVERAL = {
    "SLACK_CLIENT_ID": "1.canary",
    "SLACK_CLIENT_SECRET": "canary",
    "SLACK_SIGNING_SECRET": "canary",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*NAMES, *(name for name in os.environ if name.startswith(("DEAN_", "SLACK_")))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def faults(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        given(monkeypatch, **values)
    return refused.value.faults


def test_nothing_is_the_playground() -> None:
    settings = load_settings()
    assert settings.transport == "playground"
    assert settings.slack_api_url == SLACK_API_URL
    assert settings.database_url == DEFAULT_DATABASE_URL
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.reaction, settings.language) == ("face_with_monocle", "en")


def test_the_tokens_decide_how_dean_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET="one, two ,")
    assert settings.transport == "http"
    assert settings.slack_signing_secret == (SecretStr("one"), SecretStr("two"))
    assert given(monkeypatch, SLACK_APP_TOKEN=APP).transport == "socket"


def test_who_may_be_installed_by_anybody_is_reached_over_http(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = given(monkeypatch, **SEVERAL)
    assert settings.installs
    assert settings.transport == "http"


def test_blank_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for blank in ("", "   "):
        settings = given(monkeypatch, **dict.fromkeys(NAMES, blank))
        assert settings.transport == "playground"
        assert settings.slack_bot_token is None
        assert settings.port == 3000
        assert settings.log_level == "INFO"
        assert settings.timezone == "UTC"
        assert settings.reaction == "", "empty turns the reaction off"


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=4000\nDEAN_LANGUAGE=nl\nexport HOST='::1'\n", "utf-8")
    settings = given(monkeypatch, PORT="5000")
    assert (settings.port, settings.language, settings.host) == (5000, "nl", "::1")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-canary", "begins with xoxb-"),
        ("SLACK_APP_TOKEN", "canary", "begins with xapp-"),
        ("SLACK_API_URL", "https://canary.example/api", "ends in /api/"),
        ("SLACK_API_URL", "canary", "http"),
        ("DATABASE_URL", "canary", "isn't a database address"),
        ("DATABASE_URL", "mysql://dean:canary@db/dean", "postgresql://"),
        ("PORT", "canary", "integer"),
        ("PORT", "70000", "65535"),
        ("PORT", "-1", "0"),
        ("DEAN_LANGUAGE", "canary", "'en', 'nl' or 'he'"),
        ("DEAN_TIMEZONE", "Canary/Islands", "Europe/Amsterdam"),
        ("DEAN_TIMEZONE", "../canary", "Europe/Amsterdam"),
        ("DEAN_REACTION", "two canaries", "the emoji's name"),
        ("DEAN_LOG_LEVEL", "DEBUG", "'INFO', 'WARNING' or 'ERROR'"),
    ],
)
def test_what_is_malformed_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    wrong = faults(monkeypatch, **({"SLACK_BOT_TOKEN": BOT} | {name: value}))
    mine = [fault for fault in wrong if fault.startswith(f"{name}: ")]
    assert len(mine) == 1
    assert words in mine[0]
    assert "canar" not in "\n".join(wrong).lower()
    assert value not in "\n".join(wrong)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "canary"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": " , "}, "SLACK_APP_TOKEN"),
        (SEVERAL | {"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID"),
        (SEVERAL | {"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET"),
        (SEVERAL | {"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
        (SEVERAL | {"SLACK_BOT_TOKEN": BOT}, "SLACK_BOT_TOKEN"),
        (SEVERAL | {"SLACK_APP_TOKEN": APP}, "SLACK_APP_TOKEN"),
    ],
)
def test_what_is_missing_or_contradicts(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], name: str
) -> None:
    wrong = faults(monkeypatch, **values)
    assert [fault.partition(":")[0] for fault in wrong] == [name]
    assert "canary" not in "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("DEAN_REACTON", "DEAN_REACTION"),
        ("SLACK_BOT_TOKENS", "SLACK_BOT_TOKEN"),
        ("SLACK_SIGNING_SECRETS", "SLACK_SIGNING_SECRET"),
        ("DEAN_X", ".env.example"),
    ],
)
def test_a_misspelt_name_is_found(monkeypatch: pytest.MonkeyPatch, name: str, near: str) -> None:
    (wrong,) = faults(monkeypatch, **{name: "canary"})
    assert wrong.startswith(f"{name}: there is no such setting")
    assert near in wrong
    assert "canary" not in wrong


def test_in_the_file_every_name_must_be_known() -> None:
    Path(".env").write_text("PROT=4000\nslack_bot_token=canary\n# a word\n\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert [fault.partition(":")[0] for fault in refused.value.faults] == [
        "PROT",
        "slack_bot_token",
    ]
    assert "did you mean PORT?" in str(refused.value)
    assert "canary" not in str(refused.value)


def test_other_programs_variables_are_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, PROT="1", LANG="canary", SLACKBOT="x").port == 3000


@pytest.mark.parametrize(
    "text",
    ["xoxb-canary-alone", "SLACK_BOT_TOKEN: xoxb-canary", "PORT=1\nSLACK_BOT_TOKEN xoxb-canary"],
)
def test_a_line_that_sets_nothing_is_pointed_at_by_its_number(text: str) -> None:
    Path(".env").write_text(text + "\n", "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert f"line {text.count(chr(10)) + 1}: " in str(refused.value)
    assert "NAME=value" in str(refused.value)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("raw", [b"\xff\xfecanary", b"PORT=\xe9\n"])
def test_a_file_that_isnt_text(raw: bytes) -> None:
    Path(".env").write_bytes(raw)
    with pytest.raises(SettingsError, match=r"\.env: can't be read"):
        load_settings()


def test_a_folder_in_its_place() -> None:
    Path(".env").mkdir()
    with pytest.raises(SettingsError, match="can't be read"):
        load_settings()


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = faults(monkeypatch, PORT="x", DEAN_LANGUAGE="x", DEAN_TIMEZONE="x", DEAN_REACTON="x")
    assert sorted(fault.partition(":")[0] for fault in wrong) == [
        "DEAN_LANGUAGE",
        "DEAN_REACTON",
        "DEAN_TIMEZONE",
        "PORT",
    ]


def test_no_secret_shows_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_APP_TOKEN=APP, SLACK_SIGNING_SECRET="canary"
    )
    assert "canary" not in f"{settings!r} {settings}"


def test_emoji_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, DEAN_REACTION=":eyes:").reaction == "eyes"
    assert given(monkeypatch, DEAN_REACTION=" +1 ").reaction == "+1"


# The same in the example, the table and the model


def documented() -> set[str]:
    return {environment_name(field) for field in Settings.model_fields}


def test_the_example_names_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    named = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(documented())


def test_the_example_can_be_copied_and_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    copied = load_settings()
    Path(".env").unlink()
    assert copied == load_settings()


def test_the_readme_names_every_setting_and_no_other() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.partition("## Settings")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([A-Z_]{4,})`", row.split("|")[1])]
    assert sorted(named) == sorted(documented())
    defaults = dict(
        zip(
            [name for row in rows for name in re.findall(r"`([A-Z_]{4,})`", row.split("|")[1])],
            [
                value
                for row in rows
                for value in (re.findall(r"`([^`]+)`", row.split("|")[2]) or [row.split("|")[2]])
            ],
            strict=True,
        )
    )
    for name, value in defaults.items():
        default = Settings.model_fields[NAMES[name]].default
        assert value.strip() == str(default or "") or name == "DATABASE_URL", name


def test_what_is_copied_with_a_blank_is_taken_without(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {name: f" {value}\n" for name, value in SEVERAL.items()}
    settings = given(monkeypatch, **values)
    assert settings.slack_client_id == "1.canary"
    assert settings.slack_client_secret == SecretStr("canary")
