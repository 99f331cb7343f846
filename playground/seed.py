"""The workspace that a playground starts with: Harbour Support, a small team in five places."""

from __future__ import annotations

from datetime import datetime, timedelta

from playground.model import Channel, Message, Person, Workspace

TEAM_ID = "T0HARBOUR"
APP_ID = "A0PLAYGRND"
BOT_ID = "B0PLAYGRND"
BOT_USER_ID = "U0PLAYBOT"
STATUS_BOT_ID = "B0STATUS"

SAM, NORA, TAMAR, DAAN, PRIYA = "U0SAM", "U0NORA", "U0TAMAR", "U0DAAN", "U0PRIYA"
SUPPORT, COMPLAINTS, VIP_CARE = "C0SUPPORT", "C0COMPLAINTS", "C0VIPCARE"


def people() -> list[Person]:
    return [
        Person(
            SAM,
            "sam",
            "Sam Okafor",
            "Support agent",
            tz="Europe/London",
            locale="en-GB",
            color="2b6cb0",
        ),
        Person(
            NORA,
            "nora",
            "Nora Lindqvist",
            "Team lead",
            tz="Europe/Stockholm",
            locale="en-GB",
            is_admin=True,
            color="97266d",
        ),
        Person(
            TAMAR,
            "tamar",
            "תמר לוי",
            "נציגת שירות",
            tz="Asia/Jerusalem",
            locale="he-IL",
            color="b7791f",
        ),
        Person(
            DAAN,
            "daan",
            "Daan Vermeulen",
            "Klantenservice",
            tz="Europe/Amsterdam",
            locale="nl-NL",
            color="2f855a",
        ),
        Person(
            PRIYA,
            "priya",
            "Priya Raman",
            "New in customer care",
            tz="America/New_York",
            locale="en-US",
            color="6b46c1",
        ),
    ]


def bot(name: str) -> Person:
    """The app's bot user, under the name that the manifest gives it."""
    return Person(
        BOT_USER_ID,
        "".join(letter for letter in name.lower() if letter.isalnum()) or "bot",
        name,
        is_bot=True,
        bot_id=BOT_ID,
        color="1a4d6e",
    )


def channels() -> list[Channel]:
    everyone = [SAM, NORA, TAMAR, DAAN, PRIYA]
    direct = [Channel(f"D0{id[2:]}", id, "im", [id, BOT_USER_ID], creator=id) for id in everyone]
    return [
        Channel(
            SUPPORT,
            "support",
            members=[*everyone, BOT_USER_ID],
            topic="Replies in progress. Ask before you send.",
            purpose="Where we help each other with customers",
            creator=NORA,
        ),
        Channel(
            COMPLAINTS,
            "complaints",
            members=[SAM, NORA, TAMAR, DAAN, BOT_USER_ID],
            topic="What went wrong, in the customer's own words",
            creator=NORA,
        ),
        Channel(
            VIP_CARE,
            "vip-care",
            members=[SAM, NORA],
            topic="Harbour Premium accounts",
            creator=NORA,
        ),
        *direct,
    ]


_SAMS_DRAFT = (
    "Draft for the Brandt refund, ok to send?\n"
    "“As I already told you twice, refunds take 10 days. You should have read the terms before "
    "you ordered. There is nothing I can do about it, that is our policy.”"
)
_FINE_DRAFT = (
    "And this one for Mrs Duarte: “You're right that the second invoice should not have gone out. "
    "I have cancelled it, and the 42 euros will be back on your card by Thursday. If they are not, "
    "write to me here and I'll trace them the same day.”"
)
_CUSTOMER = (
    "From the inbox, order 58213:\n"
    "“This is the THIRD time I am writing. Nobody answers, the parcel has been 'on its way' since "
    "the 4th, and my daughter's birthday was yesterday. I don't want another apology, I want to "
    "know where it is and when I get it.”"
)
_DUTCH = (
    "Kan iemand even meelezen? “U had het formulier gewoon goed moeten invullen, dan was dit niet "
    "gebeurd. Nu moet u opnieuw beginnen. Dat duurt weer twee weken.”"
)
_HEBREW = (
    "אפשר חוות דעת לפני שאני שולחת? "
    "“כבר הסברתי לך פעמיים שאין לנו אפשרות להחזיר את הכסף. אם היית קורא את התקנון היית יודע. "
    "אין לי מה לעשות עם זה.”"
)
_HELPFUL = (
    "First week here, so a question: a customer calls me “useless” and wants my manager right "
    "away. Do I hand over, or do I try first?"
)


