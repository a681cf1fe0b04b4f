"""When a live blog told something: the stamp of the post that tells it."""

from collections.abc import Sequence

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.schema import Support
from retriever.store import Store
from retriever.text import terms
from retriever.types import Passage

_MIN_FIT = 0.3  # posts are short and told in other words; the question says that one of them tells it
_HEADING = 0.1  # what a heading that holds the words adds over a text that does


def post_time(question: Question, document_ids: Sequence[str], store: Store) -> Draft | None:
    """The time at which one of these live blogs told what is asked about; None where no post accounts for it."""
    if question.asked[0] not in (Asked.TIME, Asked.DATE):
        return None
    posts = [p for document_id in document_ids for p in store.passages_of(document_id) if p.posted is not None]
    # Blogs print the newest post first: of posts as good the earliest told it.
    best = max(reversed(posts), key=lambda post: _fit(question, post), default=None)
    if best is None or best.posted is None or _fit(question, best) < _MIN_FIT:
        return None
    text = store.document(best.document_id).text
    stamp = text.rfind(best.posted, 0, best.start)
    span = Span(best, best.start if stamp < 0 else stamp, best.end)
    told = best.section[-1] if best.section else best.text
    statement = Statement(f"{best.posted}: {in_quotes(told)}", (span,), Support.QUOTED)
    return Draft((statement,), best.posted, (best.posted,))


def _fit(question: Question, post: Passage) -> float:
    cues = question.cue_words | question.words_asking(Asked.TIME) | question.words_asking(Asked.DATE)
    heading, text = set(terms(" ".join(post.section))), set(terms(post.text))
    wanted = [i for i in range(len(question.words)) if question.weights[i] > 0 and i not in cues]
    total = sum(question.weights[i] for i in wanted)
    if not total:
        return 0.0
    headed = sum(question.weights[i] for i in wanted if question.stems[i] in heading)
    told = sum(question.weights[i] for i in wanted if question.stems[i] in heading | text)
    return (told + _HEADING * headed) / total
