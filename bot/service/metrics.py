"""Counters and histograms for Prometheus: base units, few label values, one registry per service."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.schema import Answer

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the client library's own variable, set before it is imported
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 10.0)  # 40 ms is the promise for /ask


class Metrics:
    """Everything the service counts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "pressbox_http_requests_total", "Requests.", ["method", "route", "status"], registry=self._registry
        )
        self._request_seconds = Histogram(
            "pressbox_http_request_duration_seconds",
            "Time to serve.",
            ["route"],
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._answers = Counter(
            "pressbox_answers_total", "Answers by status.", ["status", "reason"], registry=self._registry
        )
        self._ask_seconds = Histogram(
            "pressbox_ask_duration_seconds", "Time to answer.", ["stage"], registry=self._registry, buckets=_SECONDS
        )
        self._citations = Histogram(
            "pressbox_citations_per_answer", "Citations.", registry=self._registry, buckets=(0, 1, 2, 3, 5, 8, 13, 21)
        )
        self._worded = Counter(
            "pressbox_model_answers_total",
            "Answers given to the language model, by what came of it.",
            ["outcome"],
            registry=self._registry,
        )
        self._feedback = Counter("pressbox_feedback_total", "Feedback.", ["rating"], registry=self._registry)
        self._ready = Gauge(
            "pressbox_ready", "1 once the library is open.", registry=self._registry, multiprocess_mode="min"
        )
        self._documents = Gauge(
            "pressbox_library_documents",
            "Documents in the library.",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )

    def request(self, method: str, route: str, status: int, elapsed_s: float) -> None:
        """Count one served request."""
        known = method if method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._request_seconds.labels(route).observe(elapsed_s)

    def answer(self, answer: Answer) -> None:
        """Count one answer given."""
        self._answers.labels(answer.status.value, answer.abstention.reason if answer.abstention else "").inc()
        self._citations.observe(len(answer.citations))
        self._ask_seconds.labels("retrieve").observe(answer.timings.retrieve_ms / 1000)
        self._ask_seconds.labels("answer").observe(answer.timings.answer_ms / 1000)
        self._ask_seconds.labels("total").observe(answer.timings.total_ms / 1000)

    def worded(self, outcome: str) -> None:
        """Count one answer that a language model was asked to word."""
        self._worded.labels(outcome).inc()

    def feedback(self, rating: str) -> None:
        """Count one reader's rating."""
        self._feedback.labels(rating).inc()

    def ready(self, documents: int) -> None:
        """The library is open and holds so many documents."""
        self._ready.set(1)
        self._documents.set(documents)

    def exposition(self) -> bytes:
        """The text Prometheus reads; of all workers together where there are several."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        from prometheus_client.multiprocess import MultiProcessCollector

        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
