"""What newsroom tables squeeze into one cell, one line or one table, and how it is read apart."""

from ingest.documents import build_document
from ingest.formats import parse
from retriever.types import Document, ResultTable
from retriever.values import ValueType, parse_value


def read(text: str, name: str = "results.csv") -> Document:
    return build_document(parse(name, text), document_id="doc")


def column(found: ResultTable, label: str) -> list[str]:
    at = [one.label for one in found.columns].index(label)
    return [row.cells[at].raw for row in found.rows]


def test_a_line_above_the_header_of_a_csv_is_its_title() -> None:
    rows = "Pos,Runner,One,Two\n1,Ann Lee,50,(41)\n2,Bo Ray,48,47\n"
    document = read(f"Hill Series 2030 - final standings (worst, dropped)\n{rows}")
    found = document.tables[0]

    assert document.title == "Hill Series 2030 - final standings (worst, dropped)"
    assert [one.label for one in found.columns] == ["Pos", "Runner", "One", "Two"]


def test_a_title_with_empty_cells_behind_it_is_a_title() -> None:
    found = read("Track Cup,,,\nPos,Sled,Time,Gap\n1,Ann Lee,54.87,\n2,Bo Ray,54.95,+0.08\n")

    assert found.title == "Track Cup"
    assert len(found.tables[0].rows) == 2


def test_a_header_of_two_columns_is_no_title() -> None:
    assert read("Name\nAnn,4\nBo,5\n").title != "Name"


def test_nations_behind_names_are_a_column_and_the_names_stay() -> None:
    document = read("Rank,Diver,Points\n1,Ann Lee (AUS),217.50\n2,Bo Ray (CHN),210.85\n")
    found = document.tables[0]
    cell = found.rows[0].cells[-1]

    assert column(found, "Nation") == ["AUS", "CHN"]
    assert column(found, "Diver") == ["Ann Lee (AUS)", "Bo Ray (CHN)"]
    assert document.text[cell.start : cell.end] == "AUS"


def test_a_record_behind_a_side_is_no_part_of_its_name() -> None:
    found = read("Team,1,2,T\nHale Herons (9-3),4,2,6\nPort Smelters (7-5),3,5,8\n").tables[0]

    assert column(found, "Team") == ["Hale Herons", "Port Smelters"]
    assert column(found, "Record") == ["9-3", "7-5"]


def test_places_behind_times_are_a_column_and_the_times_are_times() -> None:
    found = read("#,Name,Control 3,Finish\n1,Ann Lee,5:42 (2),34:48\n2,Bo Ray,5:31 (1),35:19\n").tables[0]

    assert column(found, "Control 3 place") == ["2", "1"]
    assert [row.cells[2].value.number for row in found.rows] == [342.0, 331.0]


def test_a_score_at_the_interval_is_a_column() -> None:
    named = read("Date,Home,Score (HT),Away\n1 Feb,Ash,4-2 (1-2),Elm\n8 Feb,Elm,5-1 (2-0),Oak\n").tables[0]
    bare = read("Home,Score,Away\nAsh,15-11 (8-5),Elm\nElm,13-14 (8-6),Oak\n").tables[0]
    shootouts = read("Home,Score,Away\nAsh,1-1 (4-3),Elm\nElm,2-2 (5-4),Oak\n").tables[0]

    assert column(named, "HT") == ["1-2", "2-0"]
    assert column(bare, "HT") == ["8-5", "8-6"]
    assert "HT" not in [one.label for one in shootouts.columns]


def test_matches_won_lost_and_drawn_in_one_cell_are_columns() -> None:
    document = read("Team,W-L-T,Home,PF\nDuluth Pilots,8-3-1,4-1-1,318\nMinot Rangers,2-10-0,2-4-0,177\n")
    found = document.tables[0]
    cell = found.rows[0].cells[4]

    assert [column(found, label) for label in ("W", "L", "T")] == [["8", "2"], ["3", "10"], ["1", "0"]]
    assert column(found, "Home T") == ["1", "0"]
    assert document.text[cell.start : cell.end] == "8"


