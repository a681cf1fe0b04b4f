"""Readers by the dozen on a running service while its library changes: does a request fail, does memory grow?

    python -m evals.load --coverage corpus --minutes 30 --clients 8 --swap-every 60
    python -m evals.load --compare --library library --clients 32

Starts the service on a library of the coverage and asks it everything at once: answers, streams, searches, results,
documents, checks of saved answers, ratings. With --compare one client is timed against many, and nothing is swapped.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE = Path(__file__).parent / "sets" / "sample.jsonl"
TIMEOUT_S = 60.0
START_S = 60.0
MOST_TOP_K = 100
POPULAR = 20  # what many readers of one page ask
JSON_TYPE = {"Content-Type": "application/json"}


@dataclass
class Tally:
    """What many clients saw."""

    waits_s: list[float] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    elapsed_s: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, wait_s: float, failure: str | None) -> None:
        """Count one request."""
        with self.lock:
            self.kinds[kind] += 1
            if kind == "ask":
                self.waits_s.append(wait_s)
            if failure:
                self.failures[f"{kind}: {failure}"] += 1

    @property
    def pace(self) -> float:
        """Requests a second."""
        return sum(self.kinds.values()) / self.elapsed_s

    def wait_ms(self, share: float) -> float:
        """Milliseconds within which that share of the questions was answered."""
        waits = sorted(self.waits_s) or [0.0]
        return 1000 * waits[min(len(waits) - 1, int(share * len(waits)))]

    def told(self) -> str:
        """Throughput, waits and failures in one line."""
        waits = ", ".join(f"p{100 * share:.0f} {self.wait_ms(share):.1f} ms" for share in (0.5, 0.95, 0.99))
        failed = f"failed {sum(self.failures.values())} {dict(self.failures) or ''}"
        return f"{sum(self.kinds.values())} requests, {self.pace:.1f} a second; ask {waits}; {failed}"


class Client:
    """One reader with one connection."""

    def __init__(self, port: int, questions: Sequence[str], seed: int, *, unlike: bool = False) -> None:
        """`unlike`: ask so that no kept answer serves."""
        self._unlike = unlike
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self._questions, self._chance = questions, random.Random(seed)
        self._answer = b""

    def act(self, kind: str) -> None:
        """One request of that kind; OSError, HTTPException or ValueError when anything about it is wrong."""
        asked: dict[str, object] = {"question": self._chance.choice(self._questions)}
        if self._unlike:  # the same work, and no request like another
            asked["top_k"] = self._chance.randint(1, MOST_TOP_K)
        body = json.dumps(asked).encode()
        if kind == "ask":
            self._answer = self._sent("POST", "/ask", body)
        elif kind == "stream":
            if b"\nevent: done\n" not in self._sent("POST", "/ask", body, {"Accept": "text/event-stream"}):
                raise ValueError("a stream without done")
        elif kind == "verify" and self._answer:
            # After a swap the answer may be of an older library: what counts is that it is looked at.
            json.loads(self._sent("POST", "/verify", self._answer))
        elif kind == "feedback":
            self._sent("POST", "/feedback", b'{"answer_id": "ans_load", "rating": "up"}', status=204)
        elif kind == "document":
            listed = json.loads(self._sent("GET", "/documents"))["documents"]
            self._sent("GET", f"/documents/{self._chance.choice(listed)['document_id']}")
        elif kind == "search":
            self._sent("GET", "/search?query=record")
        elif kind == "results":
            self._sent("GET", "/results?limit=20")

    def _sent(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, *, status: int = 200
    ) -> bytes:
        self._connection.request(method, path, body or None, {**(JSON_TYPE if body else {}), **(headers or {})})
        response = self._connection.getresponse()
        content = response.read()
        if response.status != status:
            self._connection.close()
            raise ValueError(f"status {response.status}")
        return content


MIX = ["ask"] * 6 + ["stream"] * 3 + ["search", "results", "document", "verify", "feedback"]


@dataclass(frozen=True)
class Load:
    """Who asks what, how often."""

    clients: int
    seconds: float
    mix: Sequence[str]
    questions: Sequence[str]
    pause_s: float = 0.0
    """Between an answer and the client's next request."""
    unlike: bool = False
    """Whether no request is like another, so that no kept answer serves."""


