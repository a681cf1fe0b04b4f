"""`python -m bot.training.train ../shared/train --out build/reader`: trains the small reader on two cores.

Stands apart from the service: it needs torch, and half an hour. A checkpoint is kept every third of an epoch.
"""

import argparse
import logging
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import torch
from tokenizers import Tokenizer
from torch import distributed
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from bot.training.material import Item, read_material, split_by_article
from bot.training.network import END, SENTENCE, START, ReaderNetwork
from bot.training.windows import MAX_TOKENS, Window, cut_window, epoch_windows
from retriever.encoder import DEFAULT_ENCODER, model_folder

logger = logging.getLogger(__name__)

SEED = 20261121
EPOCHS, BATCH_PIECES = 3, 1536  # word pieces a step of each worker: about 20 windows
LAYER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP, LEVEL_UNTIL, WEIGHT_DECAY = 0.05, 0.5, 0.01
SENTENCE_WEIGHT = 0.5  # of the answering sentence's loss beside the two ends of the span
WORKERS = 2  # one thread each: on two busy cores two threads of one worker wait for each other
_CHECKPOINTS_AN_EPOCH = 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of like length, padded: `(windows, pieces)` each."""

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    sentence: torch.Tensor


def main() -> None:
    """Trains and writes `reader.pt` and its checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end by then, the rate falling to nothing")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    arguments = (chosen.material, chosen.out, chosen.minutes)
    spawn(train, arguments, nprocs=WORKERS)  # type: ignore[no-untyped-call]  # torch types half of itself


def train(worker: int, material: Path, out: Path, minutes: float) -> None:
    """One of the workers that train together, each on its share of every step; the first one reports and saves."""
    logging.basicConfig(level=logging.INFO if worker == 0 else logging.WARNING, format="%(asctime)s %(message)s")
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    meeting = (out / "meeting").absolute()
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=worker, world_size=WORKERS)
    folder = model_folder(DEFAULT_ENCODER)
    tokenizer = load_tokenizer(folder)
    items, held = split_by_article(read_material(material))
    epochs = [_share(batches(epoch_windows(items, tokenizer, SEED + e), SEED + e), worker) for e in range(EPOCHS)]
    checks = batches(_held_windows(held, tokenizer), SEED)
    network = ReaderNetwork(folder)
    clock = Clock(sum(map(len, epochs)), minutes)
    logger.info("%d items, %d held out, %d steps", len(items), len(held), clock.steps)
    _run(network, epochs, clock, lambda name: _save(network, checks, out / name) if worker == 0 else None)
    meeting.unlink(missing_ok=True)


