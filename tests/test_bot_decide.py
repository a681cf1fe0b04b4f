"""Results, prose or an honest "not in the sources"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.decide import MIN_PLAN_SCORE, MIN_PLAN_SCORE_TABLE_GIVEN, Decision, decide
from bot.prose.reader import Reader, Sentence
from bot.question.links import Linker
from bot.results.finder import TableFinder
from bot.results.plan import Plan, PlanKind
from bot.results.planning import plans_for
from bot.schema import AskRequest, Support
from retriever.types import Filters


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.library.close()


def plans(bot: Bot, text: str) -> list[Plan]:
    question, finder = bot.read(text), TableFinder(bot.library.store)
    mentions = Linker(bot.library.store).mentions(question)
    return plans_for(question, mentions, finder.groups(question, mentions, None), finder)


def sentences(bot: Bot, text: str) -> list[Sentence]:
    return Reader(bot.library.store).sentences(bot.read(text), bot.search(text, Filters(), 20))


def decided(
    bot: Bot, text: str, found: Sequence[Plan], read: Sequence[Sentence] = (), *, table_given: bool = False
) -> Decision:
    return decide(bot.read(text), found, lambda: read, bot.library.store, table_given=table_given)


def scored(plan: Plan, score: float) -> Plan:
    return Plan(plan.kind, plan.lines, plan.columns, plan.explained, score)


WINNER = "Who won the women's 800 metres?"


def test_prose_is_not_read_where_results_answer(bot: Bot) -> None:
    def refuse() -> Sequence[Sentence]:
        raise AssertionError("prose was read")

    decision = decide(bot.read(WINNER), plans(bot, WINNER), refuse, bot.library.store)

    assert decision.draft is not None
    assert decision.draft.values == ("Ada Lind",)


@pytest.mark.parametrize(
    ("score", "table_given", "answers"),
    [
        (MIN_PLAN_SCORE, False, True),
        (MIN_PLAN_SCORE - 0.01, False, False),
        (MIN_PLAN_SCORE - 0.01, True, True),  # the reader chose the table: the question need not describe it
        (MIN_PLAN_SCORE_TABLE_GIVEN, True, True),
        (MIN_PLAN_SCORE_TABLE_GIVEN - 0.01, True, False),
    ],
)
def test_a_plan_answers_from_its_least_score_on(bot: Bot, score: float, table_given: bool, answers: bool) -> None:
    plan = scored(plans(bot, WINNER)[0], score)

    assert (decided(bot, WINNER, [plan], table_given=table_given).draft is not None) is answers


def test_a_reason_is_read_in_prose_even_where_a_plan_fits(bot: Bot) -> None:
    text = "Why was Okoro troubled by a calf?"
    plan = scored(plans(bot, WINNER)[0], 1.0)

    draft = decided(bot, text, [plan], sentences(bot, text)).draft

    assert draft is not None
    assert draft.statements[0].support is Support.QUOTED
    assert "because it had troubled her" in draft.statements[0].text


def test_a_place_that_the_question_gets_wrong_is_denied_before_prose_is_read(bot: Bot) -> None:
    text = "Why did Okoro win the women's 800 metres final?"

    decision = bot.ask(AskRequest(question=text))

    assert decision.premise is not None
    assert decision.premise.claim == "Bea Okoro was 1st in Final"


def test_nothing_is_said_where_nothing_was_found(bot: Bot) -> None:
    decision = decided(bot, "Who won the regatta?", [])

    assert (decision.draft, decision.score, decision.missing) == (None, 0.0, ())


def test_an_abstention_reports_the_words_that_nothing_accounts_for(bot: Bot) -> None:
    text = "Who won the regatta in Lisbon?"
    read = sentences(bot, text)
    assert not read[0].enough

    decision = decided(bot, text, [], read)

    assert (decision.draft, decision.missing) == (None, ("regatta", "Lisbon"))


def test_confidence_never_passes_one(bot: Bot) -> None:
    assert plans(bot, WINNER)[0].score > 1.0
    assert decided(bot, WINNER, plans(bot, WINNER)).score == 1.0


def test_the_decision_says_what_it_considered(bot: Bot) -> None:
    decision = decided(bot, WINNER, plans(bot, WINNER))

    assert decision.debug is not None
    assert decision.debug["asked"] == "name"
    assert decision.debug["plan"].startswith("rank rank and mark of Ada Lind in Final")
    assert decision.reasons[0] == "stands in the results: Final"


def test_a_plan_over_blank_cells_answers_nothing(bot: Bot) -> None:
    text = "In which place did Dora Ek finish?"
    unplaced = next(p for p in plans(bot, "What did Dora Ek do in the final?") if p.lines[-1].place is None).lines[-1:]
    blank = Plan(PlanKind.LIST, unplaced, (0,), frozenset(range(9)), 1.0)

    assert decided(bot, text, [blank]).draft is None


def test_confidence_is_how_sure_the_trained_reader_is_of_its_best_sentence(bot: Bot) -> None:
    question = "Who led for 600 metres?"
    best = replace(sentences(bot, question)[0], score=0.9, sure=0.4, enough=True)

    assert decided(bot, question, [], [best]).score == 0.4


def test_of_likely_sentences_the_one_that_tells_yes_or_no_answers(bot: Bot) -> None:
    question = "Did Okoro lead the women's 800 metres?"
    found = {s.text: replace(s, score=0.5, enough=True) for s in sentences(bot, question)}
    telling = next(s for text, s in found.items() if "Okoro led" in text)
    silent = replace(next(s for text, s in found.items() if "strained calf" in text), score=0.6)

    decision = decided(bot, question, [], [silent, telling])

    assert decision.draft is not None
    assert decision.draft.values == ("Yes",)
    assert "Okoro led" in decision.draft.statements[0].text


def test_the_event_s_sentence_stands_before_the_mark_that_follows_it(bot: Bot) -> None:
    question = "Who led for 600 metres?"
    event, mark = sentences(bot, question)[:2]
    found = replace(mark, enough=True, of_another=False, answer=(0, 4), lead=event.span)

    decision = decided(bot, question, [], [found])

    assert decision.draft is not None
    assert [s.evidence for s in decision.draft.statements] == [(event.span,), (mark.span,)]
