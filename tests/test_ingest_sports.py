"""Results tables of many sports: what each column holds, what names the rows, and the same from every format."""

from collections.abc import Callable, Sequence
from csv import writer
from io import BytesIO, StringIO

import pytest
from ingest_samples import documents_of
from openpyxl import Workbook

from retriever.types import ResultTable
from retriever.values import ValueType as V

Records = Sequence[Sequence[str]]


def as_csv(caption: str, records: Records) -> tuple[str, bytes]:
    text = StringIO()
    writer(text).writerows(records)
    return "x.csv", f"# {caption}\n{text.getvalue()}".encode()


def as_markdown(caption: str, records: Records) -> tuple[str, bytes]:
    lines = ["| " + " | ".join(record) + " |" for record in records]
    lines.insert(1, "|" + "---|" * len(records[0]))
    return "x.md", f"# Results\n\n## {caption}\n\n{chr(10).join(lines)}\n".encode()


def as_page(caption: str, records: Records) -> tuple[str, bytes]:
    head, *body = ["".join(f"<td>{cell}</td>" for cell in record) for record in records]
    rows = f"<tr>{head.replace('td>', 'th>')}</tr>" + "".join(f"<tr>{row}</tr>" for row in body)
    page = f"<html><body><article><h1>Night of finals</h1><p>It was a long night of sport.</p><h2>{caption}</h2>"
    return "x.html", f"{page}<table>{rows}</table></article></body></html>".encode()


def as_workbook(caption: str, records: Records) -> tuple[str, bytes]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([caption])
    for record in records:
        sheet.append(list(record))
    packed = BytesIO()
    book.save(packed)
    return "x.xlsx", packed.getvalue()


def read(caption: str, *lines: str, write: Callable[[str, Records], tuple[str, bytes]] = as_csv) -> ResultTable:
    records = [[cell.strip() for cell in line.split(";")] for line in lines]
    (document,) = documents_of(*write(caption, records))
    (table,) = document.tables
    return table


def kinds(table: ResultTable) -> list[V]:
    return [column.type for column in table.columns]


def numbers(table: ResultTable, label: str) -> list[float | V]:
    """Numbers of a column; the type where there is none."""
    at = [column.label for column in table.columns].index(label)
    found = [row.cells[at].value for row in table.rows]
    return [value.type if value.number is None else value.number for value in found]


def label(table: ResultTable) -> str | None:
    return None if table.label_column is None else table.columns[table.label_column].label


SWIMMING = (
    "Women's 200m Freestyle, Final", "Rank;Lane;Swimmer;NOC;50m;100m;150m;Time;Gap;Notes",
    "1;4;Mollie Ray;AUS;26.55;54.65;1:23.75;1:53.27;;OR", "2;5;Ann Lee;AUS;26.62;54.99;1:24.02;1:53.81;+0.54;",
    ";7;Bo Holm;NOR;;;;DSQ;;",
)  # fmt: skip


@pytest.mark.parametrize("write", [as_csv, as_markdown, as_page, as_workbook])
def test_splits_gaps_and_statuses_of_a_race_are_the_same_from_every_format(
    write: Callable[[str, Records], tuple[str, bytes]],
) -> None:
    table = read(*SWIMMING, write=write)

    assert kinds(table) == [V.RANK, V.NUMBER, V.TEXT, V.TEXT, V.TIME, V.TIME, V.TIME, V.TIME, V.TIME, V.TEXT]
    assert (table.event, table.round, label(table)) == ("Women's 200m Freestyle", "Final", "Swimmer")
    assert numbers(table, "50m") == [26.55, 26.62, V.EMPTY]
    assert numbers(table, "Time") == [113.27, 113.81, V.STATUS]


