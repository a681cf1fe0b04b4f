"""Plans that put rows together by nation, team or another column: how many each has, what each adds up to."""

from collections.abc import Iterator, Sequence

from bot.question.lexicon import Asked, Operation
from bot.question.tables import Line
from bot.results.columns import asked_columns
from bot.results.plan import Grouped, Plan, PlanKind, make_plan
from bot.results.selection import Selection, valued
from retriever.text import fold, stem, terms
from retriever.values import ValueType

_EACH = {"each", "every", "per", "by"}
_MOST = {"most": True, "more": True, "highest": True, "best": True, "biggest": True, "largest": True,
         "fewest": False, "least": False, "lowest": False, "worst": False}  # fmt: skip
_GROUPS = {"country", "countries", "nation", "nations", "team", "teams", "club", "clubs", "side"}
_MEDALS = {"medal", "medals"}
_PODIUM = (1, 2, 3)
_COUNTED = {"finalists", "athletes", "runners", "players", "entries", "representatives", "competitors", "drivers",
            "riders", "swimmers", "people", "men", "women", "skiers", "medallists", "starters", "rows"}  # fmt: skip


def groupings(rows: Selection) -> Iterator[Plan]:
    """Every group with its count, total or average, or the one with most or fewest."""
    found = _group_column(rows)
    if found is None or rows.subjects or rows.filters or rows.question.said("than"):
        return
    column, words = found
    question = rows.question
    each = {i for i, word in enumerate(question.words) if word.text in _EACH}
    most = {i: _MOST[w.text] for i, w in enumerate(question.words) if w.text in _MOST}
    if not each and not most:
        return
    kept, used = rows.kept()
    medals = {i for i, word in enumerate(question.words) if word.text in _MEDALS}
    if medals:
        kept = [line for line in kept if rows.place(line) in _PODIUM]
    scale = None if medals else _scale(rows, column)
    counts = bool(medals) or question.said("many", "number") or bool(_counted(rows))
    if scale is None and not counts:
        return
    if scale is not None and most and _counted(rows):
        return  # "which team had the player with the most points" asks for one row
    groups = _grouped(kept if scale is None else valued(kept, scale), column)
    if len(groups) < 2:
        return
    mean = bool(question.has(Operation.MEAN))
    numbers = [_number(lines, scale, mean=mean) for _, lines in groups]
    keep = list(range(len(groups)))
    if most:
        best = max(numbers) if next(iter(most.values())) else min(numbers)
        keep = [i for i, number in enumerate(numbers) if number == best]
    chosen = [Grouped(groups[i][0], tuple(groups[i][1]), numbers[i]) for i in keep]
    words |= used | each | most.keys() | medals | _counted(rows) | {cue.word for cue in question.cues}
    words |= rows.asked_columns_but(rows.group.views[0])[1] | rows.words_for(Asked.NATION) | rows.words_for(Asked.NAME)
    told = [line for group in chosen for line in group.lines]
    columns = (column,) if scale is None else (column, scale)
    yield make_plan(rows, PlanKind.GROUP, told, columns, words, counted=tuple(kept), grouped=tuple(chosen),
                    note="average" if mean else "", most=next(iter(most.values()), None))  # fmt: skip


def _group_column(rows: Selection) -> tuple[int, frozenset[int]] | None:
    """The column of nations or teams, or one that is named behind "each" or "per", with the words that name it."""
    view, question = rows.group.views[0], rows.question
    for index, word in enumerate(question.words):
        if word.text in _GROUPS and view.nation is not None and view.nation != view.label:
            return view.nation, frozenset({index})
        if index and question.words[index - 1].text in _EACH:
            labels = [set(terms(column.label)) for column in view.columns]
            same = [c for c, label in enumerate(labels) if question.stems[index] in label and c != view.label]
            if same and view.columns[same[0]].type is ValueType.TEXT:
                return same[0], frozenset({index})
    return None


def _scale(rows: Selection, column: int) -> int | None:
    """The column that is added up: one that the question names, never a rank."""
    view = rows.group.views[0]
    named = [c for c, _ in asked_columns(rows.question, view) if c not in (column, view.label, view.rank)]
    return next((c for c in named if view.columns[c].type is ValueType.NUMBER), None)


def _counted(rows: Selection) -> set[int]:
    """Tokens that name what is counted: rows by what they are."""
    kinds = rows.group.views[0].kind_stems
    own = {i for i, found in enumerate(rows.question.stems) if found in kinds}
    return own | {
        i for i, word in enumerate(rows.question.words) if word.text in _COUNTED or stem(word.text) == "finalist"
    }


def _grouped(lines: Sequence[Line], column: int) -> list[tuple[str, list[Line]]]:
    """Rows by what the column holds, the largest group first, then in the order of the table."""
    found: dict[str, tuple[str, list[Line]]] = {}
    for line in lines:
        text = line.value(column).text
        if text:
            found.setdefault(fold(text), (text, []))[1].append(line)
    return sorted(found.values(), key=lambda group: -len(group[1]))


def _number(lines: Sequence[Line], scale: int | None, *, mean: bool) -> float:
    if scale is None:
        return float(len(lines))
    total = sum(line.value(scale).number or 0.0 for line in lines)
    return total / len(lines) if mean else total
