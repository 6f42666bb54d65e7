"""The tables that `make bench` prints. What does not hold its bar says so in a word."""

from collections.abc import Sequence

from benchmarks.measure import Timing

TO_FLOOR, BETWEEN_SIZES = 4.0, 1.5


def faults(row: Timing, smaller: Timing | None) -> list[str]:
    """Which bars a page does not hold."""
    found = []
    if row.problem:
        return [row.problem]
    if row.bar and row.queries > row.bar:
        found.append("QUERIES")
    if row.floor and row.to_floor > TO_FLOOR:
        found.append("FLOOR")
    if smaller and smaller.p95 and row.p95 / smaller.p95 > BETWEEN_SIZES:
        found.append("GROWS")
    if smaller and not smaller.problem and row.queries > smaller.queries:
        found.append("MORE-QUERIES")
    return found


def pages(rows: Sequence[Timing], smaller: Sequence[Timing], names: tuple[str, str]) -> int:
    """Print one line a page; returns how many do not hold a bar."""
    before = {row.label: row for row in smaller}
    over = 0
    print(f"\n{'page':44} {'queries':>8} {'p50 ms':>8} {'p95 ms':>8} {'floor ms':>8} {'x floor':>8} {names[1]:>8}")
    for row in rows:
        found = faults(row, before.get(row.label))
        over += bool(found)
        growth = row.p95 / before[row.label].p95 if row.label in before and before[row.label].p95 else 0
        cells = f"{row.queries:>4}/{row.bar:<3} {row.p50:>8.1f} {row.p95:>8.1f} {row.floor:>8.1f} {row.to_floor:>8.1f}"
        print(f"{row.label:44} {cells} {growth:>8.1f} {' '.join(found)}".rstrip())
    return over


def figures(rows: Sequence[dict]) -> int:
    """Print one line for each further figure; returns how many do not hold their bar."""
    if rows:
        print(f"\n{'what':52} {'measured':>22} {'ratio':>8} bar")
    for row in rows:
        word = "" if row["holds"] else "OVER"
        print(f"{row['name']:52} {row['value']:>22} {row['ratio']:>8.2f} {row['bar']} {word}".rstrip())
    return sum(not row["holds"] for row in rows)
