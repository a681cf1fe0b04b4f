"""Tellings over time and over articles: a live blog's moments in order, and what the articles of some days tell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.prose.reader import Sentence
from bot.question.lexicon import PLACES
from bot.question.parts import PART, of_part, part_asked
from bot.question.question import Question
from bot.question.telling import Request, Telling
from bot.schema import Support
from bot.summary import headed, home_of
from retriever.figures import find_values
from retriever.store import DocumentSummary, Store
from retriever.text import sentence_bounds, tokens
from retriever.types import BlockKind, DocumentKind, Passage

# A paragraph; a line that begins with a time or a minute begins one, whether or not a blank line stands above it.
_BLOCK = re.compile(
    r"\S.*?(?=\n\s*\n|\n[\[(]?\d{1,2}[:.]\d{2}[\])]?\s+[A-Z\W]|\n\d{1,3}(?:\+\d+)?(?:['’]|\s?min\b)|\Z)", re.DOTALL
)
_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})(?:\s*([AaPp])\.?[Mm]\.?)?(?:\s+[A-Z]{2,5})?$")
_MINUTE = re.compile(r"^(\d{1,3})(?:\+\d+)?\s*(?:min\b|mins\b|minutes?\b|['’])")
# A stamp before the text it belongs to: "21:05 Raman is on the podium."
_STAMPED = re.compile(r"^[\[(]?(?P<clock>\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\.?)?)[\])]?\s*[-–—:|]?\s+(?=\S)")
_BETWEEN = re.compile(
    r"\b(?P<how>between|after|since|before|until|around|from) (?P<one>\d{1,2}[:.]\d{2})"
    r"(?: (?:and|to|until) (?P<two>\d{1,2}[:.]\d{2}))?"
)
_AROUND_MINUTES, _LAST_POSTS = 10, 2
_MARKER = re.compile(
    r"^(?:kick[- ]?off|half[- ]?time|full[- ]?time|extra time|penalties|tip[- ]?off|face[- ]?off)\b", re.I
)
_PART = re.compile(rf"(?:\b(?:in|during|at) )?(?:the )?\b(?:{PART})(?: of)?", re.I)
_HALF_TIME = re.compile(r"half[- ]?time", re.I)
_OVER = re.compile(r"(?:[\d:.'’+]+(?:min)?[ :–—-]*)?(?:full[- ]?time|final (?:score|whistle)|game, set)", re.I)
_FEWEST_POSTS, _MOST_POSTS, _MOST_CHARS, _POST_CHARS = 4, 10, 850, 140
_MINUTES_OF_DAY = 24 * 60
_ACTION = 3.0  # what a post is worth more that others follow at once
_MOST_ARTICLES, _LEADS, _LEAD_CHARS = 5, 4, 240
_TELLING = frozenset(PLACES) | frozenset(
    "goal record lead leads led beat over misses missed red card break clean fall".split()
)
_ABOUT = 0.4  # share of what is asked that a live blog's head must account for
_DATELINE = re.compile(r"^[A-Z][\w .,'’-]{2,60}? [-–—] ")
_MIN_CHARS = 25


@dataclass(frozen=True)
class Post:
    """One moment of a live blog: its stamp and heading, and what it tells."""

    label: str
    text: str
    start: int
    end: int
    when: int | None = None
    """Minutes, of the day or of the match; None where the stamp is a word."""


def telling(
    request: Request | None, question: Question, sentences: Callable[[], Sequence[Sentence]], store: Store
) -> Draft | None:
    """The news of some days or the moments of a live blog, where those are asked for; None for other summaries."""
    of_news = request is not None and request.kind is Telling.NEWS
    days = days_asked(question, store) if of_news or question.figures else None
    news = None if days is None else news_of(days, store, headlines=of_news)
    if news is not None or request is None:
        return news
    if request.kind is Telling.HEADLINE:
        home = home_of(question, sentences(), store)
        return None if home is None else _headline(home, store)
    if request.kind not in (Telling.MOMENTS, Telling.PART, Telling.ENDING):
        return None
    return moments_told(question, sentences(), store, last=request.kind is Telling.ENDING)


def _headline(document_id: str, store: Store) -> Draft | None:
    """The headline that the report prints."""
    found = next((d for d in store.documents() if d.document_id == document_id), None)
    told = None if found is None else _told_by(found, store, headlines=True)
    return None if told is None else Draft((Statement(told[0], (told[1],), Support.STATED),), told[0], (told[0],))


def moments_told(
    question: Question, sentences: Sequence[Sentence], store: Store, *, last: bool = False
) -> Draft | None:
    """The moments of the live blog that is most about the question, in order; None where there is none.

    `last`: only how it ended.
    """
    found = dict.fromkeys(s.span.passage.document_id for s in sentences)
    event = replace(question, text=_BETWEEN.sub(" ", _PART.sub(" ", question.text)))
    near = [document_id for document_id in found if headed(event, document_id, store) >= _ABOUT]
    blogs = {d: posts for d in near if len(posts := posts_in(store.document(d).text)) >= _FEWEST_POSTS}
    home = home_of(event, [s for s in sentences if s.span.passage.document_id in blogs], store)
    if home is None:
        return None
    posts, passages = _of_part(question, blogs[home]), store.passages_of(home)
    posts = _ending(posts) if last else posts
    told = [(post, spans) for post in _telling(posts) if (spans := _spans(post, passages))]
    return _in_order(told) if told else None


def _ending(posts: Sequence[Post]) -> list[Post]:
    """The post of the later half that tells most, the last such, and the last posts."""
    later = range(len(posts) // 2, len(posts))
    decisive = max(later, key=lambda i: (_worth(posts[i]), i), default=None)
    kept = {*range(max(0, len(posts) - _LAST_POSTS), len(posts)), *(() if decisive is None else (decisive,))}
    return [posts[i] for i in sorted(kept)]


def posts_in(text: str) -> list[Post]:
    """The posts of a live blog, the earliest first; newest-first pages are turned round."""
    posts: list[Post] = []
    numbers: list[int] = []
    for block in _BLOCK.finditer(text):
        first, _, rest = block.group().partition("\n")
        stamped = _STAMPED.match(first)
        if stamped is not None:
            first, rest = stamped["clock"], f"{first[stamped.end() :]}\n{rest}"
        when = _minutes(first.strip())
        if when is not None or _MARKER.match(first.strip()):
            posts.append(Post(first.strip(), rest.strip(), block.start(), block.end(), when))
            numbers += [] if when is None else [when]
        elif posts:
            posts[-1] = _with_block(posts[-1], block)
    return posts[::-1] if numbers and numbers[0] > numbers[-1] else posts


def _with_block(post: Post, block: re.Match[str]) -> Post:
    """The post with one block more: a heading under the stamp, or what it tells."""
    if not post.text and len(block.group()) < _MIN_CHARS * 2 and block.group()[-1] not in '.!?”"':
        return replace(post, label=f"{post.label}, {block.group()}", end=block.end())
    return replace(post, text=f"{post.text} {block.group()}".strip(), end=block.end())


def _minutes(label: str) -> int | None:
    clock, minute = _CLOCK.match(label), _MINUTE.match(label)
    if clock is not None:
        hours = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0) if clock[3] else int(clock[1])
        return 60 * hours + int(clock[2])
    return None if minute is None else int(minute[1])


def _of_part(question: Question, posts: Sequence[Post]) -> list[Post]:
    """The posts of the part of the match that the question names, between the marks of the match."""
    asked = question.text.lower()
    during = _BETWEEN.search(asked)
    if during is not None:
        first, last = _bounds(during)
        return [post for post in posts if post.when is not None and first <= post.when <= last]
    told = [_after_stamp(post) for post in posts]
    part = part_asked(asked)
    within = None if part is None else of_part(part, told)
    if within is not None:
        return [posts[i] for i in within]
    half = next((i for i, text in enumerate(told) if _HALF_TIME.match(text)), None)
    return [posts[half]] if half is not None and _HALF_TIME.search(asked) else list(posts)


def _after_stamp(post: Post) -> str:
    """What a post begins with behind its time: "Half-time: 14-12"."""
    label = re.sub(r"^[\W\d]+(?:min\w*\W*)?", "", post.label)
    return f"{label} {post.text}".strip()


def _bounds(said: re.Match[str]) -> tuple[int, int]:
    """First and last minute of the day that are meant."""
    one = _minutes(said["one"]) or 0
    two = None if said["two"] is None else _minutes(said["two"])
    if two is not None:
        return one, two
    if said["how"] == "around":
        return one - _AROUND_MINUTES, one + _AROUND_MINUTES
    return (0, one) if said["how"] in ("before", "until") else (one, _MINUTES_OF_DAY)


def _telling(posts: Sequence[Post]) -> list[Post]:
    """As many posts as fit, those that tell most, in order."""
    close = _close_together(posts)
    order = sorted(range(len(posts)), key=lambda i: (-_worth(posts[i]) - _ACTION * (i in close), i))
    order.sort(key=lambda i: i != _end(posts))  # whatever else is left out, how it ended is told
    chosen: list[int] = []
    for index in order:
        length = sum(len(_shown(posts[i])) for i in (*chosen, index))
        if len(chosen) < _MOST_POSTS and length <= _MOST_CHARS:
            chosen.append(index)
    return [posts[i] for i in sorted(chosen)]


def _end(posts: Sequence[Post]) -> int | None:
    """The last post that says the match is over, as it may be before extra time; None where none does."""
    over = (i for i, post in enumerate(posts) if _OVER.match(f"{post.label} {post.text}"))
    return max(over, default=None)


def _close_together(posts: Sequence[Post]) -> set[int]:
    """Posts that follow one another fast: most happens there."""
    gaps = {i: b.when - a.when for i, (a, b) in enumerate(pairwise(posts)) if a.when is not None and b.when is not None}
    usual = median(gaps.values()) if gaps else 0
    return {i for at, gap in gaps.items() if gap < usual for i in (at, at + 1)}


def _worth(post: Post) -> float:
    said = {token.text for token in tokens(f"{post.label} {_shown(post)}")}
    shouted = "!" in post.label or any(word.isupper() and len(word) > 2 for word in post.label.split()[1:])
    return len(said & _TELLING) + min(3, len(find_values(_shown(post)))) + 2 * shouted


def _shown(post: Post) -> str:
    """Stamp, heading and the first sentence or two."""
    ends = [end for _, end in sentence_bounds(post.text)]
    fitting = [end for end in ends if end <= _POST_CHARS]
    told = post.text[: max(fitting, default=ends[0] if ends else 0)].strip()
    return " ".join(f"{post.label}: {told}".split()) if told else post.label


def _spans(post: Post, passages: Sequence[Passage]) -> tuple[Span, ...]:
    """What each passage holds of the post, the first with its stamp and heading."""
    near = [p for p in passages if p.start < post.end and post.start < p.end]
    begins = (post.start if i == 0 else p.start for i, p in enumerate(near))
    return tuple(Span(p, begin, min(p.end, post.end)) for p, begin in zip(near, begins, strict=True))


def _in_order(told: Sequence[tuple[Post, tuple[Span, ...]]]) -> Draft:
    statements = tuple(
        Statement((" " if i else "") + _closed(_shown(post)), spans, Support.STATED)
        for i, (post, spans) in enumerate(told)
    )
    whole = "".join(statement.text for statement in statements)
    return Draft(statements, whole, tuple(_shown(post) for post, _ in told))


def _closed(text: str) -> str:
    return text if text[-1] in '.!?”"' else f"{text}."


def days_asked(question: Question, store: Store) -> frozenset[str] | None:
    """ISO days of which news are asked; the last day of the library where none is named; None where more is asked."""
    days = {date.fromordinal(ordinal).isoformat() for ordinal, _ in question.dates}
    named = {i for _, words in question.dates for i in words}
    partly = [f for f in question.figures if f.value.type.value == "date"]
    named |= {i for i, w in enumerate(question.words) for f in partly if f.start <= w.start < f.end}
    left = [i for i, weight in enumerate(question.weights) if weight > 0 and i not in named]
    if any(question.words[i].text not in _NEWS_WORDS for i in left):
        return None
    dated = sorted({d.published_at[:10] for d in store.documents() if d.published_at is not None})
    if not days:
        days = {day for day in dated if any(_is_of(day, f.value.text) for f in partly)}
    return frozenset(days or dated[-1:]) if days or not partly else None


_NEWS_WORDS = frozenset(
    "headline headlines news today todays latest top story stories happened happen sport sports new weekend".split()
)


def _is_of(day: str, said: str) -> bool:
    """Whether an ISO day is the "8 August" that is said without a year."""
    when = date.fromisoformat(day)
    words = {token.text.lower() for token in tokens(said)}
    return str(when.day) in words and f"{when:%B}".lower() in words


def news_of(days: frozenset[str], store: Store, *, headlines: bool) -> Draft | None:
    """One sentence of each report of those days, in order of publication, or its headline; None without any."""
    reports = [
        d for d in store.documents() if (d.published_at or "")[:10] in days and d.kind is not DocumentKind.RESULTS
    ]
    told = [
        found for d in sorted(reports, key=_by_time) if (found := _told_by(d, store, headlines=headlines)) is not None
    ][:_MOST_ARTICLES]
    if not told:
        return None
    statements = tuple(
        Statement((" " if i else "") + text, (span,), Support.STATED) for i, (text, span) in enumerate(told)
    )
    whole = "".join(statement.text for statement in statements)
    return Draft(statements, whole, tuple(text for text, _ in told))


def _by_time(document: DocumentSummary) -> tuple[str, str]:
    return document.published_at or "", document.document_id


def _told_by(document: DocumentSummary, store: Store, *, headlines: bool) -> tuple[str, Span] | None:
    """What an article tells: its headline where it prints one, else the sentence at its head that tells most."""
    passages = [p for p in store.passages_of(document.document_id) if p.kind is BlockKind.PARAGRAPH]
    at = store.document(document.document_id).text.find(document.title) if headlines else -1
    if at >= 0 and passages:
        return _closed(document.title), Span(passages[0], at, at + len(document.title))
    found = [
        (passage, start + (mark.end() if (mark := _DATELINE.match(passage.text[start:end])) else 0), end)
        for passage in passages[:_LEADS]
        for start, end in sentence_bounds(passage.text)
    ][:_LEADS]
    fitting = [part for part in found if _MIN_CHARS <= part[2] - part[1] <= _LEAD_CHARS]
    if not fitting:
        return None
    passage, start, end = max(fitting, key=lambda part: _results_in(part[0].text[part[1] : part[2]]))
    return passage.text[start:end].strip(), Span(passage, passage.start + start, passage.start + end)


def _results_in(text: str) -> int:
    """How many results and figures a sentence tells."""
    return len({token.text for token in tokens(text)} & _TELLING) + min(3, len(find_values(text)))
