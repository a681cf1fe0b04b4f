"""`python -m bot.training.tune ../shared/train build/reader/reader.pt --out build/tuned`: reads reports as well.

Trains a reader on, on the reports of our own (`bot.training.reports`), with questions of the first training among them
so that it forgets nothing; what is written is the mean of its weights before and after, which keeps more of what it
knew than either (Wortsman et al., Robust fine-tuning of zero-shot models, 2022). Ten minutes on one core.
"""

import argparse
import logging
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from bot.training.material import Item, read_material, split_by_article
from bot.training.network import ReaderNetwork
from bot.training.reports import read_reports, with_unanswered
from bot.training.train import Batch, batches, load_tokenizer, loss_of
from bot.training.windows import Window, cut_window, epoch_windows
from retriever.encoder import DEFAULT_ENCODER, model_folder

logger = logging.getLogger(__name__)

SEED, EPOCHS = 100, 3
LAYER_RATE, HEAD_RATE, WEIGHT_DECAY = 5e-5, 2e-4, 0.01
WARM_UP, FALLING = 0.05, 0.6  # shares of the steps
REPEATED_SHARE = 0.6  # windows of the first training for each of the reports'
_LOGGED = 25  # steps
_OF_AFTER = 0.5  # share of the tuned weights


def main() -> None:
    """Writes `reader.pt`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    folder = model_folder(DEFAULT_ENCODER)
    network = ReaderNetwork(folder)
    before = torch.load(chosen.weights, weights_only=True)
    network.load_state_dict(before)
    learnt = split_by_article(read_material(chosen.material))[0]
    tune(network, epochs_of(read_reports(), learnt, load_tokenizer(folder)))
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.save(averaged(before, network.state_dict()), chosen.out / "reader.pt")


def averaged(before: Mapping[str, torch.Tensor], after: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights halfway between; what is no fraction (positions) as it was before."""
    return {
        name: torch.lerp(old, after[name], _OF_AFTER) if old.is_floating_point() else old
        for name, old in before.items()
    }


def epochs_of(reports: Sequence[Item], learnt: Sequence[Item], tokenizer: Tokenizer) -> list[list[Batch]]:
    """The batches of each pass."""
    return [batches(_windows(reports, learnt, tokenizer, SEED + e), e) for e in range(EPOCHS)]


def _windows(reports: Sequence[Item], learnt: Sequence[Item], tokenizer: Tokenizer, seed: int) -> list[Window]:
    rng = random.Random(seed)
    made = (cut_window(item, tokenizer, rng) for item in with_unanswered(reports, rng))
    of_reports = [window for window in made if window is not None]
    count = int(REPEATED_SHARE * len(of_reports))
    again = rng.sample(list(learnt), min(len(learnt), count))
    return [*of_reports, *epoch_windows(again, tokenizer, seed)[:count]]


def tune(network: ReaderNetwork, epochs: Sequence[Sequence[Batch]]) -> None:
    """Trains the network in place, one pass after the other."""
    layers = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [{"params": layers, "full": LAYER_RATE}, {"params": list(network.heads.parameters()), "full": HEAD_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=LAYER_RATE, weight_decay=WEIGHT_DECAY)
    every = [batch for of_epoch in epochs for batch in of_epoch]
    for step, batch in enumerate(every, 1):
        network.train()
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(network, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for group in optimiser.param_groups:
            group["lr"] = group["full"] * _rate(step / len(every))
        optimiser.step()
        if step % _LOGGED == 0:
            logger.info("step %d of %d, loss %.3f", step, len(every), float(loss.detach()))


def _rate(progress: float) -> float:
    """Share of the full learning rate: up, level, then down to nothing in a line."""
    return progress / WARM_UP if progress < WARM_UP else min(1.0, (1 - progress) / FALLING)


if __name__ == "__main__":
    main()
