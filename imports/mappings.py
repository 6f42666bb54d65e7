"""Which column of a file fills which field: guessed from its headers, or as somebody read the same headers before."""

from django.utils import timezone

from imports.adapters import Adapter
from imports.headers import fingerprint, plain
from imports.models import ImportRun, RememberedMapping


def guess_layout(adapter: Adapter, headers: list[str]) -> str:
    """The key of the layout whose headers the file has, or an empty string."""
    present = {plain(header) for header in headers}
    best, most = "", 0
    for layout in adapter.layouts:
        if not all(plain(header) in present for header in layout.telling):
            continue
        hits = sum(any(plain(name) in present for name in names) for names in layout.headers.values())
        if hits > most:
            best, most = layout.key, hits
    return best


def guess_mapping(adapter: Adapter, headers: list[str], layout_key: str) -> dict[str, str]:
    """Header for each of our keys, by the layout first, then by the usual names. A header is used once."""
    layout = next((each for each in adapter.layouts if each.key == layout_key), None)
    by_plain: dict[str, str] = {}
    for header in headers:
        by_plain.setdefault(plain(header), header)
    mapping: dict[str, str] = {}
    for names_of in ((layout.headers if layout else {}), {column.key: column.headers for column in adapter.columns}):
        for key, names in names_of.items():
            found = next((by_plain[plain(name)] for name in names if plain(name) in by_plain), None)
            if found and key not in mapping and found not in mapping.values():
                mapping[key] = found
    return mapping


def map_columns(run: ImportRun, adapter: Adapter) -> None:
    """Fill the run's layout and mapping: as these headers were read last time, else guessed."""
    known = RememberedMapping.objects.filter(kind=run.kind, headers=fingerprint(run.headers)).first()
    if known is None:
        run.layout = guess_layout(adapter, run.headers)
        run.mapping = guess_mapping(adapter, run.headers, run.layout)
        return
    by_plain = {plain(header): header for header in reversed(run.headers)}
    keys = {column.key for column in adapter.columns}
    run.layout, run.is_remembered = known.layout, True
    run.mapping = {key: by_plain[name] for key, name in known.mapping.items() if key in keys and name in by_plain}


def remember(run: ImportRun) -> None:
    """Next time a file with these headers is read the same way."""
    RememberedMapping.objects.update_or_create(
        tenant_id=run.tenant_id, kind=run.kind, headers=fingerprint(run.headers),
        defaults={
            "layout": run.layout, "changed_at": timezone.now(),
            "mapping": {key: plain(header) for key, header in run.mapping.items()},
        },
    )  # fmt: skip