def test_bouts_won_and_lost_are_those_of_their_discipline() -> None:
    found = read("Rank,Athlete,Fencing V-D,Total\n1,Ann Lee,23-12,1594\n2,Bo Ray,20-15,1579\n").tables[0]

    assert column(found, "Fencing W") == ["23", "20"]
    assert column(found, "Fencing L") == ["12", "15"]


def test_a_streak_is_a_number_below_nought_where_matches_were_lost() -> None:
    found = read("Team,W,Streak\nDuluth Pilots,8,W4\nMinot Rangers,2,L3\n").tables[0]

    assert [row.cells[2].value.number for row in found.rows] == [4.0, -3.0]


def test_contests_under_one_header_are_tables_where_places_begin_anew() -> None:
    rows = "Women 500 m,1,Ann Lee,44.81\nWomen 500 m,2,Bo Ray,44.97\nMen 500 m,1,Cy Fox,40.95\nMen 500 m,DNF,Di Orr,\n"
    found = read("Event,Place,Skater,Time\n" + rows).tables

    assert [table.caption for table in found] == ["Women 500 m", "Men 500 m"]
    assert [table.event for table in found] == ["Women 500 m", "Men 500 m"]
    assert [len(table.rows) for table in found] == [2, 2]
    assert [table.columns[table.label_column or 0].label for table in found] == ["Skater", "Skater"]


def test_one_contest_with_a_column_of_clubs_is_one_table() -> None:
    found = read("Club,Place,Skater,Time\nAsh,1,Ann Lee,44.81\nAsh,2,Bo Ray,44.97\nElm,3,Cy Fox,45.95\n").tables

    assert len(found) == 1


def test_bold_rows_head_the_rows_below_them() -> None:
    text = "# League\n\n| Team | W | L |\n|---|---|---|\n| **Lakes Division** | | |\n| Ash | 9 | 3 |\n| Elm | 8 | 4 |\n"
    found = read(text + "| **Prairie Division** | | |\n| Oak | 7 | 5 |\n| Fir | 2 | 9 |\n", "league.md").tables[0]

    assert column(found, "Division") == ["Lakes Division", "Lakes Division", "Prairie Division", "Prairie Division"]
    assert column(found, "Team") == ["Ash", "Elm", "Oak", "Fir"]


def test_a_flag_tells_the_nation_alone_or_beside_a_name() -> None:
    alone = "<table><tr><th>Name</th><th>NOC</th></tr><tr><td>Ann Lee</td><td><img alt='Norway'></td></tr></table>"
    beside = (
        "<table><tr><th>Name</th><th>Pts</th></tr><tr><td><img alt='Norway'> Ann Lee</td><td>4</td></tr>"
        "<tr><td><img alt='Wales'> Bo Ray</td><td>3</td></tr></table>"
    )

    assert column(read(alone, "a.html").tables[0], "NOC") == ["Norway"]
    assert column(read(beside, "b.html").tables[0], "Nation") == ["Norway", "Wales"]


def test_two_names_in_a_cell_are_a_crew_that_names_the_row() -> None:
    rows = "1,K. Steinhauer / M. Voss,GER,54.87,1:49.89\n2,R. Capaul / D. Flury,SUI,55.01,1:49.99\n"
    found = read(f"Rank,Pilot / Brakeman,NOC,Run 1,Total\n{rows}").tables[0]

    assert found.label_column == 1
    assert found.columns[3].type is ValueType.TIME  # a run beside a total in minutes


def test_a_gap_in_points_is_no_time() -> None:
    found = read("Rk,Name,Total,Diff.\n1,Ann Lee,270.1,\n2,Bo Ray,268.0,-2.1\n3,Cy Fox,254.3,-15.8\n").tables[0]

    assert found.columns[3].type is ValueType.NUMBER


def test_codes_in_small_letters_are_no_places() -> None:
    assert parse_value("mp", hint=ValueType.RANK).type is ValueType.STATUS
    assert parse_value("rtd", hint=ValueType.TIME).type is ValueType.STATUS
    assert parse_value("mp").type is ValueType.TEXT
