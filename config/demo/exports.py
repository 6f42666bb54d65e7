"""Device exports in the columns that people get from their RMM tool, made for the demo's customers."""

import csv
import io
from dataclasses import dataclass
from hashlib import sha256

_KINDS = (
    ("laptop", "NB", "Windows 11 Pro", "Lenovo", "ThinkPad T14 Gen 5"),
    ("workstation", "PC", "Windows 11 Pro", "Dell", "OptiPlex 7020"),
    ("laptop", "NB", "Windows 11 Pro", "HP", "EliteBook 840 G11"),
    ("workstation", "PC", "Windows 10 Pro", "Fujitsu", "ESPRIMO P7012"),
    ("server", "SRV", "Windows Server 2022 Standard", "HPE", "ProLiant DL360 Gen11"),
    ("network", "FW", "SFOS 21", "Sophos", "XGS 116"),
)
_WORDS = {
    "ninjaone": {"laptop": "Windows Laptop", "workstation": "Windows Workstation", "server": "Windows Server",
                 "network": "NMS Firewall"},
    "nable": {"laptop": "Laptop - Windows", "workstation": "Workstations - Windows", "server": "Servers - Windows",
              "network": "Router"},
    "datto": {"laptop": "Laptop", "workstation": "Desktop", "server": "Server", "network": "Network Device"},
}  # fmt: skip
_COLUMNS = {
    "ninjaone": ("Display Name", "System Name", "Organization", "Location", "Device Role", "OS Name", "Serial Number",
                 "MAC Address", "Manufacturer", "Model", "Last Logged In User", "UID"),
    "nable": ("Customer", "Site", "Device Name", "Device Class", "OS", "Serial Number", "MAC Address", "Make", "Model",
              "Last Logged On User", "Device ID"),
    "datto": ("Hostname", "Site Name", "Description", "Device Type", "Operating System", "Serial Number",
              "MAC Address(es)", "Int IP", "Last User", "Manufacturer", "Model", "Device UID"),
}  # fmt: skip
LAYOUTS = tuple(_COLUMNS)


@dataclass(frozen=True)
class Machine:
    """One device as a tool knows it."""

    name: str
    kind: str
    operating_system: str
    manufacturer: str
    model: str
    serial: str
    mac: str
    user: str
    uid: str


def machines(prefix: str, count: int, owner: str) -> list[Machine]:
    """So many devices, always the same for an owner; the last two of four or more are a server and a firewall."""
    made = []
    for number in range(1, count + 1):
        index = {count: 5, count - 1: 4}.get(number, number % 4) if count >= 4 else number % 4
        kind, short, system, maker, model = _KINDS[index]
        digest = sha256(f"{owner}-{number}".encode()).hexdigest()
        mac = "02:" + ":".join(digest[start : start + 2] for start in range(0, 10, 2))
        made.append(
            Machine(
                f"{prefix.upper()}-{short}{number:02d}",
                kind,
                system,
                maker,
                model,
                digest[10:20].upper(),
                mac.upper(),
                "" if kind in ("server", "network") else f"{prefix}\\user{number:02d}",
                digest[20:40],
            )  # fmt: skip
        )
    return made


def export(layout: str, company: str, city: str, found: list[Machine]) -> bytes:
    """The file as the tool writes it: commas, semicolons in Windows-1252 (N-able), or a BOM (Datto)."""
    words = _WORDS[layout]
    rows = {
        "ninjaone": lambda m: (m.name, m.name, company, city, words[m.kind], m.operating_system, m.serial, m.mac,
                               m.manufacturer, m.model, m.user, m.uid),
        "nable": lambda m: (company, city, m.name, words[m.kind], m.operating_system, m.serial, m.mac, m.manufacturer,
                            m.model, m.user, m.uid[:8]),
        "datto": lambda m: (m.name, company, "", words[m.kind], m.operating_system, m.serial, m.mac,
                            "192.0.2.10", m.user, m.manufacturer, m.model, m.uid),
    }[layout]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if layout == "nable" else ",", lineterminator="\r\n")
    writer.writerow(_COLUMNS[layout])
    writer.writerows(rows(machine) for machine in found)
    encoding = {"nable": "cp1252", "datto": "utf-8-sig"}.get(layout, "utf-8")
    return out.getvalue().encode(encoding, errors="replace")
