"""Every card, whatever is put on it: valid for Slack, read by everybody, and acting on nothing."""

import asyncio
import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.app import Domain
from bot.clock import SystemClock
from bot.content import Language, Lesson, Library
from bot.content.models import LANGUAGES
from bot.l10n import Words, words_for
from bot.lessons import EVERY_DAY, LessonService, ScheduleStatus, Upcoming
from bot.slack.blocks.error import error_card
from bot.slack.blocks.help import FEATURES, help_card
from bot.slack.blocks.home import HomeState, home_view
from bot.slack.blocks.kit import Message, as_typed, clip, typed, units
from bot.slack.blocks.lesson import lesson_blocks, lesson_card
from bot.slack.blocks.schedule import form_view as lesson_form
from bot.slack.blocks.schedule import preview_card, schedule_line, status_card
from bot.slack.blocks.team_tips import PAGE, TeamTips
from bot.slack.blocks.team_tips import form_view as team_tip_form
from bot.slack.blocks.tip import no_fit, shared_tip, shelf_card, shelves, tip_card
from bot.slack.blocks.tone import ReviewView, review_card
from bot.slack.blocks.tone_form import copy_view
from bot.slack.blocks.tone_form import form_view as tone_form
from bot.slack.carry import METADATA_MAX, Draft, TeamTipRef, TipRef, shortened
from bot.slack.listeners.tone import _result_view  # the one view that carries a text
from bot.store import Database, Readiness, TeamTip, TipState
from bot.tone import Finding, Review, Severity, Verdict
from bot.tone.models import CATEGORIES
from playground import check_blocks, check_view
from playground.blockkit import MESSAGE_CHARS_MAX, elements_of, message_chars
from playground.mrkdwn import pings_in
from tests.slack.texts import ANYTHING

TIP = "never-say/11"
TEXT_MAX = 4_000  # Slack splits a longer text
OUR_WORDS_MAX = 300  # of a reason, or of words to say instead: they come from our own rules

PAYLOADS = {
    "one letter": "x",
    "long": "a long reply, and more of it " * 140,
    "one long word": "x" * 4_000,
    "emoji": "😀👍🏽🏳️‍🌈👩🏽‍🚒" * 300,
    "right to left": "כבר הסברתי לך פעמיים שאין לנו אפשרות להחזיר את הכסף. " * 20,
    "mentions": "<!channel> <!here> <!everyone> <@U0SAM> <!subteam^S1|us> <#C1|x> @channel",
    "links": "<https://evil.example|your bank> http://x <mailto:a@b|c> <!date^1^{date}|d>",
    "entities": "&lt;!channel&gt; &amp;lt; & < >" * 40,
    "backticks": "``` `x` ``` *b* _i_ ~s~ > q" * 20,
    "bidi": "a\u202eb\u202dc\u202a\u202bd\u202c \u2066\u2067\u2068",
    "isolates": "\u2068" * 4_000,
    "closers": "\u2069" * 400 + "x",
    "controls": "a\x00b\x01c\x1b\x7f\u0085\u2028",
    "lines": "line\n" * 500,
    "spaces": "   \n\t  ",
    "quotes": '"\\' * 1_000,
    "surrogates": "a\ud800b\udfff",
    "our marks": "\ue000C0VIPCARE\ue001 \ue000x\ue001",
    "empty": "",
}