def test_the_times_behind_a_leader_become_times_and_keep_what_is_printed() -> None:
    table = read(
        "Belgian Grand Prix, Race", "Pos;No;Driver;Team;Laps;Time/Retired;Grid;Pts",
        "1;44;Ann Lee;Silver;44;1:19:57.566;3;25", "2;81;Bo Holm;Papaya;44;+0.647;5;18",
        "3;16;Cy Ray;Rosso;44;+1:08.023;1;15", "4;77;Di Moss;Green;43;+1 lap;14;0",
        "NC;24;Ed Park;Green;5;Hydraulics;20;0", "DSQ;63;Fay Orr;Silver;44;Disqualified;6;0",
    )  # fmt: skip

    times = [row.cells[5] for row in table.rows]
    assert [cell.raw for cell in times[:2]] == ["1:19:57.566", "+0.647"]
    assert [(cell.value.type, cell.value.number) for cell in times] == [
        (V.TIME, 4797.566), (V.TIME, 4798.213), (V.TIME, 4865.589), (V.NUMBER, 1.0), (V.TEXT, None), (V.STATUS, None),
    ]  # fmt: skip
    assert numbers(table, "Pos") == [1, 2, 3, 4, V.STATUS, V.STATUS]
    assert "column Time/Retired: gaps to the leader added to 1:19:57.566" in table.flags


def test_the_gaps_of_a_stage_race_print_minutes_with_marks() -> None:
    table = read(
        "General classification", "Rank;Rider;Team;Time;Gap", "1;Ann Lee;Blue;83h 38' 56\";", "2;Bo Holm;Red;;+6' 17\"",
        "3;Cy Ray;Red;;+19' 03\"",
    )  # fmt: skip

    assert kinds(table)[3:] == [V.TIME, V.TIME]
    assert (numbers(table, "Time")[0], numbers(table, "Gap")[1:]) == (301136.0, [377.0, 1143.0])


def test_a_gap_column_stays_one_of_gaps() -> None:
    table = read(
        "Men 10 km Sprint", "Rank;Bib;Name;Nation;Shooting;Time;Behind", "1;17;Ann Lee;NOR;0+1;23:04.2;0.0",
        "2;26;Bo Holm;FRA;0+0;23:20.5;+16.3", "DNS;88;Cy Ray;FIN;;;",
    )  # fmt: skip

    assert numbers(table, "Behind") == [0.0, 16.3, V.EMPTY]


def test_level_par_ties_and_missed_cuts_of_a_leaderboard() -> None:
    table = read(
        "The Open, Leaderboard", "Pos;Player;To Par;R1;R2;R3;R4;Total;Prize", "1;Ann Lee;−9;69;72;69;65;275;$3,100,000",
        "T2;Bo Holm;−7;69;68;73;67;277;$1,443,500", "T2;Cy Ray;−7;72;68;69;68;277;$1,443,500",
        "T5;Di Moss;E;69;71;75;69;284;$705,000", "CUT;Ed Park;+14;79;77;;;156;",
    )  # fmt: skip

    assert numbers(table, "Pos") == [1, 2, 2, 5, V.STATUS]
    assert numbers(table, "To Par") == [-9, -7, -7, 0, 14]
    assert (table.columns[8].type, table.columns[8].unit, numbers(table, "Prize")[0]) == (V.MONEY, "USD", 3_100_000)


def test_failed_attempts_are_no_marks_and_the_others_are_distances() -> None:
    table = read(
        "Women's Long Jump, Final", "Rank;Athlete;Nation;1;2;3;4;Result", "1;Ann Lee;NOR;6.93;7.05;x;–;7.05",
        "2;Bo Holm;GER;6.77;x;x;6.81;6.81", "3;Cy Ray;USA;x;x;x;;NM",
    )  # fmt: skip

    assert kinds(table)[3:] == [V.DISTANCE, V.DISTANCE, V.TEXT, V.DISTANCE, V.DISTANCE]
    assert numbers(table, "1") == [6.93, 6.77, V.STATUS]
    assert numbers(table, "Result") == [7.05, 6.81, V.STATUS]


def test_failed_lifts_are_no_marks() -> None:
    table = read(
        "Men's 89 kg", "Rank;Lifter;Snatch 1;Snatch 2;Snatch 3;Total (kg)", "1;Ann Lee;173;178;180;404 WR",
        "2;Bo Holm;175;180;x182;390", ";Cy Ray;160;x165;x165;NM",
    )  # fmt: skip

    assert numbers(table, "Snatch 3") == [180, V.STATUS, V.STATUS]
    assert (table.columns[5].unit, numbers(table, "Total (kg)")) == ("kg", [404, 390, V.STATUS])


