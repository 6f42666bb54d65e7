"""The columns of device exports as NinjaOne, N-able and Datto RMM write them, and how kinds of devices are called."""

import re

from django.utils.translation import gettext_lazy as _

from devices.models import DeviceKind
from imports.adapters import Layout, TargetColumn
from imports.headers import plain

COLUMNS = (
    TargetColumn("name", _("name"), (
        "Name", "Device", "Device name", "Hostname", "Host name", "Computer name", "Computer", "System name",
        "Gerät", "Gerätename", "Rechnername", "Computername", "Bezeichnung",
    ), is_required=True),
    TargetColumn("kind", _("kind"), (
        "Kind", "Type", "Device type", "Device class", "Device role", "Role", "Class", "Category",
        "Art", "Typ", "Gerätetyp", "Geräteart", "Geräteklasse", "Kategorie",
    )),
    TargetColumn("serial_number", _("serial number"), (
        "Serial number", "Serial", "Serial no", "Service tag", "S/N", "Seriennummer", "Serien-Nr.", "Seriennr",
    )),
    TargetColumn("mac_address", _("MAC address"), (
        "MAC address", "MAC address(es)", "MAC addresses", "MAC", "Physical address", "MAC-Adresse", "MAC-Adressen",
    )),
    TargetColumn("operating_system", _("operating system"), (
        "Operating system", "OS", "OS name", "OS version", "Betriebssystem",
    )),
    TargetColumn("manufacturer", _("manufacturer"), ("Manufacturer", "Vendor", "Make", "Hersteller", "Marke")),
    TargetColumn("model", _("model"), ("Model", "Device model", "Product", "Modell", "Gerätemodell")),
    TargetColumn("last_user", _("last user"), (
        "Last user", "Last logged in user", "Last logged on user", "Logged in user", "User",
        "Letzter Benutzer", "Zuletzt angemeldet", "Benutzer",
    )),
    TargetColumn("external_id", _("id in the source"), (
        "Device ID", "Device UID", "UID", "ID", "GUID", "External ID", "Geräte-ID", "Kennung",
    )),
    TargetColumn("organization", _("customer in the file"), (
        "Organization", "Organisation", "Customer", "Client", "Company", "Site", "Site name", "Kunde", "Firma",
        "Standort", "Mandant",
    )),
)  # fmt: skip

LAYOUTS = (
    Layout("ninjaone", "NinjaOne", {
        "name": ("System Name", "Display Name"),
        "kind": ("Device Role", "Role", "Device Type", "Type", "Device Class"),
        "serial_number": ("Serial Number", "System Serial Number", "BIOS Serial Number"),
        "mac_address": ("MAC Address", "MAC Addresses"),
        "operating_system": ("OS Name", "OS"),
        "manufacturer": ("Manufacturer", "System Manufacturer"),
        "model": ("Model", "System Model"),
        "last_user": ("Last Logged In User", "Last Logged-in User"),
        "external_id": ("UID", "Id", "Device ID"),
        "organization": ("Organization", "Organization Name"),
    }, telling=("Display Name", "Organization")),
    Layout("datto", "Datto RMM", {
        "name": ("Hostname", "Device Hostname"),
        "kind": ("Device Type", "Device Class", "Category"),
        "serial_number": ("Serial Number",),
        "mac_address": ("MAC Address(es)", "MAC Address", "MAC Addresses"),
        "operating_system": ("Operating System", "OS"),
        "manufacturer": ("Manufacturer",),
        "model": ("Model", "Device Model"),
        "last_user": ("Last User", "Last Logged In User"),
        "external_id": ("Device UID", "UID"),
        "organization": ("Site Name", "Site"),
    }, telling=("Hostname", "Device UID")),
    Layout("nable", "N-able", {
        "name": ("Device Name", "Name"),
        "kind": ("Device Class", "Device Type", "Class"),
        "serial_number": ("Serial Number",),
        "mac_address": ("MAC Address",),
        "operating_system": ("OS", "Operating System", "Reported OS"),
        "manufacturer": ("Make", "Manufacturer"),
        "model": ("Model", "Make/Model", "Make / Model"),
        "last_user": ("Last Logged On User", "Last Logged In User", "Username"),
        "external_id": ("Device ID", "Asset ID"),
        "organization": ("Customer", "Client", "Customer Name"),
    }, telling=("Customer", "Device Name")),
    Layout("nsight", "N-able N-sight", {
        "name": ("Device Name", "Name"),
        "kind": ("Device Class", "Device Type", "Chassis Type", "Type"),
        "serial_number": ("Serial Number",),
        "mac_address": ("MAC Address",),
        "operating_system": ("OS", "Operating System"),
        "manufacturer": ("Manufacturer", "Make"),
        "model": ("Model", "Make/Model"),
        "last_user": ("Last Logged On User", "Username", "User"),
        "external_id": ("Device ID", "Asset ID"),
        "organization": ("Client", "Client Name"),
    }, telling=("Client", "Device Name")),
)  # fmt: skip

SOURCES = {"nsight": "nable"}
"""Two products of one maker keep apart layouts, but one source of device ids."""

_WORDS = (
    (DeviceKind.SERVER, ("server", "esxi", "vm host", "vmhost", "hyper-v", "hypervisor", "domain controller", "nas")),
    (DeviceKind.LAPTOP, ("laptop", "notebook", "portable", "macbook", "convertible", "surface")),
    (DeviceKind.PRINTER, ("printer", "drucker", "mfp", "multifunktion", "plotter")),
    (DeviceKind.NETWORK, (
        "network", "netzwerk", "switch", "router", "firewall", "access point", "wlan", "gateway", "snmp", "usv", "ups",
        "cisco",
    )),
    (DeviceKind.MOBILE, ("mobile", "mobil", "phone", "tablet", "ipad", "ipados", "android", "ios", "smartphone")),
    (DeviceKind.WORKSTATION, (
        "workstation", "desktop", "arbeitsplatz", "arbeitsstation", "pc", "tower", "mac", "macos", "thin client",
        "main system chassis",
    )),
)  # fmt: skip
_SHORT = 4


def kind_of(said: str, operating_system: str) -> DeviceKind | None:
    """The kind that an export means: by its own word, else by the operating system; None if neither tells."""
    for text in (said, operating_system):
        words = set(re.findall(r"[^\W_]+", text.casefold()))
        for kind, telling in _WORDS:
            if any(each in words if len(each) <= _SHORT else plain(each) in plain(text) for each in telling):
                return kind
    if plain(operating_system).startswith(("windows", "microsoftwindows", "linux", "ubuntu")):
        return DeviceKind.WORKSTATION
    return DeviceKind.OTHER if said else None
