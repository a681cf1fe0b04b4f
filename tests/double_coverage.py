"""Hand-made coverage: a results table, a report, a live blog and a hostile document, and citations into them."""

from bot.schema import Citation, CitedRow
from retriever.types import Cell, Column, Document, DocumentKind, ResultTable, Row
from retriever.values import Value, ValueType

HOSTILE_TEXT = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'

FINAL = [
    ("1", "Cole Hocker", "United States", "3:27.65", 207.65),
    ("2", "Josh Kerr", "Great Britain", "3:27.79", 207.79),
    ("3", "Yared Nuguse", "United States", "3:27.80", 207.80),
    ("4", "Jakob Ingebrigtsen", "Norway", "3:28.24", 208.24),
    ("5", "Hobbs Kessler", "United States", "3:29.45", 209.45),
]
HEADER = "| Rank | Athlete | Nation | Time |"
RESULTS_TEXT = "\n".join(
    ["Men's 1500 metres, Paris 2024: results", "", "== Final ==", "", HEADER, "|---|---|---|---|"]
    + [f"| {rank} | {athlete} | {nation} | {time} |" for rank, athlete, nation, time, _ in FINAL]
    + ["", "Run on 6 August 2024 at the Stade de France.", ""]
)
REPORT_TEXT = """Hocker stuns the favourites

Cole Hocker came through on the inside to win the Olympic 1500 metres in 3:27.65, an Olympic record.

Jakob Ingebrigtsen had led from the gun. He went through the first lap in 54.9 seconds and never settled.

"I was pushed wide and kept coming back," Hocker said. "The rail opened, and I did not ask twice."

Kerr took silver in a British record, Nuguse bronze. Ingebrigtsen faded to fourth in the last forty metres.
"""
LIVE_TEXT = (
    "Live: the men's 1500 metres final\n\n"
    + "\n\n".join(f"20:{minute} 🔥 The stadium fills, block by block, for the last race." for minute in range(10, 46))
    + "\n\n20:51 🔔 They pass 400 metres in 54.8 seconds. 😀 That is quick.\n\n20:53 🥇 Hocker!\n"
)


def document(document_id: str, text: str, kind: DocumentKind, tables: tuple[ResultTable, ...] = ()) -> Document:
    return Document(
        document_id=document_id,
        title=text.split("\n", 1)[0],
        text=text,
        kind=kind,
        tables=tables,
        url=None if kind is DocumentKind.RESULTS else f"https://news.example/{document_id}",
        publisher="Pressbox sample",
        published_at="2024-08-06",
    )


def _cell(text: str, type_: ValueType, number: float | None, start: int) -> Cell:
    return Cell(raw=text, value=Value(type_, text, number), start=start, end=start + len(text))


def _row(index: int, entry: tuple[str, str, str, str, float]) -> Row:
    rank, athlete, nation, time, seconds = entry
    line = f"| {rank} | {athlete} | {nation} | {time} |"
    start = RESULTS_TEXT.index(line)
    cells = (
        _cell(rank, ValueType.RANK, float(rank), start + 2),
        _cell(athlete, ValueType.TEXT, None, start + line.index(athlete)),
        _cell(nation, ValueType.TEXT, None, start + line.index(nation)),
        _cell(time, ValueType.TIME, seconds, start + line.index(time)),
    )
    return Row(index=index, cells=cells, start=start, end=start + len(line))


ROWS = tuple(_row(index, entry) for index, entry in enumerate(FINAL))
TABLE = ResultTable(
    table_id="paris-1500-results#t1",
    document_id="paris-1500-results",
    caption="Final",
    section=("Final",),
    columns=(
        Column("rank", "Rank", ValueType.RANK),
        Column("athlete", "Athlete", ValueType.TEXT),
        Column("nation", "Nation", ValueType.TEXT),
        Column("time", "Time", ValueType.TIME, "s"),
    ),
    rows=ROWS,
    start=RESULTS_TEXT.index(HEADER),
    end=ROWS[-1].end,
    label_column=1,
    competition="Paris 2024",
    event="Men's 1500 metres",
    round="Final",
)
RESULTS = document("paris-1500-results", RESULTS_TEXT, DocumentKind.RESULTS, (TABLE,))
REPORT = document("hocker-report", REPORT_TEXT, DocumentKind.ARTICLE)
LIVE = document("live-blog", LIVE_TEXT, DocumentKind.LIVE_BLOG)
HOSTILE_DOCUMENT = document("hostile", f"{HOSTILE_TEXT}\n\nHe said {HOSTILE_TEXT} twice.\n", DocumentKind.ARTICLE)
DOCUMENTS = {doc.document_id: doc for doc in (RESULTS, REPORT, LIVE, HOSTILE_DOCUMENT)}


def cite(n: int, doc: Document, quote: str, *, row: int | None = None, **changes: object) -> Citation:
    start = doc.text.index(quote)
    end = start + len(quote)
    fields: dict[str, object] = {
        "n": n,
        "kind": "passage" if row is None else "table",
        "document_id": doc.document_id,
        "passage_id": None,
        "title": doc.title,
        "url": doc.url,
        "publisher": doc.publisher,
        "published_at": doc.published_at,
        "quote": quote,
        "prefix": doc.text[max(0, start - 30) : start],
        "suffix": doc.text[end : end + 30],
        "start": start,
        "end": end,
        "deep_link": None if doc.url is None else f"{doc.url}#:~:text=won",
        "table": None if row is None else cited_row(row),
        "section": ["Final"] if row is not None else [],
    }
    return Citation.model_validate({**fields, **changes})


def cited_row(row: int) -> CitedRow:
    rank, athlete, nation, time, _ = FINAL[row]
    return CitedRow(
        table_id=TABLE.table_id,
        caption="Final",
        row=row,
        row_label=athlete,
        columns=["Rank", "Athlete", "Nation", "Time"],
        values={"Rank": rank, "Athlete": athlete, "Nation": nation, "Time": time},
    )


def cite_row(n: int, row: int) -> Citation:
    return cite(n, RESULTS, RESULTS.text[ROWS[row].start : ROWS[row].end], row=row)
