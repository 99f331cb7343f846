"""`/tip`, and the buttons on its cards."""

from bot import metrics
from bot.advice import Answer
from bot.content import Tip
from bot.slack.blocks.help import help_card
from bot.slack.blocks.kit import Message
from bot.slack.blocks.tip import RUNNERS_UP, no_fit, shared_tip, shelf_card, shelves, tip_card
from bot.slack.carry import ShelfRef, TipRef, shortened
from bot.slack.errors import CannotShareHere, StaleCard
from bot.slack.gesture import Action, Command, Gesture
from bot.slack.listeners._asked import is_help
from bot.slack.listeners._tips import AnyTip, find_tip, known_tips, own_tips
from bot.store import TEAM

SHOWN_LATELY = 5
CLOSE = 0.5  # of the best match's score; what is further off has another subject


async def tip(command: Command) -> None:
    """`/tip <situation>`, `/tip help`, and `/tip` alone."""
    if is_help(command.text):
        await command.say(help_card("tip", command.words, command.services.settings.reaction))
    elif not command.text:
        await command.say(await _shelves(command))
    else:
        await command.say(await _answer(command, command.text))


async def _answer(gesture: Gesture, query: str) -> Message:
    services = gesture.services
    search = await services.team_search.of(gesture.team)
    answer = services.advice.find(query, gesture.chosen, own=search)
    own = await own_tips(gesture, [match.id for match in answer.matches])
    if any(_is_own(match.id) and match.id not in own for match in answer.matches):
        # Taken away this moment, and not read yet.
        answer, own = services.advice.find(query, gesture.chosen), {}
    words = gesture.speak(answer.lang)
    gesture.aside(_count(gesture, "tip.asked" if answer.fits else "tip.none"))
    if not answer.fits:
        metrics.NO_MATCH.inc()
        return no_fit(shortened(query), services.library.category(answer.shelf), words)
    best = own.get(answer.matches[0].id) or await find_tip(
        gesture, answer.matches[0].id, answer.lang
    )
    if isinstance(best, Tip):  # the team's own stand on no shelf
        gesture.aside(_asked_about(gesture, best.category))
    ref = TipRef(
        tip=best.id,
        lang=words.lang,
        side=answer.side,
        query=shortened(query),
        also=_runners_up(best, answer),
    )
    return await _card(gesture, ref)


def _is_own(id: str) -> bool:
    return id.startswith(f"{TEAM}/")


def _runners_up(tip: AnyTip, answer: Answer) -> tuple[str, ...]:
    """What else may fit: the next matches where they are close, else what the tip's author
    thought of."""
    best, *others = answer.matches
    close = [match.id for match in others if match.score >= CLOSE * best.score]
    related = tip.related if isinstance(tip, Tip) else ()
    return tuple(dict.fromkeys([*close, *related]))[:RUNNERS_UP]


async def show(action: Action) -> None:
    """A runner-up, a tip on a shelf, a saved or a recent one."""
    ref = TipRef.decode(action.value)
    await action.say(await _card(action, ref), replace=True)


async def show_from_home(action: Action) -> None:
    """A saved tip, from App Home: over it, not instead of it."""
    await action.say(await _card(action, TipRef.decode(action.value)))


async def shelf(action: Action) -> None:
    """One shelf's tips."""
    ref = ShelfRef.decode(action.value)
    library = action.services.library
    if ref.shelf not in {category.id for category in library.categories}:
        raise StaleCard
    every = (library.tip(id, ref.lang) for id in library.on_shelf(ref.shelf))
    tips = [tip for tip in every if tip is not None]
    card = shelf_card(library.category(ref.shelf), tips, action.speak(ref.lang))
    await action.say(card, replace=True)


async def all_shelves(action: Action) -> None:
    """Back to the shelves."""
    action.speak(ShelfRef.decode(action.value).lang)
    await action.say(await _shelves(action), replace=True)


