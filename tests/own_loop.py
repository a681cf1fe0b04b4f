"""Runs a coroutine in an event loop of its own: the browser tests keep one running in pytest's thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def run(
    coroutine: Coroutine[object, object, Result],
    loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> Result:
    """What the coroutine returns or raises, in a loop that the factory makes."""

    def run_it() -> Result:
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            return runner.run(coroutine)

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run_it).result()
