"""What fits, what doesn't, and whose side is asked for."""

import pytest

from bot.advice import Advice
from bot.content import Language


@pytest.mark.parametrize(
    "situation",
    [
        "what's a good recipe for lasagne",
        "will it snow in utrecht on sunday",
        "restart the postgres container",
        "git rebase went wrong",
        "how many holidays do I have left this year",
        "merge two tickets in zendesk",
        "asdf jkl qwe",
        "hallo dean",
        "recept voor lasagne",
        "gaat het zondag sneeuwen",
        "de vpn-client start niet op",
        "vakantiedagen aanvragen bij hr",
        "hoe voeg ik tickets samen in zendesk",
        "מתכון ללזניה",
        "יירד שלג ביום ראשון?",
        "ה-vpn לא עולה",
        "כמה ימי חופש יש לי",
        "איך ממזגים טיקטים בזנדסק",
    ],
)
def test_what_no_tip_answers_does_not_fit(advice: Advice, situation: str) -> None:
    answer = advice.find(situation)
    assert not answer.fits
    assert answer.shelf, "a shelf is the way on"


@pytest.mark.parametrize(
    "situation",
    [
        "customer is shouting at me",
        "guest threatens to hit me",
        "can't stop thinking about the last call",
        "how do I ask for compensation politely",
        "klant scheldt me uit",
        "gast dreigt met geweld",
        "het vorige gesprek laat me niet los",
        "hoe vraag ik netjes om een vergoeding",
        "לקוח צועק עליי",
        "אורח מאיים להרביץ לי",
        "השיחה האחרונה לא יוצאת לי מהראש",
        "איך מבקשים פיצוי בנימוס",
    ],
)
def test_what_a_tip_answers_fits(advice: Advice, situation: str) -> None:
    assert advice.find(situation).fits


def test_what_fits_has_a_margin(advice: Advice) -> None:
    for situation in ("customer is shouting at me", "recipe for lasagne", "recept voor soep"):
        assert (advice.margin(situation) >= 0) == advice.find(situation).fits


def test_the_language_given_sets_the_threshold(advice: Advice) -> None:
    margins: dict[Language, float] = {
        lang: advice.margin("wil een manager", lang) for lang in ("en", "nl", "he")
    }
    assert len(set(margins.values())) == 3
    assert advice.margin("wil een manager") == margins["nl"]


@pytest.mark.parametrize(
    ("situation", "side"),
    [
        ("customer keeps swearing at me", "agent"),
        ("caller wants my manager", "agent"),
        ("klant blijft maar schelden", "agent"),
        ("הלקוחה צועקת עליי", "agent"),
        ("how do I complain to my insurance company without a fight", "customer"),
        ("should I ask the rep for her manager", "customer"),
        ("hoe vraag ik de helpdesk om mijn geld terug", "customer"),
        ("איך אני מבקש מהנציג החזר", "customer"),
    ],
)
def test_whose_situation_it_is(advice: Advice, situation: str, side: str) -> None:
    assert advice.find(situation).side == side


def test_where_nothing_tells_it_is_the_agents(advice: Advice) -> None:
    assert advice.find("日本語").side == "agent"
