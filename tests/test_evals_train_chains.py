"""What chains of rows and pages offer is weighed by weights fitted on questions with answers."""

from pathlib import Path

import numpy as np
import pytest
from doubles import HashEncoder
from newsroom import make_library
from test_bot_chains import FILES, PAGES

from bot.chains.belief import most_believed
from bot.chains.offers import NAMES
from bot.inquiry import Inquiry
from bot.prose.rescoring import load_close_reader
from evals.cases import Case, Expect
from evals.train_chains import Example, examples, fit
from retriever.search import Retriever


@pytest.mark.model
def test_what_was_right_is_believed_and_nothing_where_no_offer_was(tmp_path: Path) -> None:
    library = make_library(tmp_path, {**FILES, **PAGES})
    retriever = Retriever(library, HashEncoder())
    inquiry = Inquiry(library, retriever, load_close_reader(1))
    asked = {"How many goals did the player born in Odense score?": "38", "In what year was The Quay opened?": "1954"}
    cases = [_case(str(n), q, a) for n, (q, a) in enumerate(asked.items())]

    known = list(examples(cases, inquiry, retriever))
    weights = fit(known)
    best = [most_believed(example.offers, weights) for example in known]
    hopeless = Example(cases[0], known[0].offers, np.zeros(len(known[0].offers)))

    assert list(weights) == list(NAMES)
    assert [found.offer.text for found in best if found is not None] == ["38", "1954"]
    assert fit([hopeless])["nothing"] > weights["nothing"]
    library.close()


def _case(identifier: str, question: str, answer: str) -> Case:
    return Case(id=identifier, question=question, answers=(answer,), type="chain", expect=Expect.ANSWER)