def run_clients(port: int, load: Load) -> Tally:
    """What clients saw that each asked its next as soon as it had the last, or a pause later."""
    tally, started = Tally(), time.monotonic()

    def work(seed: int) -> None:
        client, chance = Client(port, load.questions, seed, unlike=load.unlike), random.Random(seed)
        while time.monotonic() < started + load.seconds:
            kind, asked, failure = chance.choice(load.mix), time.monotonic(), None
            try:
                client.act(kind)
            except (OSError, http.client.HTTPException, ValueError) as error:
                failure = f"{type(error).__name__} {error}"
            tally.note(kind, time.monotonic() - asked, failure)
            time.sleep(load.pause_s)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(load.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.elapsed_s = time.monotonic() - started
    return tally


@contextmanager
def service(library: Path, workers: int) -> Iterator[tuple[int, int]]:
    """Port and process id of a service over the library."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bot", "serve", "--library", str(library), "--port", str(port)]
    quiet = {**os.environ, "PRESSBOX_LOG_LEVEL": "WARNING", "PRESSBOX_WORKERS": str(workers)}
    process = subprocess.Popen(command, env=quiet)
    try:
        _wait_until_ready(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise TimeoutError(f"the service on port {port} was not ready after {START_S:.0f} s")


def memory_mb(pid: int) -> float:
    """Memory of a process and its children, shared pages counted once (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    pss = next(int(line.split()[1]) for line in own.splitlines() if line.startswith("Pss:"))
    return pss / 1024 + sum(memory_mb(int(child)) for child in children)


def swapping(library: Path, coverage: Path, every_s: float, stop: threading.Event) -> Callable[[], int]:
    """Publishes a changed library every `every_s` until stopped; what it returns counts how often."""
    published = 0

    def work() -> None:
        nonlocal published
        while not stop.wait(every_s):
            (coverage / "swap.md").write_text(f"# Notice {published}\n\nEdition {published}.\n", encoding="utf-8")
            _ingest(coverage, library)
            published += 1

    threading.Thread(target=work, daemon=True).start()
    return lambda: published


def _ingest(coverage: Path, library: Path) -> None:
    command = [sys.executable, "-m", "bot", "ingest", str(coverage), "--library", str(library)]
    subprocess.run(command, check=True, capture_output=True)


def soak(options: argparse.Namespace, questions: Sequence[str]) -> int:
    """Mixed load with swaps; how many requests failed."""
    with tempfile.TemporaryDirectory(prefix="pressbox-load-") as folder:
        library, coverage = Path(folder) / "library", Path(folder) / "coverage"
        shutil.copytree(options.coverage, coverage)
        _ingest(coverage, library)
        stop = threading.Event()
        with service(library, options.workers) as (port, pid):
            swaps = swapping(library, coverage, options.swap_every, stop)
            failed, end = 0, time.monotonic() + 60 * options.minutes
            while (left := end - time.monotonic()) > 0:
                load = Load(options.clients, min(left, 60.0), MIX, questions, options.pause)
                tally = run_clients(port, load)
                print(f"memory {memory_mb(pid):.0f} MB, {swaps()} swaps; {tally.told()}", flush=True)
                failed += sum(tally.failures.values())
            stop.set()
    return failed


def compare(options: argparse.Namespace, questions: Sequence[str]) -> int:
    """One client's pace against that of many; how many requests failed."""
    failed = 0
    questions = questions[:POPULAR] if options.alike else questions
    with service(options.library, options.workers) as (port, pid):
        run_clients(port, Load(2, 5, ["ask"], questions))  # the networks warm up
        for _ in range(2):
            one, many = (
                run_clients(port, Load(clients, options.seconds, ["ask"], questions, unlike=not options.alike))
                for clients in (1, options.clients)
            )
            print(f"1 client: {one.told()}\n{options.clients} clients: {many.told()}")
            print(
                f"throughput {many.pace / one.pace:.2f} times, p95 {many.wait_ms(0.95) / one.wait_ms(0.5):.0f} times "
                f"the p50 of one, memory {memory_mb(pid):.0f} MB",
                flush=True,
            )
            failed += sum(one.failures.values()) + sum(many.failures.values())
    return failed


def main() -> None:
    """Run the load that the options describe; exit code 1 when a request failed."""
    parser = argparse.ArgumentParser(description="Load on a service: mixed with swaps, or one client against many.")
    parser.add_argument("--library", type=Path, default=Path("library"), help="What --compare asks.")
    parser.add_argument("--coverage", type=Path, default=Path("corpus"), help="What is published again and again.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=0, help="0: as many as serve takes by itself.")
    parser.add_argument("--swap-every", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--pause", type=float, default=0.0, metavar="SECONDS", help="Of each client between requests.")
    parser.add_argument("--alike", action="store_true", help=f"With --compare: ask the same {POPULAR} questions.")
    parser.add_argument("--compare", action="store_true", help="Time one client against --clients.")
    parser.add_argument("--seconds", type=float, default=15.0, help="Of each run of --compare.")
    options = parser.parse_args()
    cases = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    questions = [case["question"] for case in cases]
    sys.exit(1 if (compare if options.compare else soak)(options, questions) else 0)


if __name__ == "__main__":
    main()
