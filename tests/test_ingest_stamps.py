"""Times of live-blog posts: zones by name and by offset, days over midnight, nothing that the source leaves open."""

import pytest

from ingest.contents import read_contents
from ingest.documents import build_document
from ingest.parsed import Metadata
from ingest.stamps import with_post_times
from retriever.types import Block, BlockKind

DAY = "2030-08-06"


def utc(*stamps: str, day: str | None = DAY) -> list[str | None]:
    blocks = [Block(BlockKind.PARAGRAPH, 0, 1, posted=stamp) for stamp in stamps]
    return [block.posted_at for block in with_post_times(blocks, day)]


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("07:51 PM BST", "18:51:00"), ("19:51 CEST", "17:51:00"), ("19.51 (UTC+2)", "17:51:00"),
        ("19:51 GMT", "19:51:00"), ("7:51pm ET", "23:51:00"), ("19:51 PM BST", "18:51:00"), ("9pm CEST", "19:00:00"),
        ("19:51 UTC+05:30", "14:21:00"), ("21:30:15 AEST", "11:30:15"), ("12:05 am EDT", "04:05:00"),
    ],
)  # fmt: skip
def test_a_stamp_with_its_zone_is_a_moment(stamp: str, hour: str) -> None:
    assert utc(stamp) == [f"{DAY}T{hour}+00:00"]


@pytest.mark.parametrize("stamp", ["19:51", "67'", "19:51 IST", "25:10 BST", "19:51 XYZ"])
def test_what_the_source_leaves_open_stays_open(stamp: str) -> None:
    assert utc(stamp) == [None]


def test_a_stamp_without_a_day_stays_open_unless_it_states_one() -> None:
    assert utc("00:10 CEST", "9999-12-31T23:00:00-12:00", day="0001-01-01") == [None, None]
    assert utc("19:51 BST", "2030-08-06T19:51:00+01:00", day=None) == [None, "2030-08-06T18:51:00+00:00"]


def test_posts_after_midnight_are_of_the_next_day_in_either_order() -> None:
    late = ["22:50 CEST", "23:40 CEST", "00:10 CEST"]
    moments = ["2030-08-06T20:50:00+00:00", "2030-08-06T21:40:00+00:00", "2030-08-06T22:10:00+00:00"]

    assert utc(*late) == moments
    assert utc(*reversed(late)) == moments[::-1]


def test_every_block_of_a_post_has_its_time() -> None:
    text = "Final: live\n\n20:51 CEST\n\nThey are off.\n\n20:53 CEST\n\nLap two.\n\n20:55 CEST\n\nAnn Lee wins.\n"
    parsed = read_contents("live.txt", text.encode()).pieces[0].parsed
    document = build_document(parsed, document_id="d", stated=Metadata(published_at=DAY))

    times = {document.text[b.start : b.end]: b.posted_at for b in document.blocks if b.kind is BlockKind.PARAGRAPH}
    assert times == {
        "They are off.": "2030-08-06T18:51:00+00:00",
        "Lap two.": "2030-08-06T18:53:00+00:00",
        "Ann Lee wins.": "2030-08-06T18:55:00+00:00",
    }
