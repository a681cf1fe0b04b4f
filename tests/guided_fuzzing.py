"""Coverage-guided fuzzing of the parsers, for whoever changes one: what breaks is kept, a file for each way to break.

    python tests/guided_fuzzing.py markup SCRATCH -max_total_time=300

Needs atheris, which is no dependency of the project: a virtual environment of its own holds it. The first argument
names the kind of file (see `SEEDS`); the rest goes to libFuzzer. A finding is an exception other than a refusal, a
document whose offsets don't hold, or seconds spent on a few kilobytes.
"""

import json
import sys
import time
import traceback
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
with atheris.instrument_imports(include=["ingest", "retriever"]):
    from ingest_samples import ATOM, FEED, NEWS_ITEM, NITF, SPORTS, plain_pdf
    from test_ingest_formats import assert_holds

    from ingest.contents import read_contents
    from ingest.documents import build_document
    from ingest.files import RefusedError

MAX_INPUT_CHARS = 6000
SLOW_S = 4.0
_OPENTRACK = ROOT.parent / "shared" / "formats" / "opentrack"
_SECTIONS = (
    "Rank,Athlete,Nation,Time\nHeat 1,,,\n1,Ann Lee,NOR,3:27.65\n2,Bo Holm,GER,3:27.79\nHeat 2,,,\n1,Cy Ray,USA,DNF\n"
    "Heat,No,Time\nA,1,10.2\nA,2,10.4\nB,1,+0.3\nB,2,DQ\nTotal,,20.1\n"
)
_PAGE = (
    '<!doctype html><html><head><title>Cup</title><script type=\'application/ld+json\'>{"@type":"NewsArticle"}'
    "</script></head><body><h1>Cup</h1><p>It was a long night of sport.</p><table><caption>Final</caption><thead><tr>"
    "<th rowspan=2>Rank<th colspan=2>Runs<tr><th>1<th>2</thead><tr><td rowspan=2>1<td>9.8<td>9.9<tr><td>8<td>7"
    "<tr><td colspan=3>Heat 2<tr><td>2<td>1:02.3<td>DNS</table></body></html>"
)
_MARKDOWN = (
    "---\ntitle: Cup\ndate: 2030-05-02\ntags: [a, b]\n---\n# Cup\n\n- Venue: Hall\n\n## Final\n\n| Rank | Name | 1 |\n"
    "|---|---|---|\n| =1 | Ann | 6–3, 6–7(4–7) |\n| Heat 2 ||\n| 3 | Bo | x |\n\n> said\n\n**Table 1: laps**\n"
)
_LIVE = "Title: Live\nDate: 2030-05-02\n\n19:51 BST\n\nThey are off.\n\n65'\n\nGOAL!\n\n19:55 BST\n\nBo Holm: yes\n"
_EVENT = {"@type": "SportsEvent", "name": "Final", "startDate": "2030-05-02", "subEvent": [{"name": "Heat 1"}]}
_BLOG = {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"datePublished": "2030-05-02T19:51", "articleBody": "On."}]}

SEEDS: dict[str, tuple[str, list[bytes]]] = {
    "sections": ("a.csv", [_SECTIONS.encode()]),
    "page": ("a.html", [_PAGE.encode()]),
    "markup": ("a.md", [_MARKDOWN.encode(), b"= Cup =\n\nInfobox\n- Venue: Hall\n\n== Final ==\nAnn won.\n"]),
    "report": ("a.txt", [_LIVE.encode(), _LIVE.encode("cp1250"), _LIVE.encode("utf-16-le")]),
    "sportsml": ("a.xml", [SPORTS.encode()]),
    "news": ("a.xml", [FEED.encode(), ATOM.encode(), NEWS_ITEM.format(guid="g", headline="H", content=NITF).encode()]),
    "json": ("a.json", [json.dumps(_EVENT).encode(), json.dumps(_BLOG).encode(),
                        *(path.read_bytes() for path in sorted(_OPENTRACK.glob("*.json")))]),
    "pdf": ("a.pdf", [plain_pdf()]),
}  # fmt: skip


def _signature(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/ingest/" in frame.filename]
    place = f"{Path(frames[-1].filename).stem}-{frames[-1].lineno}" if frames else "elsewhere"
    return f"{type(error).__name__}-{place}"


def fuzz(kind: str, scratch: Path, options: list[str]) -> None:
    """Read mutated files of one kind for as long as libFuzzer's options say; findings go to `scratch`/found."""
    name, seeds = SEEDS[kind]
    corpus, found = scratch / kind, scratch / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed[:MAX_INPUT_CHARS])

    def keep(signature: str, content: bytes, told: str) -> None:
        path = found / f"{kind}-{signature}-{name}"
        if not path.exists() or path.stat().st_size > len(content):  # the shortest of those that break alike
            path.write_bytes(content)
            path.with_suffix(path.suffix + ".txt").write_text(told)

    def read(content: bytes) -> None:
        began = time.process_time()
        try:
            for piece in read_contents(name, content).pieces:
                assert_holds(build_document(piece.parsed, document_id="d"))
        except RefusedError:
            pass
        except Exception as error:
            keep(_signature(error), content, traceback.format_exc())
        if time.process_time() - began > SLOW_S:
            keep("slow", content, f"{time.process_time() - began:.1f} s")

    atheris.Setup([sys.argv[0], str(corpus), f"-max_len={MAX_INPUT_CHARS}", "-timeout=120", *options], read)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
