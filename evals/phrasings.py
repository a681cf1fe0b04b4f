"""How often the phrasings of one fact get one answer: `python -m evals.phrasings results.json`.

In sets that ask for each fact in several ways (paris2024-results) a question's id is FACT.NUMBER.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from evals.results import QuestionResult, load_run
from retriever.text import fold

_LEAST = 2  # phrasings of a fact


def phrasings_agree(questions: Sequence[QuestionResult]) -> tuple[float, int]:
    """(share of the facts asked in several ways of which every phrasing got the same values, how many such facts)."""
    told: dict[str, list[frozenset[str]]] = defaultdict(list)
    for question in questions:
        fact, dot, number = question.id.rpartition(".")
        if dot and number.isdigit():
            told[fact].append(frozenset(map(fold, question.values)))
    several = [answers for answers in told.values() if len(answers) >= _LEAST]
    agreed = sum(len(set(answers)) == 1 for answers in several)
    return (agreed / len(several) if several else 0.0), len(several)


def main() -> None:
    """Print the share for the run whose results are named."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m evals.phrasings RUN/results.json")
    share, facts = phrasings_agree(load_run(Path(sys.argv[1])).questions)
    print(f"phrasings of one fact agree: {share:.3f} of {facts} facts")


if __name__ == "__main__":
    main()