def _run(
    network: ReaderNetwork, epochs: Sequence[Sequence[Batch]], clock: "Clock", save: Callable[[str], None]
) -> None:
    optimiser, windows = _optimiser(network), 0
    for epoch, of_epoch in enumerate(epochs):
        for index, batch in enumerate(of_epoch):
            if clock.progress >= 1:
                break
            loss = _step(network, batch, optimiser, clock)
            windows += len(batch.ids) * WORKERS
            if clock.step % 20 == 0:
                logger.info("step %d progress %.3f loss %.3f %d windows", clock.step, clock.progress, loss, windows)
            if (index + 1) % (len(of_epoch) // _CHECKPOINTS_AN_EPOCH) == 0:
                save(f"checkpoint-{epoch}-{clock.step}.pt")
    save("reader.pt")


class Clock:
    """How far the training is: by steps, or by minutes where those run out first. The workers agree on it."""

    def __init__(self, steps: int, minutes: float) -> None:
        self.steps, self.step, self.progress = steps, 0, 0.0
        self._seconds, self._started = 60 * minutes, perf_counter()

    def tick(self, agreed: float) -> None:
        """One step further; `agreed`: the workers' mean of `now`."""
        self.step, self.progress = self.step + 1, agreed

    def now(self) -> float:
        """Share of the training done, as this worker sees it."""
        return max((self.step + 1) / self.steps, (perf_counter() - self._started) / self._seconds)

    def rate(self) -> float:
        """Share of the full learning rate: up, level, then down to nothing in a line."""
        if self.progress < WARM_UP:
            return (self.progress + 0.005) / (WARM_UP + 0.005)
        return min(1.0, (1 - self.progress) / (1 - LEVEL_UNTIL))


def _share(batches: Sequence[Batch], worker: int) -> list[Batch]:
    """This worker's batches; as many as every other worker has."""
    return list(batches[worker::WORKERS][: len(batches) // WORKERS])


def _save(network: ReaderNetwork, checks: Sequence[Batch], path: Path) -> None:
    torch.save(network.state_dict(), path)
    logger.info("%s held-out loss %.4f", path.name, _held_loss(network, checks))


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, cutting the text, never the question."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    return tokenizer


def batches(windows: Sequence[Window], seed: int) -> list[Batch]:
    """Batches of like length and about `BATCH_PIECES` pieces, in a drawn order."""
    rng = random.Random(seed)
    by_length = sorted(windows, key=lambda w: (len(w.ids) // 8, rng.random()))
    found = list(_batched(by_length))
    rng.shuffle(found)
    return found


def _batched(windows: Sequence[Window]) -> Iterator[Batch]:
    held: list[Window] = []
    for window in windows:
        if held and max(len(window.ids), len(held[-1].ids)) * (len(held) + 1) > BATCH_PIECES:
            yield _pad(held)
            held = []
        held.append(window)
    if held:
        yield _pad(held)


def _pad(windows: Sequence[Window]) -> Batch:
    longest = max(len(window.ids) for window in windows)

    def padded(rows: Sequence[list[int]], fill: int) -> torch.Tensor:
        return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])

    return Batch(
        padded([w.ids for w in windows], 0),
        padded([w.types for w in windows], 0),
        padded([[1] * len(w.ids) for w in windows], 0),
        padded([w.starts for w in windows], 0),
        padded([w.ends for w in windows], 0),
        padded([w.sentence for w in windows], -1),
    )


def loss_of(network: ReaderNetwork, batch: Batch) -> torch.Tensor:
    """Both ends of the span (any of the allowed pieces will do), and which sentence answers."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(network.word_vectors(batch.ids), batch.types, batch.mask)
    logits = logits.float()
    # An answer stands in the text; the first piece stands for "no answer".
    allowed = (batch.types == 1) & (batch.mask == 1)
    allowed[:, 0] = True
    ends = _pointing(logits[..., START], batch.starts, allowed) + _pointing(logits[..., END], batch.ends, allowed)
    counted = batch.sentence >= 0
    sentence = functional.binary_cross_entropy_with_logits(
        logits[..., SENTENCE][counted], batch.sentence[counted].float()
    )
    return ends / 2 + SENTENCE_WEIGHT * sentence


def _pointing(logits: torch.Tensor, right: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Mean negative log share of the right pieces among the allowed ones."""
    over_all = logits.masked_fill(~allowed, -1e4).logsumexp(dim=1)
    over_right = logits.masked_fill(right == 0, -1e4).logsumexp(dim=1)
    return (over_all - over_right).mean()


def _step(network: ReaderNetwork, batch: Batch, optimiser: torch.optim.Optimizer, clock: Clock) -> float:
    network.train()
    optimiser.zero_grad(set_to_none=True)
    loss = loss_of(network, batch)
    loss.backward()  # type: ignore[no-untyped-call]
    clock.tick(_average_gradients(network, clock.now()))
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    for group in optimiser.param_groups:
        group["lr"] = group["initial_lr"] * clock.rate()
    optimiser.step()
    return float(loss.detach())


def _average_gradients(network: ReaderNetwork, progress: float) -> float:
    """Each worker's gradients replaced by the mean of all; returns the mean progress."""
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    flat = torch.cat([*(g.flatten() for g in gradients), torch.tensor([progress])])
    distributed.all_reduce(flat)
    flat /= WORKERS
    at = 0
    for gradient in gradients:
        gradient.copy_(flat[at : at + gradient.numel()].view_as(gradient))
        at += gradient.numel()
    return float(flat[-1])


def _optimiser(network: ReaderNetwork) -> torch.optim.Optimizer:
    layers = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [
        {"params": layers, "initial_lr": LAYER_RATE, "lr": 0.0},
        {"params": list(network.heads.parameters()), "initial_lr": HEAD_RATE, "lr": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)


def _held_windows(items: Sequence[Item], tokenizer: Tokenizer) -> list[Window]:
    rng = random.Random(SEED)
    return [window for item in items if (window := cut_window(item, tokenizer, rng)) is not None]


@torch.inference_mode()
def _held_loss(network: ReaderNetwork, checks: Sequence[Batch]) -> float:
    network.eval()
    losses = [float(loss_of(network, batch)) * len(batch.ids) for batch in checks]
    return sum(losses) / sum(len(batch.ids) for batch in checks)


if __name__ == "__main__":
    main()
