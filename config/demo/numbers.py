"""Numbers of the demo with right check digits: the digits that fit are looked for, not known."""

from core.identifiers import check_leitweg_id, check_vat_id


def with_check_digits(base: str) -> str:
    """A VAT id from its beginning. Raises ValueError when no ending fits."""
    ending = "B01" if base.startswith("NL") else ""
    for digit in range(10):
        candidate = f"{base}{digit}{ending}"
        if check_vat_id(candidate).is_valid:
            return candidate
    raise ValueError(f"No check digit makes {base} a VAT id.")


def leitweg_id(base: str) -> str:
    """A Leitweg-ID from its beginning."""
    for number in range(100):
        candidate = f"{base}-{number:02d}"
        if check_leitweg_id(candidate).is_valid:
            return candidate
    raise ValueError(f"No check digits make {base} a Leitweg-ID.")
