"""What may not get lost when a sentence goes: numbers, addresses and links."""

import re

_MONTH = (
    r"(?:jan(?:uar[yi])?|feb(?:ruar[yi])?|m(?:arch|aart|ar|rt)|apr(?:il)?|ma[yi]|mei|jun[ei]?|jul[yi]?"
    r"|aug(?:ust|ustus)?|sep(?:t(?:ember)?)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|ב?(?:ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר))"
)
_SPAN = (
    r"(?:(?:business |working )?days?|hours?|minutes?|weeks?|months?|years?|(?:werk)?dagen|uur|uren"
    r"|minuten|weken|maand(?:en)?|jaar|ימי עסקים|ימים|יום|שעות|דקות|שבועות|חודשים|שנים)"
)
# What gives a number its meaning from behind.
_UNIT = (
    r"(?:[^\W\d_]{1,3}\b|\s?[€$£₪%]"
    rf"| (?:(?:cm|mm|km|kg|[KMG]B|euros?|שקלים|שקל|דולר|{_SPAN}|{_MONTH})\b|ש\"ח))"
)
_NUMBER = r"\d[\d.,:/-]*+"
_FEW = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|een|één|twee|drie|vier|vijf|zes"
    r"|zeven|acht|negen|tien|twaalf)"
)
_FACT = re.compile(
    r"(?:https?://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w+])\+?\d{2,4}(?:[ -]\d{2,4}){2,5}\b"  # a telephone's
    r"|(?<![\w#-])#?(?-i:[A-Z]{1,5})-?\d[\d-]*(?:[A-Z]{1,3}\d*)?\b"  # an order's, a flight's
    r"|[€$£₪#]\s?\d[\d.,:/-]*"
    rf"|\b{_FEW} {_SPAN}\b|(?:\b[^\W\d_]{{1,2}}[־-])?{_NUMBER}{_UNIT}"
    rf"|\b{_MONTH} {_NUMBER}(?:st|nd|rd|th)?"
    # A bare number says nothing without the words before it: "page 2", "start at 9".
    r"|(?:(?<![\w@])(?:[^\W\d_]{4,20} |[^\W\d_]{2,20} [^\W\d_]{1,3} ))?(?:\b[^\W\d_]{1,2}[־-])?"
    rf"{_NUMBER}(?!{_UNIT})",
    re.IGNORECASE,
)
_SLIGHT = re.compile(r"(?:[^\W\d_]+ a )?\d{1,2}")


def facts_in(words: str) -> list[str]:
    """Numbers, with what gives them their meaning, addresses and links. Takes linear time.

    >>> facts_in("Article 9 says so until 5 May; see https://a.example/9.")
    ['Article 9', '5 May', 'https://a.example/9']
    """
    found = (match.group().rstrip(".,:;)") for match in _FACT.finditer(words))
    return [fact for fact in found if fact]


def slight(fact: str) -> bool:
    """Whether it says next to nothing by itself: "5", "us a 5"."""
    return bool(_SLIGHT.fullmatch(fact))
