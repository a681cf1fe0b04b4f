"""schemathesis, which nobody here wrote, against the service's own description: every check, every address."""

from collections.abc import Iterator

import pytest
from double_bot import DoubleBot
from hypothesis import HealthCheck, Phase, given, settings
from running_service import RunningService

from bot.settings import Settings

schemathesis = pytest.importorskip("schemathesis")

PLAN = settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck), database=None)  # fmt: skip


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    service = RunningService(Settings(library=tmp_path_factory.mktemp("library") / "library"), DoubleBot())
    yield schemathesis.openapi.from_url(service.url + "openapi.json")
    service.stop()


def test_every_address_keeps_what_the_description_promises(described: "schemathesis.BaseSchema") -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    tried = []
    for operation in operations:

        @PLAN
        @given(case=operation.as_strategy())
        def holds(case: "schemathesis.Case") -> None:
            case.call_and_validate()

        holds()
        tried.append(f"{operation.method.upper()} {operation.path}")

    assert {"POST /ask", "POST /verify", "GET /results", "POST /v1/chat/completions"} <= set(tried)
