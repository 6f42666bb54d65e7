import pytest

from devices.layouts import kind_of
from devices.matching import clean_mac, clean_serial
from devices.models import DeviceKind


@pytest.mark.parametrize(
    ("said", "system", "kind"),
    [
        ("Windows Workstation", "Windows 11", DeviceKind.WORKSTATION),
        ("WINDOWS_SERVER", "", DeviceKind.SERVER),
        ("Laptop - Windows", "", DeviceKind.LAPTOP),
        ("Desktop", "", DeviceKind.WORKSTATION),
        ("ESXi Host", "", DeviceKind.SERVER),
        ("Switch/Router", "", DeviceKind.NETWORK),
        ("Printers", "", DeviceKind.PRINTER),
        ("Apple iOS", "", DeviceKind.MOBILE),
        ("Managed device", "Microsoft Windows 11 Pro 10.0", DeviceKind.WORKSTATION),
        ("", "Windows Server 2022 Standard", DeviceKind.SERVER),
        ("", "macOS 15.1", DeviceKind.WORKSTATION),
        ("Generic", "", DeviceKind.OTHER),
        ("BIOS update group", "", DeviceKind.OTHER),
        ("", "", None),
    ],
)
def test_kinds_are_read_as_exports_write_them(said, system, kind):
    assert kind_of(said, system) == kind


@pytest.mark.parametrize(
    ("text", "mac"),
    [
        ("", ""),
        ("3C-52-82-10-00-01", "3C:52:82:10:00:01"),
        ("3c52.8210.0001", "3C:52:82:10:00:01"),
        ("3c5282100001", "3C:52:82:10:00:01"),
        ("00:00:00:00:00:00, 3C:52:82:10:00:02", "3C:52:82:10:00:02"),
        ("00:00:00:00:00:00", ""),
        ("3C:52:82", None),
        ("none", None),
    ],
)
def test_mac_addresses_are_written_one_way(text, mac):
    assert clean_mac(text) == mac


@pytest.mark.parametrize("text", ["To be filled by O.E.M.", "Default string", "0000000", "N/A", "None", " - "])
def test_serial_numbers_that_nobody_set_are_none(text):
    assert clean_serial(text) == ""


def test_a_serial_number_is_kept_as_written():
    assert clean_serial("VMware-56 4d 3c") == "VMware-56 4d 3c"
