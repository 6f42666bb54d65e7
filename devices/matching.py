"""Which device a line of an export means: by the source's id, then serial number, MAC address, name. No writing."""

import re
from collections import defaultdict
from collections.abc import Iterable

from devices.models import Device
from imports.headers import plain
from imports.matches import Match, match_of

_HEX = re.compile(r"^[0-9a-f]{12}$")
_NO_SERIALS = frozenset(
    map(
        plain,
        (
            "none", "n/a", "na", "null", "unknown", "unbekannt", "0", "default string", "system serial number",
            "to be filled by o.e.m.", "to be filled by oem", "not specified", "not applicable", "chassis serial number",
            "o.e.m.", "invalid", "123456789", "keine", "-",
        ),
    )
)  # fmt: skip


def clean_serial(text: str) -> str:
    """The serial number, or nothing for what makers write where none was set."""
    word = plain(text)
    return "" if not word or word in _NO_SERIALS or set(word) == {"0"} else text


def clean_mac(text: str) -> str | None:
    """The first MAC address in the text as AA:BB:CC:DD:EE:FF; nothing when there is none, None when it is wrong."""
    parts = [part for part in re.split(r"[,;|\s]+", text) if part]
    for part in parts:
        digits = re.sub(r"[:.\-]", "", part.casefold())
        if _HEX.match(digits) and set(digits) != {"0"}:
            return ":".join(digits[at : at + 2] for at in range(0, 12, 2)).upper()
    is_empty = all(set(re.sub(r"[:.\-]", "", part)) <= {"0"} for part in parts)
    return "" if is_empty else None


class Known:
    """The devices of one company, found by what exports know of them."""

    def __init__(self, devices: Iterable[Device]):
        self._by_id: dict[tuple[str, str], Device] = {}
        self._by: dict[str, dict[str, list[Device]]] = {
            key: defaultdict(list) for key in ("serial_number", "mac_address", "name")
        }
        for device in devices:
            self.add(device)

    def add(self, device: Device) -> None:
        if device.external_id:
            self._by_id[device.source, device.external_id] = device
        for key, index in self._by.items():
            word = plain(getattr(device, key))
            if word:
                index[word].append(device)

    def match(self, source: str, values: dict[str, str]) -> Match[Device]:
        """The first rule that finds something decides. A MAC address or a name does not outweigh two serial numbers."""
        device = self._by_id.get((source, values.get("external_id", "")))
        if device:
            return Match(device, "external_id")
        serial = plain(values.get("serial_number", ""))
        for key, index in self._by.items():
            word = plain(values.get(key, ""))
            found = index.get(word, []) if word else []
            if key != "serial_number" and serial:
                found = [each for each in found if plain(each.serial_number) in ("", serial)]
            if found:
                return match_of(found, key)
        return Match()