def messages(now: datetime) -> list[Message]:
    """The messages of the last day, ending a little before `now`."""

    def at(minutes_ago: int, number: int = 0) -> str:
        return f"{int((now - timedelta(minutes=minutes_ago)).timestamp())}.{number:06d}"

    question = at(190, 19)
    return [
        Message(
            at(1_500, 11),
            SUPPORT,
            "Good morning. The phone queue is short today, the inbox is not: let's do the inbox.",
            user=NORA,
            reactions={"+1": [SAM, DAAN]},
        ),
        Message(at(420, 13), SUPPORT, _SAMS_DRAFT, user=SAM),
        Message(at(360, 17), SUPPORT, _FINE_DRAFT, user=SAM, reactions={"heart": [NORA]}),
        Message(question, SUPPORT, _HELPFUL, user=PRIYA),
        Message(
            at(184, 23),
            SUPPORT,
            "Try first. Say what you can do, then do it. If they still want me, I'm here.",
            user=NORA,
            thread_ts=question,
        ),
        Message(
            at(181, 29),
            SUPPORT,
            "“Calm down, I'm only trying to help, but you need to let me finish” worked for me. "
            "More or less.",
            user=SAM,
            thread_ts=question,
        ),
        Message(at(120, 31), SUPPORT, _DUTCH, user=DAAN),
        Message(at(75, 37), SUPPORT, _HEBREW, user=TAMAR),
        Message(
            at(40, 41),
            SUPPORT,
            "Card payments are slow since 10:20. We're looking into it; next update in an hour.",
            bot_id=STATUS_BOT_ID,
            username="Harbour Status",
            subtype="bot_message",
        ),
        Message(at(300, 43), COMPLAINTS, _CUSTOMER, user=NORA),
        Message(
            at(290, 47),
            COMPLAINTS,
            "",
            user=SAM,
            subtype="file_share",
            files=[
                {
                    "id": "F0PARCEL",
                    "name": "parcel-58213.png",
                    "title": "Tracking page of order 58213",
                    "mimetype": "image/png",
                    "filetype": "png",
                    "pretty_type": "PNG",
                    "mode": "hosted",
                    "size": 48_213,
                    "user": SAM,
                    "is_external": False,
                    "is_public": True,
                }
            ],
        ),
        Message(
            at(280, 53),
            COMPLAINTS,
            "My answer: “Sorry for any inconvenience. Per our policy we can't comment on carrier "
            "delays. Please allow 5-7 more days and don't open another ticket.”",
            user=SAM,
        ),
        Message(
            at(95, 59),
            COMPLAINTS,
            "“Your so-called premium service is a joke, and so are you. Cancel everything today.” "
            "Who takes this one?",
            user=DAAN,
        ),
        Message(
            at(200, 61),
            VIP_CARE,
            "“Well, obviously the export only works if you follow the manual. Everyone else "
            "manages.” This went to Aldous &amp; Finch. Not again, please.",
            user=NORA,
        ),
        Message(
            at(198, 67),
            VIP_CARE,
            "Understood. I'll call them this afternoon and put it right.",
            user=SAM,
        ),
    ]


def default_seed(now: datetime) -> Workspace:
    """Harbour Support as it stands at `now`."""
    return Workspace(
        team_id=TEAM_ID,
        name="Harbour Support",
        domain="harbour-support",
        people=people(),
        channels=channels(),
        messages=messages(now),
    )
