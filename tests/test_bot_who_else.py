"""Yes or no by who did it: where somebody else won, nobody asked about did."""

import pytest
from newsroom import read

from bot.trust.who_else import who_did


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did Lind win the first set?", ("Who won the first set?", {"lind"})),
        ("Did Anna Lind start from pole?", ("Who started from pole?", {"anna", "lind"})),
        ("Did Lind start the race well?", None),
        ("Has Lind ever won a title?", None),
        ("Had Lind won the cup before?", None),
        ("Did Lind score in the final?", None),
        ("Who won the first set?", None),
    ],
)
def test_who_did_it_is_asked_where_only_one_can_have(question: str, expected: tuple[str, set[str]] | None) -> None:
    found = who_did(read(question))

    assert (found is None) if expected is None else (found is not None and (found[0], set(found[1])) == expected)