async def helpful(action: Action) -> None:
    """The tip fitted."""
    ref = TipRef.decode(action.value)
    await find_tip(action, ref.tip, ref.lang)
    await action.workspace.votes.cast(action.user, ref.tip, 1)
    words = action.speak(ref.lang)
    await action.say(await _card(action, ref, notice=words("tip-thanks")), replace=True)


async def not_this(action: Action) -> None:
    """The tip didn't fit: the next one takes its place, if there is one."""
    ref = TipRef.decode(action.value)
    await find_tip(action, ref.tip, ref.lang)
    await action.workspace.votes.cast(action.user, ref.tip, -1)
    words = action.speak(ref.lang)
    if not ref.also:
        await action.say(await _card(action, ref, notice=words("tip-not-this-last")), replace=True)
        return
    following = ref.model_copy(update={"tip": ref.also[0], "also": ref.also[1:]})
    await action.say(
        await _card(action, following, notice=words("tip-not-this-next")), replace=True
    )


async def save(action: Action) -> None:
    """Keep the tip at hand."""
    ref = TipRef.decode(action.value)
    await find_tip(action, ref.tip, ref.lang)
    await action.workspace.saved.add(action.user, ref.tip, action.services.clock.now())
    await action.say(await _card(action, ref), replace=True)


async def unsave(action: Action) -> None:
    """Keep it no longer."""
    ref = TipRef.decode(action.value)
    await action.workspace.saved.remove(action.user, ref.tip)
    await action.say(await _card(action, ref), replace=True)


async def side(action: Action) -> None:
    """The same tip for the other side of the conversation."""
    ref = TipRef.decode(action.value)
    other = "customer" if ref.side == "agent" else "agent"
    await action.say(await _card(action, ref.model_copy(update={"side": other})), replace=True)


async def share(action: Action) -> None:
    """Show the tip to the channel, without the question."""
    if action.view is not None:  # no channel there
        raise CannotShareHere
    ref = TipRef.decode(action.value)
    tip = await find_tip(action, ref.tip, ref.lang)
    name = str((action.body.get("user") or {}).get("username") or "")
    words = action.speak(ref.lang)
    await action.share(shared_tip(tip, ref, words, action.services.library, name))


async def _card(gesture: Gesture, ref: TipRef, *, notice: str | None = None) -> Message:
    tip = await find_tip(gesture, ref.tip, ref.lang)
    # The card's language is the tip's: the buttons belong to what they stand under.
    words = gesture.speak(ref.lang)
    ref = ref.model_copy(update={"lang": words.lang})
    gesture.aside(_remember(gesture, ref.tip))
    saved = ref.tip in await gesture.workspace.saved.list(gesture.user)
    return tip_card(
        tip,
        ref,
        words,
        gesture.services.library,
        own=await own_tips(gesture, ref.also),
        saved=saved,
        # In a modal there is no channel to share it in.
        shareable=not (isinstance(gesture, Action) and gesture.view is not None),
        notice=notice,
    )


async def _shelves(gesture: Gesture) -> Message:
    workspace, lang = gesture.workspace, gesture.words.lang
    kept = await workspace.saved.list(gesture.user)
    lately = [id for id in await workspace.recent.list(gesture.user) if id not in kept]
    return shelves(
        gesture.services.library,
        gesture.words,
        saved=await known_tips(gesture, kept[:SHOWN_LATELY], lang),
        recent=await known_tips(gesture, lately[:SHOWN_LATELY], lang),
    )


async def _remember(gesture: Gesture, tip_id: str) -> None:
    await gesture.workspace.recent.add(gesture.user, tip_id, gesture.services.clock.now())


async def _asked_about(gesture: Gesture, category: str) -> None:
    """For the digest: how many people, never who."""
    today = gesture.services.clock.now().date()
    await gesture.workspace.asked.add(gesture.user, category, today)


async def _count(gesture: Gesture, name: str) -> None:
    await gesture.workspace.counters.add(name, gesture.services.clock.now().date())
