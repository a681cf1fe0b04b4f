"""The gate over our own corpus: no change may make the answers to the sample questions worse."""

from pathlib import Path

import pytest

from bot.answer import Bot
from evals.cases import load_cases
from evals.gate import check, read_baseline
from evals.run import run_set

ROOT = Path(__file__).parent.parent


@pytest.mark.model
def test_the_sample_questions_are_answered_no_worse_than_the_baseline(sample_library: Path) -> None:
    bot = Bot.open(sample_library)
    cases = load_cases(ROOT / "evals" / "sets" / "sample.jsonl")
    texts = {d.document_id: bot.library.document(d.document_id).text for d in bot.library.documents()}
    run = run_set(cases, bot.ask, name="sample", texts=texts, workers=2, timeout_s=30, standalone=False, progress=False)

    found = check(run.result, read_baseline(ROOT / "evals" / "baseline.json"))

    assert found.failures == ()
