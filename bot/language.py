"""Which of Dean's languages a short text is in: a query, a reply, one sentence.

    detect("klant wil een refund")        # "nl"
    detect("caller wants my boss NOW")    # "en"

Hebrew shows by its script. Dutch and English share theirs, so small words decide, then spelling:
both borrow each other's nouns, but neither borrows the other's "de", "het" or "the". Where there
is next to no evidence the answer is `default`; a wrong guess must cost a reader nothing but a
switch.
"""

import re
from collections.abc import Iterable

from bot.content.models import Language

_MOST = 2_000  # characters that decide; the rest of a long text says the same
_HEBREW_SHARE = 0.3  # a Hebrew reply may be full of product names, but not the other way round
_MARGIN = 0.5  # less evidence than half a word is none

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HEBREW = re.compile(r"[\u05d0-\u05ea\ufb1d-\ufb4f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def readable(text: str) -> bool:
    """Whether at least half of the letters are of a script that Dean reads, Latin or Hebrew; also
    where there are none.

    >>> readable("agent from Москва"), readable("日本語のお客様")
    (True, False)
    """
    letters = sum(char.isalpha() for char in text[:_MOST])
    known = len(_LATIN.findall(text[:_MOST])) + len(_HEBREW.findall(text[:_MOST]))
    return 2 * known >= letters


def _weighed(weight: float, words: str) -> Iterable[tuple[str, float]]:
    return ((word, weight) for word in words.split())


# Positive: Dutch; negative: English. Words of both languages (is, in, we, me, of, was, had, want,
# hand, over, help, status, ticket …) weigh nothing and are left out.
_WORDS: dict[str, float] = dict(
    [
        *_weighed(
            1.5,
            "de het een niet wij zij hij ik jij jou jouw jullie mijn uw onze ons deze dit dat die"
            " wordt worden zijn hebben hebt heeft heb ben bent kunt kunnen zou zouden moet moeten"
            " maar ook voor naar bij uit om aan met van tot tegen zonder nog geen niks niets iets"
            " wat waar wanneer waarom hoe welke graag alstublieft alsjeblieft bedankt dank hoi"
            " dag groet groeten vriendelijke beste geachte mevrouw meneer gaat gaan komt komen"
            " krijg krijgt krijgen wil wilt willen weet weten vraag vragen zegt zeggen al alweer"
            " weer dan als omdat want dus toch wel eens even heel erg veel meer minder terug nu"
            " vandaag morgen gisteren klant klanten bestelling rekening factuur levering pakket"
            " klacht boos bellen belt gebeld mail gemaild antwoord wacht wachten geld korting"
            " hebt er je u te",
        ),
        *_weighed(0.6, "op en wie mij haar hem hun kan mag moest"),
        *_weighed(
            -1.5,
            "the and you your yours i'm i've i'll it's don't doesn't didn't can't won't"
            " isn't aren't wasn't that's there's you're you've you'll we're we've we'll they're"
            " they that this these those with from have has having been were would could should"
            " will shall must not what where when why how which who whose their them there here"
            " our ours its his her she because about into after before again still already"
            " please thank thanks hello regards dear get gets getting got going goes"
            " want wants wanted know knows said says tell told ask asks asking answer customer"
            " customers caller order invoice delivery complaint angry"
            " waiting wait money discount today tomorrow yesterday back now any some every just"
            " only very much many more less than then of my are to for it but",
        ),
        *_weighed(-0.6, "a an i be by on do or if he as at so no up all out can does did may"),
    ]
)

# Spelling that one language has and the other hardly: for words in no list.
_DUTCH_SPELLING = re.compile(
    r"ij|aa|uu|oe(?!s$)|ieu|sch|lijk|tje|eel$|eerd|heid$|^ge[^tnro].*[dt]$|en$|cht|ui|aar|zz?e"
)
_ENGLISH_SPELLING = re.compile(r"th|wh|sh|[^s]ough|ing$|tion|ly$|ed$|ck|ness$|ould|y$|ea|qu|n't")


def detect(text: str, default: Language = "en") -> Language:
    """The language of `text`, or `default` where it can't be told. Never raises."""
    text = text[:_MOST]
    hebrew, latin = len(_HEBREW.findall(text)), len(_LATIN.findall(text))
    if hebrew and hebrew >= _HEBREW_SHARE * (hebrew + latin):
        return "he"
    dutchness = sum(_weight(word.lower().replace("’", "'")) for word in _WORD.findall(text))
    if abs(dutchness) < _MARGIN:
        return default
    return "nl" if dutchness > 0 else "en"


def _weight(word: str) -> float:
    known = _WORDS.get(word)
    if known is not None:
        return known
    if len(word) < 4:
        return 0.0
    return 0.35 * (bool(_DUTCH_SPELLING.search(word)) - bool(_ENGLISH_SPELLING.search(word)))
