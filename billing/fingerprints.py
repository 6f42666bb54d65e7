"""What a reviewer had before the eyes, as plain values, and their fingerprint."""

import hashlib
import json
from typing import Any

from billing.family import Address, Family

PLAIN = (
    "is_tax_exempt", "exemption_reason", "vat_id", "tax_number", "address_mode", "attention", "channel", "format",
    "buyer_reference", "purchase_order",
)  # fmt: skip


def reviewed_values(family: Family, company_id: int) -> dict[str, dict[str, Any]]:
    """Every reviewed value: `is` decides whether it is still the same, `says` is how it is shown.

    `of` is the company that an address is of: who may not see it is not told. The resolved template and the effective
    address count, also when they come from elsewhere.
    """
    settings = family.settings[company_id]
    resolved, address = family.template(company_id), family.address(company_id)
    payer = family.companies[family.payer(company_id).company_id]
    values = {name: _value(getattr(settings, name)) for name in PLAIN}
    values["template"] = _record(resolved.template)
    values["tax_region"] = _record(settings.tax_region)
    values["address"] = _address(address)
    values["recipients"] = _recipients(family, company_id)
    values["payer_decision"] = _value(settings.payer_decision if settings.payer_is_decided else "")
    values["payer"] = _record(payer)
    return values


def fingerprint_of(reviewed: dict[str, dict[str, Any]]) -> str:
    """SHA-256 over what the values are, whatever they are called."""
    canonical = {key: value["is"] for key, value in reviewed.items()}
    return hashlib.sha256(json.dumps(canonical, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def fingerprint_in(family: Family, company_id: int) -> str:
    """The fingerprint of what stands in the family for this company."""
    return fingerprint_of(reviewed_values(family, company_id))


def changed_keys(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[str]:
    """The keys whose values differ, in the order of what stands now."""
    keys = [*now, *(key for key in before if key not in now)]
    return [key for key in keys if before.get(key, {}).get("is") != now.get(key, {}).get("is")]


def _value(value: Any) -> dict[str, Any]:
    plain = value if isinstance(value, bool) else str(value or "")
    return {"is": plain, "says": plain}


def _address(address: Address | None) -> dict[str, Any]:
    if address is None:
        return _value("")
    return {**_value(", ".join(address.lines())), "of": address.of.pk}


def _record(record: Any) -> dict[str, Any]:
    """By its id; its name in both languages, where it has two."""
    if record is None:
        return {"is": None, "says": ""}
    german = getattr(record, "name_de", "")
    return {"is": record.pk, "says": {"en": record.name, "de": german} if german else record.name}


def _recipients(family: Family, company_id: int) -> dict[str, Any]:
    contacts = family.recipients.get(company_id, [])
    return {
        "is": sorted([contact.pk, contact.email] for contact in contacts),
        "says": ", ".join(f"{contact.full_name} <{contact.email}>" for contact in contacts),
    }
