"""Connections shared out among workers by how many each holds."""

import socket
from collections.abc import Iterator

import pytest

from bot.service import shares
from bot.service.shares import FairListener, OpenConnections


@pytest.fixture
def listener() -> Iterator[FairListener]:
    """A listening socket of the first of two workers; its readers are made by the tests."""
    with FairListener(socket.AF_INET, socket.SOCK_STREAM) as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        made.setblocking(False)
        yield made


def reader_of(listener: FairListener) -> socket.socket:
    return socket.create_connection(listener.getsockname())


def test_a_worker_counts_what_it_takes_until_it_is_closed(listener: FairListener) -> None:
    held = OpenConnections(2)
    listener.share(held, 0)

    with reader_of(listener):
        taken, _ = listener.accept()
        assert not held.has_fewest(0)
        taken.close()
        taken.close()

    assert held.has_fewest(0)
    assert held.has_fewest(1)


def test_a_connection_is_left_to_the_worker_that_holds_fewer(listener: FairListener) -> None:
    held = OpenConnections(2)
    listener.share(held, 0)
    held.change(0, 1)

    with reader_of(listener) as reader:
        with pytest.raises(BlockingIOError):
            listener.accept()
        held.change(1, 1)
        taken, address = listener.accept()

        assert address == reader.getsockname()
        taken.close()


def test_one_that_nobody_else_takes_is_taken_all_the_same(
    listener: FairListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "_PATIENCE_S", 0.0)
    held = OpenConnections(2)
    listener.share(held, 0)
    held.change(0, 5)

    with reader_of(listener):
        taken, _ = listener.accept()
        taken.close()


def test_a_worker_that_takes_another_s_place_holds_none(listener: FairListener) -> None:
    held = OpenConnections(2)
    held.change(0, 7)
    listener.share(held, 0)

    assert held.has_fewest(0)
