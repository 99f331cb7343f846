"""Whose words these are: the writer's own, somebody else's, or a draft shown to a colleague.

    masked("You wrote “idiots”, and I see why.")      # [(10, 18)]: the customer's words
    drafts("Ok to send? “That is our policy.”")       # [(13, 32)]: the words to review

A quotation is the customer's voice, or a page's, until the message says otherwise: by an internal
question (“ok to send?”), by a colon before whole sentences, or by being most of what there is.
What names a speaker ("she wrote", "our terms say") right before or after it, decides against.
"""

import re
from typing import NamedTuple

# Slack's own forms, addresses and code: <@U1>, <https://…|label>, `code`, me@example.com.
_FOREIGN = re.compile(
    r"```.{0,5000}?```|`[^`\n]{1,300}`|<[@#!][^<>\n]{1,80}>|<?https?://[^\s<>]{1,500}>?"
    r"|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}",
    re.DOTALL,
)
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}(?:>|&gt;)[^\n]{0,20000}", re.MULTILINE)
_MARKER = re.compile(r"[ \t]{0,3}(?:(?:>|&gt;)[ \t]{0,3}){1,5}")
_TWICE = re.compile(r"[ \t]{0,3}(?:>|&gt;)[ \t]{0,3}(?:>|&gt;)")
_TRAIL = re.compile(
    r"^(?:-{2,20} ?(?:original message|oorspronkelijk bericht|הודעה מקורית)[^\n]{0,60}"
    r"|(?:on|op|בתאריך|ב-) ?[^\n]{4,120}(?:wrote|schreef|כתבה?|כתב/ה):)[ \t]{0,4}$",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTATION = re.compile(
    r"“[^“”\n]{1,600}”|„[^„”“\n]{1,600}[”“]|«[^«»\n]{1,600}»"
    r"|(?<![\w])\"[^\"\n]{1,600}\"(?![\w])|(?<!\w)״[^״\n]{1,600}״(?!\w)|(?<!\w)‘[^‘\n]{1,600}?’(?!\w)"
    r"|(?<!\w)'[^'\n]{1,300}'(?!\w)"
)
# A short quotation right after these words is the writer's own irony: your "urgent" request.
_SCARE = re.compile(
    r"(?:\b(?:your|so-called|this|je|jouw|uw|zogenaamde|zogeheten)|של(?:ך|כם|כן)|ה?כביכול) ?$",
    re.IGNORECASE,
)

# A quotation that may be a draft: of any length, over several lines. A mark inside a word (דו"ח,
# don't) does not close it; every mark that does is met once, so that the search is linear.
_LONG_QUOTATION = re.compile(
    r"“(?P<curly>[^“”]{2,20000})”|„(?P<low>[^„“”]{2,20000})[“”]|«(?P<angle>[^«»]{2,20000})»"
    r"|(?<!\w)\"(?P<straight>(?:[^\"]|(?<=\w)\"(?=\w)){2,20000})\"(?!\w)"
    r"|(?<!\w)״(?P<hebrew>(?:[^״]|(?<=\w)״(?=\w)){2,20000})״(?!\w)"
    r"|(?<!\w)‘(?P<single>[^‘]{2,3000})’(?=[ \t]*$)"
    r"|(?:^|(?<=: ))'(?P<plain>[^\n]{20,1500})'(?=[ \t]*$)"
    r"|```(?:\w{1,12}\n)?(?P<fence>.{2,20000}?)```",
    re.DOTALL | re.MULTILINE,
)

_DRAFT_SIGNS = (
    # English
    r"\b(?:ok|okay|fine|good|safe|alright|all right|ready) (?:to|if i) (?:send|go|post|reply)",
    r"\b(?:can|could|may|should|shall|do|would) (?:i|we|you) (?:really |just )?"
    r"(?:send|post|say|use) (?:this|it|that|out|the following)",
    r"\b(?:i|we)(?:'m| am|'re| are|'d| would|'ll| will| want| was| plan| intend| wanted)"
    r" (?:like |going |about )?(?:to )?(?:send|sending|reply|replying|answer|post|write)\b",
    r"\b(?:draft|drafted|proofread|sanity check|second pair of eyes|before (?:i|we) (?:send|hit"
    r" send|reply|post)|have a look|take a look|read along|look this over|thoughts|any feedback)\b",
    r"\b(?:is|are|does|do|would|how)(?:n't)? (?:this|that|it|these|my \w+) "
    r"(?:\w+ )?(?:ok|okay|fine|good|right|clear|work|read|sound|alright|too|polite|rude|harsh)\b",
    r"\btoo (?:harsh|blunt|direct|strong|cold|rude|short|much|soft|curt|sharp)\b",
    r"\b(?:what do you (?:all |guys )?think|what would you (?:change|say)|how does (?:this|it)"
    r" (?:sound|read|come across)|your (?:view|opinion|take) on)\b",
    r"\b(?:this|next|another|other|second|last|that) one (?:is )?(?:for|to|goes to)\b",
    r"\b(?:reply|answer|response|mail|email|e-mail|message|text|note|letter) (?:to|for)"
    r"(?: [\w.'-]{1,20}){1,4}",
    r"\bmy (?:reply|answer|response|mail|email|e-mail|message|version|attempt|text)\b",
    # Dutch
    r"\b(?:meelezen|mee lezen|meekijken|nalezen|concept|conceptje|kladje|voorstel|feedback)\b",
    r"\b(?:kan|mag|kunnen|zou|moet|zal) (?:dit|deze|het|die|ik|we)(?: \w+){0,3}"
    r" (?:weg|de deur uit|sturen|versturen|verzenden|opsturen|de lucht in|eruit)\b",
    r"\b(?:kan|mag) (?:dit|deze|het|die) (?:zo|eruit|weg)\b",
    r"\b(?:is|klinkt|leest) (?:dit|deze|het|die)(?: \w+){0,2}"
    r" (?:ok|oke|oké|goed|prima|netjes|duidelijk|te)\b",
    r"\bte (?:scherp|bot|kort|hard|streng|direct|kil|zakelijk)\b",
    r"\b(?:wat vind(?:en)? (?:je|jullie|jij|u)|wat denken jullie|hoe komt dit over|akkoord om)\b",
    r"\b(?:voor(?:dat)? ik (?:hem|het|dit|deze|op)|ik wil(?:de)? (?:dit|deze|het) (?:sturen|zo))",
    r"\b(?:antwoord|reactie|mail|mailtje|bericht|berichtje|brief) (?:aan|voor|naar|op)"
    r"(?: [\w.'-]{1,20}){1,4}",
    r"\b(?:deze|dit|die|en deze|volgende) (?:is )?(?:voor|naar|aan) (?:mevrouw|meneer|de heer|mevr"
    r"|dhr|familie|klant)\b",
    r"\bmijn (?:antwoord|reactie|mail|mailtje|versie|tekst)\b",
    # Hebrew
    r"(?:חוות דעת|טיוטה|מה דעת(?:כם|ך|כן)|מה אומרים|מה אתם אומרים|מה את אומרת|מה אתה אומר)",
    r"לפני ש(?:אני |אנחנו )?(?:שולח|שולחת|שולחים|אשלח|נשלח|לוחצ|עונה|מפרסם|מפרסמת)",
    r"(?:אפשר|כדאי|בסדר|מתאים|ראוי|סבבה|טוב) (?:לשלוח|לענות|להשיב|לפרסם|ככה|כך)",
    r"(?:זה|הנוסח|הניסוח|התשובה|ההודעה) (?:\w+ )?(?:בסדר|מתאים|מתאימה|סביר|טוב|טובה|חריף|קשוח)",
    r"(?:התשובה|תשובה|הודעה|המייל|מייל|מענה|המענה|מכתב) (?:שלי|ל\w+|אל)",
    r"(?:וזה|וזאת|זה|זאת|הבא|הבאה) (?:ל|אל )(?:גברת|גב|מר|אדון|לקוח)",
    r"(?:לשלוח ככה|לשלוח כך|להגהה|הגהה|לעבור על זה|עין נוספת|מבט נוסף)",
)
_SPEAKER_SIGNS = (
    # English
    r"\b(?:you|he|she|they|who|someone|customers?|clients?|callers?|guests?|patients?|tenants?"
    r"|users?|buyers?|driver|mr|mrs|ms|review|reviewer)(?: [\w.'-]{1,20}){0,3}"
    r" (?:wrote|writes|write|says?|said|saying|asks|asked|told|tells|tweeted|posted|called|calls"
    r"|complains|complained|shouted|screamed|replied|answered|mentions?|mentioned|means?|sent"
    r"|left|put|stated|states|reports|claims|typed|used|words)\b",
    r"\b(?:from|by|quote|quoting) (?:the|a|an|this|our|my|your) (?:\w+ )?(?:customer|client|caller"
    r"|guest|patient|tenant|user|buyer|review)\b",
    r"\b(?:their|his|her|your|customer's|client's) (?:\w+ )?(?:message|words?|mail|email|e-mail"
    r"|review|complaint|letter|note|question|tweet|post|reply|comment)\b",
    r"\b(?:came in|coming in|i got|we got|just got|i received|we received|got this|read this)\b",
    r"\b(?:terms|policy|conditions|contract|manual|page|site|website|label|faq|law|article|screen"
    r"|banner|notice|button|sign|error|listing|box|mail|form|app)(?: [\w.'-]{1,20}){0,3}"
    r" (?:say|says|said|reads?|states?|shows?|showed)\b",
    # Dutch
    r"\b(?:u|je|jij|hij|zij|ze|jullie|klant|klanten|mevrouw|meneer|gast|beller|huurder|patient"
    r"|patiënt|iemand)(?: [\w.'-]{1,20}){0,3} (?:schreef|schrijft|schrijven|zei|zegt|zeiden|vroeg"
    r"|vraagt|noemde|noemt|riep|roept|meldde|meldt|mailde|mailt|stuurde|stuurt|klaagt|bedoelt"
    r"|antwoordde|plaatste|postte)\b",
    r"\b(?:schreef|zei|schrijft|zegt|noemde|vroeg) (?:u|je|hij|zij|ze|de|een|mevrouw|meneer)\b",
    r"\b(?:uw|je|jouw|zijn|haar|hun) (?:\w+ )?(?:bericht|mail|woorden|recensie|review|klacht"
    r"|brief|vraag|reactie|tweet)\b",
    r"\b(?:van (?:een|de|deze|onze) klant|kwam binnen|binnengekomen|ik kreeg|we kregen"
    r"|ontvangen)\b",
    r"\b(?:voorwaarden|beleid|contract|handleiding|pagina|site|website|etiket|scherm|melding|knop"
    r"|polis|wet|artikel)(?: [\w.'-]{1,20}){0,3} (?:staat|zegt|zeggen|meldt|luidt|vermeldt)\b",
    r"\b(?:staat|stond) (?:er|op|in)\b",
    # Hebrew
    r"(?:כתבת|כתבתם|אמרת|אמרתם|ציינת|שאלת|הוא|היא|הם|הלקוח|הלקוחה|לקוח|לקוחה|לקוחות)"
    r"(?: \w{1,15}){0,2} ?(?:כתב|כתבה|כתבו|אמר|אמרה|אמרו|אומר|אומרת|כותב|כותבת|שאל|שאלה|שואל"
    r"|שואלת|שלח|שלחה|קרא|קראה|צעק|צעקה|ענה|ענתה)\b",
    r"(?:כתבת|כתבתם|אמרת|אמרתם|ציינת|ציינתם|שאלת|שאלתם|קראת|קראתם)\b",
    r"(?:קיבלתי|קיבלנו|הגיע|הגיעה|נכנסה|התקבלה?) (?:\w+ )?(?:מלקוח|מלקוחה|מהלקוח|מהלקוחה|פנייה"
    r"|תלונה|ביקורת|הודעה)",
    r"(?:התקנון|המדיניות|החוזה|האתר|העמוד|המסך|השלט|בתקנון|באתר|במסך)(?: \w{1,15}){0,2}"
    r" ?(?:כתוב|כתובה|נכתב|אומר|אומרת|מופיע|מופיעה|קובע)",
)
_IS_DRAFT = re.compile("|".join(_DRAFT_SIGNS))
_IS_SPOKEN = re.compile("|".join(_SPEAKER_SIGNS))
_EVEN = str.maketrans("’‘`´ʼ׳", "''''''")

_NEAR = 200  # characters of the frame, on either side, that say whose words a quotation is
_BULK = 0.6  # the share of a message's letters from which a quotation is what it is about
_AFTER_A_COLON = 0.4  # … and from which whole sentences after a colon are
_FEW_WORDS = 5  # a quotation of fewer words, and without a full stop, is a phrase under discussion
_SENTENCE_END = re.compile(r"[.!?…][\s\"'”’)*_]*(?:$|(?=\s))")

Span = tuple[int, int]


class _Quotation(NamedTuple):
    """What stands between the marks, and where the marks are."""

    inner: Span
    outer: Span
    fence: bool


def masked(given: str) -> list[Span]:
    """The spans of `given` that are not the writer's own voice, in order, not overlapping."""
    spans: list[Span] = []
    trail = _TRAIL.search(given)
    if trail and trail.start() > 0:
        spans.append((trail.start(), len(given)))
    for pattern in (_QUOTED_LINE, _FOREIGN):
        spans.extend(match.span() for match in pattern.finditer(given))
    for match in _QUOTATION.finditer(given):
        few = match.group().count(" ") < 3
        if few and _SCARE.search(given[max(0, match.start() - 14) : match.start()]):
            continue
        spans.append(match.span())
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    # A message that is nothing else is what its writer wants to be read.
    return kept if _letters(given) > sum(_letters(given[a:b]) for a, b in kept) else []


def answered(given: str) -> str:
    """What the text quotes by `>` beside its own words: the message that it answers, without the
    marks. Empty where it quotes none, nothing else, or a draft for a colleague. What is quoted
    twice is an earlier reply."""
    lines = _QUOTED_LINE.findall(given)
    if not lines or _all_quoted(given) or _IS_DRAFT.search(_even(_QUOTED_LINE.sub("", given))):
        return ""
    once = [_MARKER.sub("", line, count=1) for line in lines if not _TWICE.match(line)]
    return "\n".join(once).strip()


def drafts(given: str) -> list[Span]:
    """The parts of `given` that are a draft shown for review; none: the message itself is it."""
    lines = _all_quoted(given)
    if lines:
        return lines
    found = [
        _Quotation(match.span(match.lastgroup or 0), match.span(), match.lastgroup == "fence")
        for match in _LONG_QUOTATION.finditer(given)
    ]
    found = [quotation for quotation in found if _letters(given[slice(*quotation.inner)])]
    total = _letters(given)
    if not found or not total:
        return []
    if sum(_letters(given[slice(*quotation.inner)]) for quotation in found) == total:
        return [_trimmed(given, quotation.inner) for quotation in found]
    chosen = [
        quotation for place, quotation in enumerate(found) if _is_draft(given, found, place, total)
    ]
    return [_trimmed(given, quotation.inner) for quotation in chosen]


def _is_draft(given: str, found: list[_Quotation], place: int, total: int) -> bool:
    """Whether the frame around one quotation says that it is the draft."""
    quotation = found[place]
    low = found[place - 1].outer[1] if place else 0
    high = found[place + 1].outer[0] if place + 1 < len(found) else len(given)
    before = _even(given[max(low, quotation.outer[0] - _NEAR) : quotation.outer[0]])
    after = _even(given[quotation.outer[1] : min(high, quotation.outer[1] + _NEAR)])
    words = given[slice(*quotation.inner)]
    whole = bool(_SENTENCE_END.search(words)) or len(words.split()) >= _FEW_WORDS
    shown, spoken = _last(_IS_DRAFT, before), _last(_IS_SPOKEN, before)
    if shown or spoken:
        return whole and shown >= spoken
    if _IS_SPOKEN.search(after[:60]):
        return False
    if place + 1 == len(found) and _IS_DRAFT.search(after):
        return whole
    if quotation.fence or not _SENTENCE_END.search(words) or len(words.split()) < _FEW_WORDS:
        return False
    share = _letters(words) / total
    opened = before.rstrip(" \t*_\n")[-1:] in {":", "?", ""}
    return share >= _BULK or (opened and share >= _AFTER_A_COLON)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends; 0 for none."""
    return max((match.end() for match in pattern.finditer(text)), default=0)


def _all_quoted(given: str) -> list[Span]:
    """The lines without their marks, where every line with a letter is quoted by `>`."""
    spans: list[Span] = []
    at = 0
    for line in given.split("\n"):
        marker = _MARKER.match(line)
        if marker and marker.end() < len(line):
            spans.append((at + marker.end(), at + len(line)))
        elif not marker and _letters(line):
            return []
        at += len(line) + 1
    return [span for span in spans if _letters(given[slice(*span)])]


def _trimmed(given: str, span: Span) -> Span:
    start, end = span
    while start < end and given[start].isspace():
        start += 1
    while start < end and given[end - 1].isspace():
        end -= 1
    return start, end


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _even(text: str) -> str:
    return text.lower().translate(_EVEN)
