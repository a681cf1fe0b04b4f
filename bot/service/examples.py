"""Examples shown in /openapi.json: a question in each form, and one whole answer."""

from fastapi.openapi.models import Example

ASK_EXAMPLES: dict[str, Example] = {
    "question": {"summary": "Only a question", "value": {"question": "Who won the men's 1500 m final?"}},
    "follow-up": {
        "summary": "A follow-up, resolved with the client's own history",
        "value": {
            "question": "And who finished fourth?",
            "history": [
                {"role": "user", "content": "Who won the men's 1500 m final?"},
                {"role": "assistant", "content": "Cole Hocker won the final in 3:27.65."},
            ],
        },
    },
    "filters": {
        "summary": "Only from results published by a date, streamed",
        "value": {
            "question": "What was the winning time?",
            "filters": {"kinds": ["results"], "published_to": "2024-08-07"},
            "as_of": "2024-08-07",
            "stream": True,
        },
    },
}

_ROW = "| 1 | Cole Hocker | United States | 3:27.65 |"

ANSWER_EXAMPLE: dict[str, object] = {
    "type": "answer",
    "id": "ans_01",
    "conversation_id": "cnv_01",
    "created_at": "2026-11-20T23:59:00Z",
    "question": "Who won the men's 1500 m final?",
    "standalone_question": "Who won the men's 1500 m final?",
    "status": "answered",
    "short_answer": "Cole Hocker",
    "values": ["Cole Hocker"],
    "answer": "Cole Hocker won the final in 3:27.65.",
    "segments": [{"text": "Cole Hocker won the final in 3:27.65.", "citations": [1], "support": "stated"}],
    "citations": [
        {
            "n": 1,
            "kind": "table",
            "document_id": "paris-2024-mens-1500m",
            "passage_id": None,
            "title": "Men's 1500 metres, Paris 2024: results",
            "url": None,
            "publisher": "Pressbox sample",
            "published_at": "2024-08-06",
            "quote": _ROW,
            "prefix": "",
            "suffix": "",
            "start": 120,
            "end": 120 + len(_ROW),
            "deep_link": None,
            "section": ["Final"],
            "posted": None,
            "table": {
                "table_id": "paris-2024-mens-1500m#t1",
                "caption": "Final",
                "row": 0,
                "row_label": "Cole Hocker",
                "columns": ["Rank", "Athlete", "Nation", "Time"],
                "values": {"Rank": "1", "Athlete": "Cole Hocker", "Nation": "United States", "Time": "3:27.65"},
            },
        }
    ],
    "tables": [],
    "computation": None,
    "premise": None,
    "conflicts": [],
    "confidence": {"level": "high", "score": 0.97, "reasons": ["one row of a results table answers the question"]},
    "abstention": None,
    "follow_ups": ["Who finished second?"],
    "corpus": {"version": "7", "documents": 12, "passages": 143},
    "timings": {"retrieve_ms": 8.2, "answer_ms": 11.0, "total_ms": 19.4},
    "passages": None,
    "plan": None,
    "debug": None,
}

VERIFY_EXAMPLES: dict[str, Example] = {
    "as given": {"summary": "An answer as /ask gave it", "value": ANSWER_EXAMPLE},
    "tampered": {
        "summary": "An answer whose time was changed afterwards: the report names the figure",
        "value": {
            **ANSWER_EXAMPLE,
            "answer": "Cole Hocker won the final in 3:27.56.",
            "segments": [{"text": "Cole Hocker won the final in 3:27.56.", "citations": [1], "support": "stated"}],
        },
    },
}
