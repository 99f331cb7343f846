"""Which words on the command line lead where."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.content import ContentError
from bot.content.models import LANGUAGES
from bot.store import StoreError
from bot.tone import RuleError
from config import SettingsError

Command = Callable[[argparse.Namespace], int]

_ABOUT = """\
Dean: a tip that fits, a tone review before you send, a lesson a day.

Without a command: serve Slack with the tokens in the environment or .env; without tokens, start
the playground, a stand-in for Slack on this machine."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the answer. 0 well, 1 no, 2 not understood."""
    parsed = _parser().parse_args(arguments)
    try:
        return _command(parsed.command)(parsed)
    except SettingsError as error:
        _complain("The settings can't be used:", error.faults)
    except ContentError as error:
        _complain("The content can't be used:", [str(fault) for fault in error.faults])
    except (StoreError, RuleError) as error:
        _complain(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone; there is nobody to tell
    return 1


def _complain(what: str, faults: Sequence[str] = ()) -> None:
    print("\n".join([what, *(f"  {fault}" for fault in faults)]), file=sys.stderr)


def _command(name: str | None) -> Command:
    # Imported when asked for: `dean tip` needs no Slack, and starts the sooner.
    from . import check, content, lesson, serve, tip, tips, tone  # noqa: PLC0415

    return {
        None: serve.run,
        "web": serve.web,
        "socket": serve.socket,
        "worker": serve.worker,
        "playground": serve.playground,
        "migrate": serve.migrate,
        "check": check.run,
        "tip": tip.run,
        "tips": tips.run,
        "tone": tone.run,
        "lesson": lesson.run,
        "schema": content.schema,
    }[name]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dean", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", title="commands", metavar="")
    commands.add_parser("web", help="serve Slack over HTTP only")
    commands.add_parser("socket", help="serve Slack over Socket Mode only")
    commands.add_parser("worker", help="post the lessons that are due, and nothing else")
    commands.add_parser("playground", help="the stand-in for Slack, with Dean in it")
    commands.add_parser("migrate", help="bring the database to this version")
    check = commands.add_parser("check", help="say what is wrong, and how to mend it")
    check.add_argument("--offline", action="store_true", help="don't ask Slack about the tokens")
    tip = commands.add_parser("tip", help="the tip that fits a situation")
    _language(tip)
    lines = tip.add_mutually_exclusive_group(required=True)
    lines.add_argument("text", nargs="*", default=[], help="the situation, in your own words")
    lines.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")
    _tips(commands.add_parser("tips", help="the team's own tips: import, list, remove"))
    tone = commands.add_parser("tone", help="review a reply before it is sent")
    _language(tone)
    tone.add_argument("file", nargs="?", default="-", help="a text file; - or nothing is stdin")
    tone.add_argument("--side", choices=["reply", "customer"], help="whose text it is")
    tone.add_argument(
        "--customer", type=Path, metavar="FILE", help="the message it answers: see what is missing"
    )
    tone.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")
    lesson = commands.add_parser("lesson", help="today's lesson")
    _language(lesson)
    lesson.add_argument("--date", help="another day's, as 2027-01-04")
    commands.add_parser("schema", help="write the JSON Schemas that editors use for tips/")
    return parser


def _tips(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="import|list|remove")
    several = actions.add_parser("import", help="add the tips of a .csv, .yaml or .jsonl file")
    several.add_argument("file", type=Path)
    remove = actions.add_parser("remove", help="take tips away")
    remove.add_argument("id", nargs="+", help="such as team/12")
    for each in (several, actions.add_parser("list", help="show what there is"), remove):
        each.add_argument("--workspace", required=True, help="the workspace's id, such as T0123ABC")


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help="answer in this language")