def test_every_discipline_of_a_decathlon_has_its_measure() -> None:
    table = read(
        "Men's Decathlon, Final", "Pos;Athlete;100m;LJ;SP;HJ;400m;110mH;DT;PV;JT;1500m;Points",
        "1;Ann Lee;10.71;7.80;15.25;1.99;47.69;14.25;49.80;5.30;66.87;4:39.71;8796",
        "2;Bo Holm;10.67;7.98;16.55;2.05;47.70;14.51;53.33;5.00;56.64;4:44.67;8748",
    )  # fmt: skip

    assert kinds(table)[2:] == [V.TIME, V.DISTANCE, V.DISTANCE, V.DISTANCE, V.TIME, V.TIME, V.DISTANCE, V.DISTANCE,
                                V.DISTANCE, V.TIME, V.NUMBER]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "header", "row"),
    [
        ("Women's Vault, Final", "Rank;Gymnast;Nation;Vault;Result", "1;Ann Lee;NOR;15.766;15.766"),
        ("Men's 3 metre springboard, Final", "Pos;Diver;Nat;Dive 1;Total", "1;Ann Lee;NOR;88.40;543.60"),
        ("Men's 10 metre air pistol", "Rank;Shooter;Nation;Series;Final", "1;Ann Lee;NOR;98.5;243.6"),
    ],
)
def test_points_of_judged_sports_are_neither_times_nor_distances(caption: str, header: str, row: str) -> None:
    assert kinds(read(caption, header, row, row.replace("Ann Lee", "Bo Holm")))[3:] == [V.NUMBER, V.NUMBER]


def test_a_box_score_counts_what_was_made_and_tells_its_totals() -> None:
    table = read(
        "Boston", "Player;MIN;FG;3P;+/-;PTS", "Ann Lee;45:12;11-24;4-8;+18;31", "Bo Holm;43:55;7-23;2-6;+12;21",
        "Cy Ray;DNP;;;;", "TOTALS;240;18-47;6-14;;52",
    )  # fmt: skip

    assert kinds(table) == [V.TEXT, V.TIME, V.NUMBER, V.NUMBER, V.NUMBER, V.NUMBER]
    assert numbers(table, "FG") == [11, 7, V.EMPTY, 18]
    assert table.rows[0].cells[2].value.text == "11-24"
    assert numbers(table, "+/-")[:2] == [18, 12]
    assert "row 4: totals" in table.flags


def test_a_record_of_wins_and_losses_stays_a_score() -> None:
    table = read("AL East", "Tm;W;L;Pct;Last 10", "New York;94;68;.580;5-5", "Baltimore;91;71;.562;6-4")

    assert (kinds(table), label(table)) == ([V.TEXT, V.NUMBER, V.NUMBER, V.NUMBER, V.SCORE], "Tm")


def test_a_league_table_keeps_signed_differences() -> None:
    table = read("League", "Pos;Team;Pld;GD;Pts;Form", "1;Harriers;38;+62;91;WWDWW", "2;Lions;38;−69;16;LLLLD")

    assert kinds(table) == [V.RANK, V.TEXT, V.NUMBER, V.NUMBER, V.NUMBER, V.TEXT]
    assert numbers(table, "GD") == [62, -69]


def test_the_totals_of_a_medal_table_are_told_wherever_they_say_so() -> None:
    table = read(
        "Medal table", "Rank;NOC;Gold;Total", "1;Norway (NOR);40;126", "=2;China;20;45", "Totals (2 entries);;60;171"
    )

    assert numbers(table, "Rank") == [1, 2, V.TEXT]
    assert "row 3: totals" in table.flags


@pytest.mark.parametrize(
    ("header", "row", "wanted"),
    [
        ("Nation;Diver;Points", "Norway;Ann Lee;543.6", "Diver"),
        ("Rank;Nat;Cueist;Frames", "1;CHN;Xie Siyi;18", "Cueist"),
        ("Country;Venue;Crowd", "Norway;Ullevaal Stadion;25000", "Country"),
        ("Team;Manager;Points", "Manchester City;Pep Ray;91", "Team"),
        ("Date;Home;Score;Away", "17 Aug 2024;Harriers;0–2;Lions", "Home"),
        ("Country;Gold;Total", "Norway;4;8", "Country"),
    ],
)
def test_the_column_that_names_the_rows_is_told_by_its_cells(header: str, row: str, wanted: str) -> None:
    other = row.replace("Ann Lee", "Bo de Holm").replace("Xie Siyi", "O'NEIL Shaun").replace("Norway", "Great Britain")
    other = other.replace("Manchester City", "Leeds United").replace("Harriers", "Tigers").replace("CHN", "SCO")

    assert label(read("Results", header, row, other)) == wanted