@dataclass
class Bench:
    """The library and the words of one language, and every builder that shows somebody's words."""

    library: Library
    words: Words
    scheduled: ScheduleStatus  # a channel's

    @property
    def lang(self) -> Language:
        return self.words.lang

    def builders(self) -> dict[str, Callable[[str], Message | View]]:
        return {
            "error": lambda text: error_card(text.strip() or "x", self.words),
            "no fit": lambda text: no_fit(shortened(text), self.library.categories[0], self.words),
            "tip": self.tip,
            "shared tip": self.shared,
            "review": lambda text: self.review(text, "soften"),
            "grave review": lambda text: self.review(text, "stop"),
            "good review": self.good,
            "customer": self.customer,
            "review in a modal": self.in_modal,
            "form": lambda text: tone_form(self.words, Draft(text=text), lost=True),
            "copy": lambda text: copy_view(self.words, text),
            "lesson": self.lesson,
            "home": self.home,
            "lesson form": lambda text: lesson_form(
                self.words, None, clip(text, 60) or "x", None, self.library.tracks
            ),
            "preview": self.preview,
            "status": lambda text: status_card(self.scheduled, self.words, self.library.tracks, ()),
            "team tip": self.team_tip,
            "shared team tip": self.shared_team_tip,
            "team tip's form": lambda text: team_tip_form(
                self.words, TeamTipRef(number=1), self.own(text)
            ),
            "suggestion": lambda text: team_tip_form(
                self.words, TeamTipRef(), query=shortened(text)
            ),
        }

    def own(self, text: str) -> TeamTip:
        now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        return TeamTip(  # as long as one can be
            number=7,
            title=clip(text, 60),
            do=clip(text, 600),
            say=(clip(text, 200),) * 3,
            situations=(clip(text, 160),) * 15,
            language="he",
            author="U1",
            state=TipState.AWAITING,
            created_at=now,
            content_hash="x",
            revision=1,
        )

    def team_tip(self, text: str) -> Message:
        tip = self.own(text)
        ref = TipRef(tip=tip.id, lang=self.lang, query=shortened(text), also=(tip.id, TIP))
        return tip_card(tip, ref, self.words, self.library, own={tip.id: tip}, notice=text)

    def shared_team_tip(self, text: str) -> Message:
        tip = self.own(text)
        ref = TipRef(tip=tip.id, lang=self.lang)
        return shared_tip(tip, ref, self.words, self.library, text)

    def tip(self, text: str) -> Message:
        ref = TipRef(tip=TIP, lang=self.lang, query=shortened(text), also=self.some_ids())
        tip = self.library.tip(TIP, self.lang)
        assert tip is not None
        return tip_card(tip, ref, self.words, self.library, saved=True, notice=text)

    def shared(self, text: str) -> Message:
        tip = self.library.tip(TIP, self.lang)
        assert tip is not None
        ref = TipRef(tip=TIP, lang=self.lang)
        return shared_tip(tip, ref, self.words, self.library, text)

    def some_ids(self) -> tuple[str, ...]:
        return self.library.tip_ids()[:2]

    def review(self, text: str, severity: Severity) -> Message:
        return review_card(self.view(text, severity), self.words, self.library)

    def view(self, text: str, severity: Severity) -> ReviewView:
        ours = clip(text, OUR_WORDS_MAX)
        finding = Finding(
            "blame", text, 0, len(text), severity, ours, ours, TIP, False, "en/blame/x"
        )
        nothing = dataclasses.replace(finding, instead=None, sure=True, tip=None)
        review = Review(
            self.lang, "reply", severity, 0.5, (finding, nothing, finding, finding, finding), text
        )
        return ReviewView(review, Draft(text=text, lang=self.lang, side="reply"), hidden=2)

    def good(self, text: str) -> Message:
        review = Review(self.lang, "reply", "send", 0.9, strengths=("date", "thanks", "unheard"))
        return review_card(ReviewView(review, Draft(text=text)), self.words, self.library)

    def customer(self, text: str) -> Message:
        review = Review(
            self.lang, "customer", None, 0.2, mood=("angry", text), asks=("refund",), tips=(TIP,)
        )
        return review_card(ReviewView(review, Draft(text=text)), self.words, self.library)

    def in_modal(self, text: str) -> View:
        class Here:
            words = self.words

        card = self.review(text, "soften")
        made: View = _result_view(Here, card, Draft(text=text))  # type: ignore[arg-type]
        return made

    def lesson(self, text: str) -> Message:
        known = next(iter(self.library.lessons["en"].values()))
        changed = known.model_dump() | dict.fromkeys(
            ("title", "idea", "try_today", "question"), text
        )
        lesson = Lesson.model_construct(**changed | {"source": known.source})
        return lesson_card(lesson, 9, 24, self.words, self.library)

    def home(self, text: str) -> View:
        tips = tuple(self.library.tips["en"].values())
        state = HomeState(
            chosen=self.lang,
            lesson=lesson_blocks(
                next(iter(self.library.lessons["en"].values())), 1, 24, self.words, self.library
            ),
            saved=tips,
            schedules=[text] * 30,
            reaction=clip(text, 100),
            team=TeamTips((self.own(text),) * PAGE, PAGE, 100, 9, Readiness(1, 100)),
        )
        return home_view(state, self.words)

    def preview(self, text: str) -> Message:
        known = next(iter(self.library.lessons["en"].values()))
        lesson = Lesson.model_construct(
            **known.model_dump() | {"title": text, "source": known.source}
        )
        now = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
        return preview_card([Upcoming(lesson, 1, 24, now.date(), now)] * 5, self.words)


BUILDERS = tuple(Bench(None, None, None).builders())  # type: ignore[arg-type]  # the names alone


@pytest.fixture(scope="session")
def benches(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Bench]:
    async def scheduled() -> ScheduleStatus:
        database = Database(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('blocks')}/dean.db")
        await database.connect()
        try:
            await database.migrate()
            lessons = LessonService(database, domain.library, SystemClock())
            await lessons.subscribe(
                "T1",
                "C0SUPPORT",
                "U1",
                local_time=dt.time(9),
                weekdays=EVERY_DAY,
                tz="Europe/Amsterdam",
                lang="en",
            )
            return await lessons.status("T1", "C0SUPPORT")
        finally:
            await database.close()

    status = asyncio.run(scheduled())
    return {lang: Bench(domain.library, words_for(lang), status) for lang in LANGUAGES}


