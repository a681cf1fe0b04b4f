"""Files made up for the ingest tests: no sentence of them is anybody else's."""

# ruff: noqa: E501 # these files are as their formats print them
import zipfile
from collections.abc import Mapping
from datetime import date, time
from io import BytesIO

from fpdf import FPDF
from openpyxl import Workbook

from ingest.contents import read_contents
from ingest.documents import build_document
from retriever.types import Document, ResultTable

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Gazette</title><link>https://gazette.example</link>
<item><title>Harriers &amp; Lions draw</title><link>https://gazette.example/sport/harriers-draw.html</link>
 <guid>https://gazette.example/sport/harriers-draw.html</guid><dc:creator>Ann Lee</dc:creator>
 <pubDate>Tue, 06 Aug 2030 21:00:00 +0200</pubDate><description>Short.</description>
 <content:encoded><![CDATA[<h2>How</h2><p>They drew 2–2.</p><table><tr><th>Team</th><th>Goals</th></tr>
 <tr><td>Harriers</td><td>2</td></tr><tr><td>Lions</td><td>2</td></tr></table>]]></content:encoded></item>
<item><title>Smith retires</title><guid isPermaLink="false">tag:gazette,77</guid><description>She said so.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Club news</title>
<entry><title>Gold for Ray</title><id>urn:x:9</id><link href="https://club.example/ray"/><updated>2030-08-06T19:00:00Z</updated>
<author><name>Bo Holm</name></author><content type="html">&lt;p&gt;Ray won.&lt;/p&gt;</content></entry></feed>"""
NEWS_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="1" standard="NewsML-G2">
<itemMeta><provider><name>Agency</name></provider><versionCreated>2030-05-03T08:00:00Z</versionCreated>
<firstCreated>2030-05-02T20:15:00Z</firstCreated></itemMeta>
<contentMeta><by>Ann Lee</by><headline>{headline}</headline></contentMeta>
<rightsInfo><usageTerms>Subscribers only</usageTerms></rightsInfo><contentSet>{content}</contentSet></newsItem>"""
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Head</hl1></hedline></body.head><body.content><p>One
 and two.</p><hl2>Late</hl2><p>Three.</p><media><media-caption>Smith runs.</media-caption></media></body.content>
</body></nitf></inlineXML>"""
SPORTS = """<sports-content xmlns="http://iptc.org/std/nar/2006-10-01/"><sports-metadata date-time="2030-05-02T20:00:00Z">
<sports-title>Cup: results</sports-title><sports-content-codes><sports-content-code code-type="spct:league"
 code-name="Harbour League"/></sports-content-codes></sports-metadata>
<standing><standing-metadata><sports-content-codes><sports-content-code code-type="spct:division" code-name="North"/>
</sports-content-codes></standing-metadata>
<team><team-metadata><name role="nrol:full">Harriers</name><name role="nrol:short">HAR</name></team-metadata><team-stats>
<rank value="1"/><outcome-totals wins="3" losses="1" standing-points="9"/>
<outcome-totals scoping-label="home-standings" alignment-scope="events-home" wins="2" losses="0"/></team-stats></team>
<team><team-metadata><name>Lions</name></team-metadata><team-stats><rank value="2"/>
<outcome-totals wins="2" losses="2" standing-points="6"/></team-stats></team></standing>
<tournament><tournament-metadata><name>Harbour Cup</name></tournament-metadata><tournament-part>
<tournament-part-metadata><name>Semi-finals</name></tournament-part-metadata>
<sports-event><event-metadata start-date-time="2030-05-01T18:00:00Z"/>
<team><team-metadata><name>Harriers</name></team-metadata><team-stats score="2" event-outcome="speventoutcome:win"/></team>
<team><team-metadata><name>Lions</name></team-metadata><team-stats score="1" event-outcome="speventoutcome:loss"/></team>
</sports-event>
<sports-event><event-metadata start-date-time="2030-05-02T18:00:00Z"/>
<team><team-metadata><name>Tigers</name></team-metadata><team-stats score="0"/>
<player id="p1"><player-metadata uniform-number="9"><name part="nprt:given">Ann</name><name part="nprt:family">Lee</name>
</player-metadata><player-stats><stats><stat stat-type="spstat:shots-total" value="4"/></stats></player-stats></player></team>
<team><team-metadata><name>Bears</name></team-metadata><team-stats score="3"/></team>
<actions><action minutes-elapsed="12" score-team="1"><participant idref="p1" role="x:scorer"/></action></actions>
</sports-event></tournament-part></tournament></sports-content>"""


def documents_of(name: str, content: bytes | str) -> list[Document]:
    """The documents of a file, named by their pieces."""
    contents = read_contents(name, content.encode() if isinstance(content, str) else content)
    return [build_document(piece.parsed, document_id=piece.name or "d") for piece in contents.pieces]


def cells(table: ResultTable) -> list[list[str]]:
    """Labels and raw cells of a table."""
    return [[column.label for column in table.columns], *([cell.raw for cell in row.cells] for row in table.rows)]


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP archive of these files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook() -> bytes:
    """Two sheets: a captioned race with a merged heading beside another table, and a league table."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "1500 m"
    sheet["A1"] = "Men's 1500m, Final"
    sheet.merge_cells("A1:D1")
    rows = [("Rank", "Athlete", "Time", "Date"), (1, "Cole Ray", time(0, 3, 27, 650000), date(2030, 8, 6)),
            (2, "Jo Kerr", time(0, 3, 27, 790000), date(2030, 8, 6))]  # fmt: skip
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column, value)
            if isinstance(value, time):
                cell.number_format = "m:ss.00"
    for at, pair in enumerate([("Lap", "Split"), (1, 54.9), (2, 56.25)], start=2):
        for column, value in enumerate(pair, start=6):
            sheet.cell(at, column, value)
    sheet.cell(8, 1, "Weather: dry")
    league = book.create_sheet("League")
    for values in (
        ("Team", "Home", "Home", "Share"),
        ("", "W", "L", ""),
        ("Harriers", 3, 1, 0.625),
        ("Lions", 2, 2, 0.5),
    ):
        league.append(values)
    league.merge_cells("B1:C1")
    for row in (3, 4):
        league.cell(row, 4).number_format = "0.0%"
    book.create_sheet("Hidden").sheet_state = "hidden"
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def plain_pdf() -> bytes:
    """A page with a title, a paragraph, a ruled table and one without rules, nothing of it compressed."""
    book = FPDF()
    book.set_compression(False)
    book.add_page()
    book.set_font("Helvetica", size=18)
    book.cell(0, 12, "Harbour Games", new_x="LMARGIN", new_y="NEXT")
    book.set_font("Helvetica", size=10)
    book.multi_cell(
        0, 6, "Ann Lee won the final on Tuesday evening, and Bo Holm was second.", new_x="LMARGIN", new_y="NEXT"
    )
    for border in (1, 0):
        book.ln(8)
        for row in (("Rank", "Athlete", "Time"), ("1", "Ann Lee", "3:27.65"), ("2", "Bo Holm", "3:27.79")):
            for words in row:
                book.cell(40, 6, words, border=border)
            book.ln(6)
    return bytes(book.output())
