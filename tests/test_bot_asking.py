"""Questions wait in line: a few are answered at once, the line has an end, and nobody waits for ever."""

import asyncio
import threading

import double_bot
import own_loop
import pytest

from bot.schema import Answer
from bot.service.asking import ANSWERED_AT_ONCE, Turns
from bot.service.problems import ProblemError


def test_no_more_are_answered_at_once_than_help_and_all_are_answered_in_the_end() -> None:
    running, most, lock, full = 0, 0, threading.Lock(), threading.Event()

    def ask() -> Answer:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == ANSWERED_AT_ONCE:
                full.set()
        assert full.wait(timeout=20)
        with lock:
            running -= 1
        return double_bot.winner()

    async def ask_many() -> list[Answer]:
        turns = Turns(waiting=100, timeout_s=20)
        return await asyncio.gather(*(turns.answer(ask) for _ in range(3 * ANSWERED_AT_ONCE)))

    answers = own_loop.run(ask_many())

    assert [answer.short_answer for answer in answers] == ["Cole Hocker, 3:27.65"] * 3 * ANSWERED_AT_ONCE
    assert most == ANSWERED_AT_ONCE


def test_one_more_than_may_wait_is_told_to_come_back() -> None:
    release = threading.Event()

    def ask() -> Answer:
        release.wait(timeout=20)
        return double_bot.winner()

    async def crowd() -> list[Answer | ProblemError]:
        turns = Turns(waiting=2, timeout_s=20)
        asked = [asyncio.ensure_future(turns.answer(ask)) for _ in range(ANSWERED_AT_ONCE + 3)]
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        release.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    outcomes = own_loop.run(crowd())

    refused = [outcome for outcome in outcomes if isinstance(outcome, ProblemError)]
    assert [(error.code, error.headers) for error in refused] == [("busy", {"Retry-After": "5"})]
    assert outcomes.index(refused[0]) == len(outcomes) - 1


@pytest.mark.parametrize("ahead", [0, ANSWERED_AT_ONCE], ids=["being answered", "still waiting"])
def test_an_answer_that_takes_too_long_is_given_up(ahead: int) -> None:
    release = threading.Event()

    def ask() -> Answer:
        release.wait(timeout=20)
        return double_bot.winner()

    async def wait() -> None:
        patient, hasty = Turns(waiting=9, timeout_s=20), Turns(waiting=9, timeout_s=0.05)
        hasty._limiter = patient._limiter
        others = [asyncio.ensure_future(patient.answer(ask)) for _ in range(ahead)]
        await asyncio.sleep(0)
        try:
            await hasty.answer(ask)
        finally:
            release.set()
            await asyncio.gather(*others)

    with pytest.raises(ProblemError) as caught:
        own_loop.run(wait())
    assert caught.value.code == "timeout"