def texts_in(node: object) -> Iterator[str]:
    """Every string that is shown."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts_in(value)
    elif isinstance(node, list):
        for each in node:
            yield from texts_in(each)


def sound(made: Message | View) -> None:
    """What holds for every card."""
    if isinstance(made, View):
        view = json.loads(json.dumps(made.to_dict()))
        assert check_view(view) == []
        text, blocks = "", view["blocks"]
        assert units(view.get("private_metadata") or "") <= METADATA_MAX
    else:
        payload = json.loads(json.dumps(made.payload()))
        text, blocks = payload["text"], payload["blocks"]
        assert text.strip(), "screen readers read only this"
        assert units(as_typed(text)) <= TEXT_MAX
        assert check_blocks(blocks, "message") == []
        assert message_chars(blocks) <= MESSAGE_CHARS_MAX
    assert pings_in(text, blocks, [], surface="message", place="") == []
    for block in blocks:
        ids = [each["action_id"] for each in elements_of(block) if "action_id" in each]
        assert len(ids) == len(set(ids))
    for shown in (text, *texts_in(blocks)):
        assert not set("\u202a\u202b\u202c\u202d\u202e\x00") & set(shown)
        shown.encode("utf-8")
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") == "button":
                assert units(element["text"]["text"]) <= 75
                assert units(element.get("value") or "") <= 2_000
            assert element["type"] != "mrkdwn", "what people wrote is never mrkdwn"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("builder", BUILDERS)
def test_every_card_holds_whatever_is_put_on_it(
    benches: dict[Language, Bench], lang: Language, builder: str
) -> None:
    build = benches[lang].builders()[builder]
    for name, text in PAYLOADS.items():
        given_text = typed(text)
        try:
            sound(build(given_text))
        except AssertionError as error:
            raise AssertionError(f"{builder} with {name}: {error}") from error


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_card_holds_any_text(benches: dict[Language, Bench], builder: str) -> None:
    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(ANYTHING, st.sampled_from(LANGUAGES))
    def holds(text: str, lang: Language) -> None:
        sound(benches[lang].builders()[builder](typed(text)))

    holds()


def test_cards_without_anybodys_words(benches: dict[Language, Bench]) -> None:
    for bench in benches.values():
        library, words = bench.library, bench.words
        every = tuple(library.tips["en"].values())
        sound(shelves(library, words))
        sound(shelves(library, words, recent=every[:5], saved=every[5:10]))
        for shelf in library.categories:
            tips = [tip for tip in every if tip.category == shelf.id]
            sound(shelf_card(shelf, tips, words))
        for feature in FEATURES:
            for reaction in ("face_with_monocle", ""):
                sound(help_card(feature, words, reaction))
        sound(preview_card([], words))
        schedule = bench.scheduled.schedule
        sound(lesson_form(words, "C0SUPPORT", "Europe/Amsterdam", schedule, library.tracks))
        line = schedule_line(ScheduleStatus(schedule, None, None), words)
        assert "\ue000C0SUPPORT\ue001" in line


def test_every_kind_of_finding_has_its_card(benches: dict[Language, Bench]) -> None:
    for bench in benches.values():
        for category in CATEGORIES:
            for severity in get_args(Severity):
                finding = Finding(category, "quote", 0, 5, severity, "why", None, None, False)
                review = Review(bench.lang, "reply", severity, 0.1, (finding,))
                card = review_card(ReviewView(review, Draft(text="x")), bench.words, bench.library)
                sound(card)
                assert "tone.fine_here" not in json.dumps(card.payload()), "no rule, no muting"
                uncut(card.payload(), bench.words("tone-suggested-none"))


# Nothing of the library is cut


def uncut(payload: dict[str, Any], *wanted: str) -> None:
    shown = "\n".join(texts_in(payload["blocks"])).replace("\u200f", "")
    for text in wanted:
        assert text in shown
    assert not payload["text"].endswith("…")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tip_fits_its_card(benches: dict[Language, Bench], lang: Language) -> None:
    bench = benches[lang]
    for tip in bench.library.tips[lang].values():
        for side, advice in (("agent", tip.agent), ("customer", tip.customer)):
            ref = TipRef(tip=tip.id, lang=lang, side=side, query="x" * 150, also=tip.related[:2])
            card = tip_card(tip, ref, bench.words, bench.library, notice="notice")
            sound(card)
            title = tip.title if side == "agent" else tip.customer.title
            wanted = (title, advice.do, advice.why, tip.limits, *advice.say, *advice.rather_than)
            uncut(card.payload(), *wanted)
            sound(shared_tip(tip, ref, bench.words, bench.library, "sam"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_lesson_fits_its_card(benches: dict[Language, Bench], lang: Language) -> None:
    bench = benches[lang]
    for lesson in bench.library.lessons[lang].values():
        card = lesson_card(lesson, 54, 54, bench.words, bench.library)
        sound(card)
        uncut(card.payload(), lesson.title, lesson.idea, lesson.try_today, lesson.question)


def test_a_verdict_is_one_of_three() -> None:
    for verdict in get_args(Verdict):
        for lang in LANGUAGES:
            assert words_for(lang).has(f"tone-{verdict}")
