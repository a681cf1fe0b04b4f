"""Trains the model that ranks plans, from questions and answers over tables.

`python -m evals.train_plans FOLDER`: FOLDER holds tables.jsonl (table_id, title, header, rows) and train.jsonl
(table_id, question, answers). A plan that gives the answer is taken for a right one (maximum marginal likelihood). The
check splits by table: no table of a held-out question is seen in training.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray

from bot.algebra.ranker import MODEL, save_model
from bot.algebra.traits import NAMES
from evals.plan_examples import Example, examples, ingest_tables, read_questions

WIDTH, HIDDEN = 32, 64
EPOCHS, BATCH = 8, 32
LEARNING_RATE, DECAY, DROPOUT = 3e-3, 1e-3, 0.3
MIN_PHRASES, MIN_PARTS = 3, 20  # questions that a phrase or part must occur in
FOLDS, NETWORKS = 5, 3


@dataclass(frozen=True)
class Vocabulary:
    """Phrases and parts by index; 0 is for the unknown."""

    phrases: dict[str, int]
    parts: dict[str, int]


@dataclass(frozen=True)
class Tensors:
    """One question as the network reads it."""

    phrases: torch.Tensor
    numbers: torch.Tensor
    parts: torch.Tensor
    right: torch.Tensor
    answers: torch.Tensor


class Network(torch.nn.Module):
    """The model of `bot.algebra.ranker`, trainable."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        phrases, parts, numbers = len(vocabulary.phrases) + 1, len(vocabulary.parts) + 1, len(NAMES)
        self.phrases = torch.nn.Parameter(torch.randn(phrases, WIDTH) * 0.05)
        self.parts = torch.nn.Parameter(torch.randn(parts, WIDTH) * 0.05)
        self.part_bias = torch.nn.Parameter(torch.zeros(parts))
        self.numbers = torch.nn.Parameter(torch.randn(numbers, WIDTH) * 0.02)
        self.number_bias = torch.nn.Parameter(torch.zeros(numbers))
        self.hidden = torch.nn.Linear(numbers, HIDDEN)
        self.output = torch.nn.Parameter(torch.randn(HIDDEN) * 0.1)
        self.drop = torch.nn.Dropout(DROPOUT)

    def forward(self, question: Tensors) -> torch.Tensor:
        meaning = self.drop(torch.tanh(self.phrases[question.phrases].sum(dim=0)))
        of_parts = self.parts @ meaning + self.part_bias
        known = torch.cat([torch.zeros(1), torch.ones(len(of_parts) - 1)])  # the unknown part says nothing
        of_numbers = self.numbers @ meaning + self.number_bias
        hidden = torch.relu(self.hidden(question.numbers))
        scores: torch.Tensor = question.numbers @ of_numbers + hidden @ self.output
        with_parts: torch.Tensor = scores + (of_parts * known)[question.parts].sum(dim=1)
        return with_parts


def vocabulary_of(found: Sequence[Example]) -> Vocabulary:
    """Phrases and parts that enough questions have."""
    phrases = Counter(phrase for example in found for phrase in example.phrases)
    parts = Counter(part for example in found for part in {p for plan in example.parts for p in plan})
    return Vocabulary(
        {p: i for i, p in enumerate(sorted(p for p, n in phrases.items() if n >= MIN_PHRASES), start=1)},
        {p: i for i, p in enumerate(sorted(p for p, n in parts.items() if n >= MIN_PARTS), start=1)},
    )


def tensors_of(example: Example, vocabulary: Vocabulary) -> Tensors:
    """The question with every name as its index."""
    width = max(len(plan) for plan in example.parts)
    rows = [[vocabulary.parts.get(part, 0) for part in plan] + [0] * (width - len(plan)) for plan in example.parts]
    return Tensors(
        torch.tensor([vocabulary.phrases[p] for p in example.phrases if p in vocabulary.phrases], dtype=torch.long),
        torch.from_numpy(example.numbers),
        torch.tensor(rows, dtype=torch.long),
        torch.from_numpy(example.right),
        torch.tensor(example.answers, dtype=torch.long),
    )


def train(found: Sequence[Example], *, seed: int = 0) -> tuple[Network, Vocabulary]:
    """A network fitted to the examples."""
    torch.manual_seed(seed)
    vocabulary = vocabulary_of(found)
    network, questions = Network(vocabulary), [tensors_of(example, vocabulary) for example in found]
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    steps = EPOCHS * (1 + (len(questions) - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps) ** 0.5)
    for _ in range(EPOCHS):
        network.train()
        order = torch.randperm(len(questions)).tolist()
        for at in range(0, len(order), BATCH):
            losses = [_loss(network, questions[i]) for i in order[at : at + BATCH]]
            optimizer.zero_grad()
            torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    network.eval()
    return network, vocabulary


