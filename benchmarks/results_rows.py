"""How fast results rows are typed: against reading them untyped, and whether more rows cost more each.

python -m benchmarks.results_rows
"""

import csv
import io
import random
from time import process_time

from ingest.contents import read_contents
from ingest.documents import build_document

FEW, MANY = 5_000, 40_000
_HEADER = "Rank,Bib,Athlete,NOC,50m,Time,Date,Points,Note"


def results(rows: int) -> bytes:
    """A results file of a made-up race, the same on every call."""
    dice = random.Random(rows)
    lines = [_HEADER]
    for at in range(rows):
        time = f"3:{dice.randint(25, 59)}.{dice.randint(0, 99):02d}"
        name = f"Runner {chr(65 + at % 26)}{dice.randint(0, 99_999)} Ray"
        rest = f"{dice.uniform(26, 30):.2f},{time},2030-08-{dice.randint(1, 28):02d},{dice.randint(600, 1300)}"
        lines.append(f"{at % 500 + 1},{dice.randint(1, 9999)},{name},NOR,{rest},{'DNF' if at % 97 == 0 else ''}")
    return "\n".join(lines).encode()


def typed_s(content: bytes) -> float:
    """Processor seconds to read and type a file."""
    began = process_time()
    build_document(read_contents("x.csv", content).pieces[0].parsed, document_id="d")
    return process_time() - began


def untyped_s(content: bytes) -> float:
    """Processor seconds in which the standard library splits the same file into cells."""
    began = process_time()
    list(csv.reader(io.StringIO(content.decode())))
    return process_time() - began


def main() -> None:
    """Print rows a second and both ratios."""
    few, many = results(FEW), results(MANY)
    typed_s(few)  # what is compiled and cached once counts for neither
    small, large, plain = typed_s(few), typed_s(many), untyped_s(many)
    print(f"typed results: {MANY / large:,.0f} rows/s, {large / plain:.0f} × the time of splitting them into cells")
    print(f"{MANY // FEW} × the rows take {large / small:.1f} × the time")


if __name__ == "__main__":
    main()
