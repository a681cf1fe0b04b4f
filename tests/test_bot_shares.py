"""Connections shared out among workers by who has its library open and how many each holds."""

import socket
from collections.abc import Iterator

import pytest

from bot.service import shares
from bot.service.shares import FairListener, Place, Workers


@pytest.fixture
def listener() -> Iterator[FairListener]:
    """A listening socket of the first of two workers; its readers are made by the tests."""
    with FairListener(socket.AF_INET, socket.SOCK_STREAM) as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        made.setblocking(False)
        yield made


@pytest.fixture
def workers() -> Workers:
    """Two, both with their libraries open."""
    made = Workers(2)
    made.opened(0)
    made.opened(1)
    return made


def reader_of(listener: FairListener) -> socket.socket:
    return socket.create_connection(listener.getsockname())


def share_as_first(listener: FairListener, workers: Workers) -> None:
    """As a worker does whose library is open by now."""
    listener.share(Place(workers, 0))
    workers.opened(0)


def test_a_worker_counts_what_it_takes_until_it_is_closed(listener: FairListener, workers: Workers) -> None:
    share_as_first(listener, workers)

    with reader_of(listener):
        taken, _ = listener.accept()
        assert not workers.has_fewest(0)
        taken.close()
        taken.close()

    assert workers.has_fewest(0)
    assert workers.has_fewest(1)


def test_a_connection_is_left_to_the_worker_that_holds_fewer(listener: FairListener, workers: Workers) -> None:
    share_as_first(listener, workers)
    workers.change(0, 1)

    with reader_of(listener) as reader:
        with pytest.raises(BlockingIOError):
            listener.accept()
        workers.change(1, 1)
        taken, address = listener.accept()

        assert address == reader.getsockname()
        taken.close()


def test_one_that_nobody_else_takes_is_taken_all_the_same(
    listener: FairListener, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "_PATIENCE_S", 0.0)
    share_as_first(listener, workers)
    workers.change(0, 5)

    with reader_of(listener):
        taken, _ = listener.accept()
        taken.close()


def test_a_worker_that_takes_another_s_place_holds_none_and_has_no_library_open(
    listener: FairListener, workers: Workers
) -> None:
    workers.change(0, 7)
    listener.share(Place(workers, 0))

    assert workers.has_fewest(0)
    assert not workers.may_take(0)


def test_while_another_s_library_is_open_and_its_own_is_not_a_worker_takes_nobody_however_few_it_holds(
    listener: FairListener, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "_PATIENCE_S", 0.0)
    workers.change(1, 30)
    listener.share(Place(workers, 0))

    with reader_of(listener):
        with pytest.raises(BlockingIOError):
            listener.accept()
        assert workers.has_fewest(1)  # the other does not wait for it
        workers.opened(0)
        taken, _ = listener.accept()
        taken.close()


def test_while_nobody_s_library_is_open_readers_are_taken_and_can_be_told_so(listener: FairListener) -> None:
    listener.share(Place(Workers(2), 0))

    with reader_of(listener):
        taken, _ = listener.accept()
        taken.close()


def test_all_are_ready_once_no_reader_is_held_by_a_worker_without_its_library() -> None:
    workers = Workers(2)
    seen = [workers.are_ready()]
    workers.change(1, 1)
    workers.opened(0)
    seen.append(workers.are_ready())
    workers.change(1, -1)
    seen.append(workers.are_ready())
    workers.change(1, 1)
    workers.opened(1)
    seen.append(workers.are_ready())

    assert seen == [False, False, True, True]


def test_a_connection_that_nobody_waits_for_is_not_counted(listener: FairListener, workers: Workers) -> None:
    share_as_first(listener, workers)
    with pytest.raises(BlockingIOError):
        listener.accept()

    assert workers.has_fewest(0)