def train_several(found: Sequence[Example]) -> tuple[list[Network], Vocabulary]:
    """Networks that differ by what they start from; their mean is right more often than any of them."""
    trained = [train(found, seed=seed) for seed in range(NETWORKS)]
    return [network for network, _ in trained], trained[0][1]


def mean_scores(networks: Sequence[Network], question: Tensors) -> torch.Tensor:
    """What the networks give a question's plans on average."""
    return torch.stack([network(question) for network in networks]).mean(dim=0)


def cross_check(found: Sequence[Example]) -> tuple[float, float]:
    """(share of held-out questions whose best plan is right, the temperature that makes its belief honest)."""
    tables = sorted({example.table for example in found})
    np.random.default_rng(0).shuffle(tables)
    fold_of = {table: i % FOLDS for i, table in enumerate(tables)}
    scored: list[tuple[torch.Tensor, Tensors]] = []
    for fold in range(FOLDS):
        networks, vocabulary = train_several([e for e in found if fold_of[e.table] != fold])
        held = [tensors_of(e, vocabulary) for e in found if fold_of[e.table] == fold]
        with torch.no_grad():
            scored += [(mean_scores(networks, question), question) for question in held]
    right = sum(bool(question.right[scores.argmax()]) for scores, question in scored) / len(scored)
    return right, _temperature(scored)


def arrays_of(networks: Sequence[Network]) -> dict[str, NDArray[np.float32]]:
    """The weights as `bot.algebra.ranker` stores them: several networks side by side are one wide network."""
    every = [_arrays_of(network) for network in networks]
    inward, outward = ("phrases", "hidden", "hidden_bias"), ("parts", "numbers", "output")
    wide = {name: np.concatenate([one[name] for one in every], axis=-1) for name in (*inward, *outward)}
    shared = {name: np.mean([one[name] for one in every], axis=0) for name in ("part_bias", "number_bias")}
    return {**{name: wide[name] for name in inward}, **{name: wide[name] / len(every) for name in outward}, **shared}


def _arrays_of(network: Network) -> dict[str, NDArray[np.float32]]:
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    arrays = {name: state[name] for name in ("phrases", "parts", "part_bias", "numbers", "number_bias", "output")}
    arrays["hidden"], arrays["hidden_bias"] = state["hidden.weight"].T.copy(), state["hidden.bias"]
    arrays["part_bias"][0], arrays["parts"][0] = 0.0, 0.0
    return arrays


def names_of(vocabulary: dict[str, int]) -> list[str]:
    """The names in the order of their indices; none has index 0."""
    return ["", *vocabulary]


def main(
    folder: Annotated[Path, typer.Argument(help="Holds tables.jsonl and train.jsonl.")],
    *,
    build: Annotated[Path, typer.Option(help="Where documents and library are made.")] = Path("build/train"),
    out: Annotated[Path, typer.Option(help="The model to write.")] = MODEL,
) -> None:
    """Train the model that ranks plans, check it on held-out tables, and write it."""
    torch.set_num_threads(1)  # sums in one order: the same data give the same weights
    torch.use_deterministic_algorithms(True)
    questions = read_questions(folder)
    found = list(examples(ingest_tables(folder, build), questions))
    answered = len(found) / len(questions)
    typer.echo(f"{len(questions)} questions, {answered:.3f} answered by some plan")
    right, temperature = cross_check(found)
    typer.echo(f"held-out tables: {right * answered:.3f} of all questions right, temperature {temperature:.2f}")
    networks, vocabulary = train_several(found)
    phrases, parts = names_of(vocabulary.phrases), names_of(vocabulary.parts)
    digest = save_model(out, arrays_of(networks), phrases=phrases, parts=parts, temperature=temperature)
    typer.echo(f"wrote {out}: {out.stat().st_size} bytes, SHA-256 {digest}")


def _loss(network: Network, question: Tensors) -> torch.Tensor:
    scores: torch.Tensor = network(question)
    return torch.logsumexp(scores, 0) - torch.logsumexp(scores[question.right], 0)


def _temperature(scored: Sequence[tuple[torch.Tensor, Tensors]]) -> float:
    """The temperature at which the belief in the best answers is most likely, from a grid of a tenth."""
    def surprise(temperature: float) -> float:
        total = 0.0
        for scores, question in scored:
            weights = torch.softmax(scores / temperature, 0)
            total -= float(torch.log(weights[question.right].sum() + 1e-9))
        return total

    return min((0.1 * tenth for tenth in range(5, 60)), key=surprise)


if __name__ == "__main__":
    typer.run(main)
