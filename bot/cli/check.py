"""`dean check`: everything that could be wrong, named, with how to mend it."""

import argparse
import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.advice import Advice
from bot.app import slack_client
from bot.content import ContentError, Library, load_library
from bot.content.models import LANGUAGES
from bot.store import AllTeamsInstallations, Database, DatabaseNotMigrated, StoreError
from bot.tone import Reviewer, RuleError
from bot.tone.missing import MissingModel, MissingUnavailable
from bot.tone.model import ModelUnavailable, ToneModel
from config import Settings, SettingsError, load_settings
from config.manifest import bot_scopes


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was looked at."""

    name: str
    good: bool
    words: str
    faults: tuple[str, ...] = ()


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; exit 1 when anything is wrong."""
    results = [*_files()]
    try:
        settings = load_settings()
    except SettingsError as error:
        results.append(Result("settings", False, "can't be used", tuple(error.faults)))
    else:
        results.append(Result("settings", True, _transport(settings)))
        results += asyncio.run(_services(settings, offline=arguments.offline))
    for result in results:
        print(f"{'ok ' if result.good else 'BAD'}  {result.name}: {result.words}")
        for fault in result.faults:
            print(f"       {fault}")
    return 0 if all(result.good for result in results) else 1


def _files() -> Iterator[Result]:
    library = None
    try:
        library = load_library()
        yield Result("content", True, _counts(library))
    except ContentError as error:
        yield Result("content", False, f"{len(error.faults)} faults", tuple(map(str, error.faults)))
    try:
        Reviewer()
        yield Result("tone review", True, f"rules read; {_heard()}")
    except RuleError as error:
        yield Result("tone review", False, str(error))
    if library is not None:
        yield Result("models", True, _models(Advice(library)))


def _heard() -> str:
    try:
        ToneModel.load()
    except ModelUnavailable as error:
        return f"by the rules alone: {error}"
    try:
        MissingModel.load()
    except MissingUnavailable as error:
        return f"replies are read by the model too, but what they leave out isn't seen: {error}"
    return "replies are read by the model too, beside the customer's message"


def _models(advice: Advice) -> str:
    if not advice.by_meaning:
        return f"words only, a team's own tips too: {advice.without}"
    if advice.stale:
        return (
            "tips are found by meaning and words; texts changed since it was taught, "
            "run `python training/search.py`"
        )
    return "tips are found by meaning and words"


def _counts(library: Library) -> str:
    parts = []
    for lang in LANGUAGES:
        tips = library.tips[lang]
        situations = sum(len(tip.situations.all) for tip in tips.values())
        parts.append(
            f"{lang} {len(tips)} tips, {situations} situations, "
            f"{len(library.lessons[lang])} lessons"
        )
    return "; ".join(parts)


def _transport(settings: Settings) -> str:
    if settings.installs:
        return "Slack over HTTP, in every workspace that installs Dean at /slack/install"
    return {
        "socket": "Slack over Socket Mode",
        "http": "Slack over HTTP",
        "playground": "no Slack tokens, so the playground",
    }[settings.transport]


async def _services(settings: Settings, *, offline: bool) -> list[Result]:
    results = [await _database(settings)]
    if settings.slack_bot_token is not None and not offline:
        results.append(await _slack(settings))
    return results


async def _database(settings: Settings) -> Result:
    database = Database(settings.database_url)
    try:
        await database.connect()
        await database.check()
        workspaces = ""
        if settings.installs:
            count = await AllTeamsInstallations(database).count()
            workspaces = f"; {count} workspace{'' if count == 1 else 's'} installed Dean"
    except DatabaseNotMigrated:
        return Result("database", True, "reachable; its tables are made at the next start")
    except StoreError as error:
        return Result("database", False, str(error))
    finally:
        await database.close()
    return Result("database", True, f"reachable, its tables are current{workspaces}")


async def _slack(settings: Settings) -> Result:
    client = slack_client(settings)
    try:
        answer = await client.auth_test()
        if settings.slack_app_token is not None:
            await AsyncWebClient(base_url=settings.slack_api_url, timeout=10).apps_connections_open(
                app_token=settings.slack_app_token.get_secret_value()
            )
    except SlackApiError as error:
        code = error.response.get("error")
        return Result(
            "Slack", False, f"refuses a token ({code}); copy it again from api.slack.com/apps"
        )
    except (aiohttp.ClientError, TimeoutError) as error:
        return Result("Slack", False, f"can't be reached ({type(error).__name__})")
    given = {each.strip() for each in str(answer.headers.get("x-oauth-scopes", "")).split(",")}
    missing = sorted(set(bot_scopes()) - given)
    if missing:
        return Result(
            "Slack",
            False,
            f"these scopes are missing: {', '.join(missing)}; update the app from "
            "config/manifest.json and install it again",
        )
    return Result("Slack", True, f"{answer['team']}, as {answer['user']}")