def test_a_header_of_two_rows_is_read_together_where_the_upper_one_spans() -> None:
    table = read("League", "Pos;Team;Home;;Away;;Pts", ";;W;L;W;L;", "1;Harriers;10;2;8;5;54", "2;Lions;9;3;7;6;48")

    assert [column.label for column in table.columns] == [
        "Pos", "Team", "Home W", "Home L", "Away W", "Away L", "Pts",
    ]  # fmt: skip
    assert len(table.rows) == 2


def test_minutes_played_are_not_taken_for_seconds() -> None:
    table = read("Squad", "Player;Time played;Goals", "Ann Lee;788;1", "Bo Holm;90;0")

    assert kinds(table)[1] is V.NUMBER


def test_nobody_is_placed_nought() -> None:
    table = read("Champions", "Rider;2nd place;Finish other", "Ann Lee;0;3", "Bo Holm;2;0", "Cy Ray;4;0")

    assert kinds(table)[1:] == [V.NUMBER, V.NUMBER]


def test_an_elimination_stays_in_its_cell() -> None:
    table = read(
        "Individual jumping", "Rank;Rider;Horse;Nation;Faults;Time;Jump-off", "1;Ann Lee;Blue;GER;0;80.92;0/38.34",
        "2;Bo Holm;Red;SUI;0;80.79;4/38.38", ";Cy Ray;Grey;NOR;EL;;",
    )  # fmt: skip

    assert [cell.raw for cell in table.rows[2].cells] == ["", "Cy Ray", "Grey", "NOR", "EL", "", ""]
    assert numbers(table, "Faults") == [0, 0, V.STATUS]


def test_discarded_races_halves_and_minutes_count() -> None:
    table = read("Series", "Name;R1;R2;Points;Minute", "Ann;7;(13);7½;45+2'", "Bo;(DSQ);4;½;90'", "Cy;1;2;6;12'")

    assert (numbers(table, "R1"), numbers(table, "R2")) == ([7, V.STATUS, 1], [13, 4, 2])
    assert (numbers(table, "Points"), numbers(table, "Minute")) == ([7.5, 0.5, 6], [45.02, 90, 12])


def test_points_won_and_lost_are_no_times() -> None:
    table = read("League", "Team;Goals;Pts", "Kiel;1042:901;55:13", "Magdeburg;1020:930;52:16")

    assert (kinds(table)[1:], numbers(table, "Pts")) == ([V.SCORE, V.SCORE], [42, 36])


def test_rough_crowds_count_and_a_season_among_years_stays_in_its_cell() -> None:
    years = ["2008;Di;900;", "2009;Ann;1,950;", "2010–11;Bo;2,000+;", "2012;Cy;c. 3,100;x", "2013;Ed;12;"]
    table = read("Finals", "Year;Winner;Crowd;Note", *years)

    assert numbers(table, "Crowd") == [900, 1950, 2000, 3100, 12]
    assert [row.cells[0].raw for row in table.rows] == ["2008", "2009", "2010–11", "2012", "2013"]


@pytest.mark.parametrize("label", ["Half-time", "HT", "Full time"])
def test_the_score_at_half_time_is_a_score_though_it_reads_like_a_time(label: str) -> None:
    table = documents_of("a.csv", f"Home,Away,{label}\nHarriers,Lions,13:11\nLions,Tigers,12:10\n")[0].tables[0]

    assert table.columns[2].type is V.SCORE


def test_half_of_a_marathon_is_a_time() -> None:
    table = documents_of("a.csv", "Athlete,Half,Time\nAnn Lee,1:02:15,2:04:31\nBo Holm,1:02:16,2:05:02\n")[0].tables[0]

    assert [column.type for column in table.columns[1:]] == [V.TIME, V.TIME]
