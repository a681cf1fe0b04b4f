"""Several processes over one copy of what was loaded: forked once it is loaded, replaced when they are killed."""

import gc
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable
from typing import NoReturn

logger = logging.getLogger(__name__)

_WATCHED = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)


def run_workers(work: Callable[[int], None], count: int) -> None:
    """`work` in `count` processes until SIGTERM or SIGINT, which they are passed; returns when all have ended.

    It is given which of them it is, from 0; who takes another's place takes its number.

    What this process has loaded they share, so no thread may have been started for it. A worker that is killed is
    replaced. Workers end when this process dies. Raises ChildProcessError when one ends by itself: another would, too.
    """
    gc.collect()
    gc.freeze()  # else the first collection in a worker writes to every page it shares
    told, tell = os.pipe()
    lifeline, held = os.pipe()  # `held` closes with this process, whatever ends it
    os.set_blocking(tell, False)
    for number in _WATCHED:
        signal.signal(number, lambda *_: None)  # the number itself arrives through `told`
    signal.set_wakeup_fd(tell)

    def start(worker: int) -> int:
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)  # until the worker has its own way with them
        pid = os.fork()
        if pid == 0:
            _become_worker(lambda: work(worker), lifeline, (told, tell, held))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        return pid

    try:
        _watch(start, {start(worker): worker for worker in range(count)}, told)
    finally:
        signal.set_wakeup_fd(-1)
        for number in _WATCHED:
            signal.signal(number, signal.SIG_DFL)
        for end in (told, tell, lifeline, held):
            os.close(end)


def _watch(start: Callable[[int], int], running: dict[int, int], told: int) -> None:
    """Replaces killed workers until told to stop, then waits for the last to end."""
    stopping = failed = False
    while running:
        if os.read(told, 1)[0] != signal.SIGCHLD:
            stopping = True
            _terminate(running)
            continue
        ended = _ended(running)
        gone = {pid: running.pop(pid) for pid, _ in ended}  # first: who has their numbers next must not be told to end
        for pid, status in ended:
            if stopping:
                continue
            if os.WIFEXITED(status):  # a worker that serves ends by no way but a signal
                stopping = failed = True
                _terminate(running)
            else:
                logger.error("worker %d was ended by signal %d; another takes its place", pid, os.WTERMSIG(status))
                running[start(gone[pid])] = gone[pid]
    if failed:
        raise ChildProcessError("a worker could not start; the log says why")


def _ended(running: Iterable[int]) -> list[tuple[int, int]]:
    """(process, status) of the workers that have ended; one SIGCHLD may stand for several."""
    waited = [os.waitpid(pid, os.WNOHANG) for pid in sorted(running)]
    return [(pid, status) for pid, status in waited if pid]


def _terminate(running: Iterable[int]) -> None:
    for pid in running:
        os.kill(pid, signal.SIGTERM)


def _become_worker(work: Callable[[], None], lifeline: int, others: Iterable[int]) -> NoReturn:
    """Runs `work` as a process of its own, and never returns into the code of the process it was forked from."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in _WATCHED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        for end in others:
            os.close(end)
        threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        work()
        status = 0
    except BaseException:  # whatever it is, it must not go on into the parent's stack
        logger.exception("worker %d failed", os.getpid())
    finally:
        os._exit(status)


def _end_with(lifeline: int) -> None:
    """Ends this worker gracefully once the process that started it is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
