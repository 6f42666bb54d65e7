import pytest

from core.errors import DomainError, NotAllowed
from devices.importing import KIND
from devices.models import Device, DeviceKind, Review
from events.models import Door, Event
from imports import runs
from imports.models import RowAction, RunState
from tests.cast import new_company
from tests.devices.conftest import FILES, new_device
from tests.support import imports
from tests.support.imports import actions
from tests.support.queries import at_most


def check(company, content: bytes | str, *, by, name="devices.csv"):
    return imports.check(KIND, content, by=by, name=name, company=company)


def check_file(company, name: str, *, by):
    return check(company, (FILES / name).read_bytes(), by=by, name=name)


def problem(run) -> tuple[str, str]:
    """Field and reason of the only problem."""
    [row] = run.rows.filter(action=RowAction.WRONG)
    [found] = row.problems
    return found["field"], found["reason"]


def test_a_ninjaone_export_is_recognised_and_imported(weinhold, tom):
    run = check_file(weinhold, "ninjaone.csv", by=tom)
    assert (run.layout, actions(run)) == ("ninjaone", ["create"] * 3)
    assert not Device.objects.exists()
    runs.apply(run=run, by=tom)
    laptop = Device.objects.get(name="WST-NB-02")
    assert (laptop.kind, laptop.serial_number, laptop.mac_address) == (
        DeviceKind.LAPTOP,
        "PF3XK2LM",
        "3C:52:82:10:00:02",
    )
    assert (laptop.source, laptop.external_id) == ("ninjaone", "7a1d0001-1111-4c1e-9a01-000000000002")
    assert laptop.operating_system == "Windows 11 Professional"
    assert Device.objects.get(name="WST-DC01").kind == DeviceKind.SERVER
    assert set(Device.objects.values_list("review", flat=True)) == {Review.UNREVIEWED}


def test_a_datto_export_leaves_other_customers_out(weinhold, tom):
    run = check_file(weinhold, "datto.csv", by=tom)
    assert (run.layout, actions(run)) == ("datto", ["create", "create", "left_out"])
    runs.apply(run=run, by=tom)
    assert list(Device.objects.in_name_order().values_list("name", "serial_number")) == [
        ("WST-NB-02", ""),
        ("WST-PC-01", "5CG2140ABC"),
    ]


def test_an_nable_export_in_windows_1252_is_read(weinhold, tom):
    run = check_file(weinhold, "nable.csv", by=tom)
    assert (run.layout, actions(run)) == ("nable", ["create", "create"])
    runs.apply(run=run, by=tom)
    printer = Device.objects.get(kind=DeviceKind.PRINTER)
    assert (printer.model, printer.external_id) == ("Kyocera ECOSYS M3645", "1204332")


def test_german_headers_of_no_known_product_are_read(weinhold, tom):
    run = check(weinhold, "Gerätename;Geräteart;Seriennummer;Hersteller\nKasse;Arbeitsplatz;A1;Dell\n", by=tom)
    runs.apply(run=run, by=tom)
    device = Device.objects.get()
    assert (device.name, device.kind, device.manufacturer) == ("Kasse", DeviceKind.WORKSTATION, "Dell")


def test_importing_twice_changes_nothing(weinhold, tom):
    runs.apply(run=check_file(weinhold, "ninjaone.csv", by=tom), by=tom)
    again = check_file(weinhold, "ninjaone.csv", by=tom)
    assert actions(again) == ["same"] * 3
    runs.apply(run=again, by=tom)
    assert Device.objects.count() == 3
    assert Event.objects.filter(key="devices.devices_imported").count() == 1


def test_a_run_applies_once(weinhold, tom):
    run = check_file(weinhold, "ninjaone.csv", by=tom)
    runs.apply(run=run, by=tom)
    for verb in (
        lambda: runs.apply(run=run, by=tom),
        lambda: runs.discard(run=run, by=tom),
        lambda: runs.remap(run=run, layout="datto", mapping={}, groups=[], by=tom),
    ):
        with pytest.raises(DomainError, match="import_applied"):
            verb()
    assert Device.objects.count() == 3


def test_an_import_is_one_event_by_its_own_door(weinhold, tom):
    runs.apply(run=check_file(weinhold, "ninjaone.csv", by=tom), by=tom)
    event = Event.objects.get(key="devices.devices_imported")
    assert (event.door, event.company_id, event.data) == (Door.IMPORT, weinhold.pk, {"created": 3, "changed": 0})


def test_a_change_is_shown_field_by_field(weinhold, tom):
    device = new_device(
        weinhold, "WST-PC-01", serial_number="5CG2140ABC", manufacturer="HP", operating_system="Windows 10"
    )
    run = check(weinhold, "Name,Serial,OS,Manufacturer\nWST-PC-01,5CG2140ABC,Windows 11,\n", by=tom)
    row = run.rows.get()
    assert (row.action, row.record_id) == ("update", device.pk)
    assert row.changes == {"operating_system": ["Windows 10", "Windows 11"]}
    runs.apply(run=run, by=tom)
    device.refresh_from_db()
    assert (device.operating_system, device.manufacturer, device.version) == ("Windows 11", "HP", 2)


def test_what_a_file_leaves_empty_stays(weinhold, tom):
    new_device(weinhold, "PC", serial_number="S1", last_user="anna")
    assert actions(check(weinhold, "Name,Serial,Last user\nPC,S1,\n", by=tom)) == ["same"]


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"source": "ninjaone", "external_id": "u1", "name": "Old"}, "New,u1,,"),
        ({"serial_number": "SN-1", "name": "Old"}, "New,u9,sn1,"),
        ({"mac_address": "00:11:22:33:44:55", "name": "Old"}, "New,u9,,001122334455"),
        ({"name": "NEW"}, "new,u9,,"),
    ],
)
def test_a_device_is_known_by_id_then_serial_then_mac_then_name(weinhold, tom, known, line):
    device = new_device(weinhold, **known)
    run = check(weinhold, f"Display Name,UID,Serial Number,MAC Address,Organization\n{line},x\n", by=tom)
    assert run.layout == "ninjaone"
    assert run.rows.get().record_id == device.pk


def test_the_id_outweighs_the_serial_number(weinhold, tom):
    device = new_device(weinhold, "A", source="file", external_id="1", serial_number="S1")
    new_device(weinhold, "B", source="file", external_id="2", serial_number="S2")
    run = check(weinhold, "Name,Device ID,Serial\nA,1,S2\n", by=tom)
    assert run.rows.get().record_id == device.pk


def test_a_name_does_not_outweigh_two_serial_numbers(weinhold, tom):
    new_device(weinhold, "PC-01", serial_number="OLD")
    assert actions(check(weinhold, "Name,Serial\nPC-01,NEW\n", by=tom)) == ["create"]


def test_a_serial_number_nobody_set_matches_nothing(weinhold, tom):
    new_device(weinhold, "A", serial_number="Default string")
    run = check(weinhold, "Name,Serial\nB,To be filled by O.E.M.\nC,Default string\n", by=tom)
    assert actions(run) == ["create", "create"]


def test_matching_stays_within_the_company(weinhold, obertal, tom):
    new_device(obertal, "PC-01", serial_number="S1", mac_address="00:11:22:33:44:55")
    assert actions(check(weinhold, "Name,Serial,MAC\nPC-01,S1,001122334455\n", by=tom)) == ["create"]


def test_a_device_never_moves_and_a_hidden_customer_is_not_named(weinhold, obertal, tom, alice):
    device = new_device(obertal, "PC-01", source="file", external_id="7")
    content = "Name,Device ID\nPC-01,7\n"
    assert problem(check(weinhold, content, by=tom)) == (
        "external_id", "The device with this id belongs to another customer.",
    )  # fmt: skip
    assert "Gemeinde Obertal" in problem(check(weinhold, content, by=alice))[1]
    assert Device.objects.get(pk=device.pk).company == obertal


def test_the_same_id_at_another_msp_is_no_matter(kuestenhof, weinhold, tom):
    new_device(kuestenhof, "PC-01", source="file", external_id="7")
    assert actions(check(weinhold, "Name,Device ID\nPC-01,7\n", by=tom)) == ["create"]


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        ("Name,Serial\n,S1\n", "name", "The name is missing."),
        ("Name,MAC\nPC,zz:11\n", "mac_address", "“zz:11” is not a MAC address."),
        (f"Name,Serial\nPC,{'9' * 101}\n", "serial_number", "Longer than 100 characters."),
        ("Name,Device ID\nA,1\nB,1\n", "external_id", "Line 2 has the same id."),
    ],
)
def test_a_wrong_line_says_field_and_reason(weinhold, tom, content, field, reason):
    assert problem(check(weinhold, content, by=tom)) == (field, reason)


def test_two_lines_for_one_device_and_two_devices_for_one_line_are_wrong(weinhold, tom):
    new_device(weinhold, "A", serial_number="S1")
    assert problem(check(weinhold, "Name,Serial\nA,S1\nA,\n", by=tom)) == ("name", "Line 2 means the same device.")
    new_device(weinhold, "B", serial_number="S1")
    assert problem(check(weinhold, "Name,Serial\nC,S1\n", by=tom))[0] == "serial_number"


def test_wrong_lines_stay_out_and_the_others_go_in(weinhold, tom):
    run = runs.apply(run=check(weinhold, "Name,MAC\nA,\nB,nonsense\nC,\n", by=tom), by=tom)
    assert (actions(run), run.state) == (["create", "wrong", "create"], RunState.APPLIED)
    assert list(Device.objects.in_name_order().values_list("name", flat=True)) == ["A", "C"]


def test_a_file_without_one_good_line_is_not_imported(weinhold, tom):
    run = check(weinhold, "Name,MAC\nB,nonsense\n", by=tom)
    with pytest.raises(DomainError, match="nothing_to_import"):
        runs.apply(run=run, by=tom)
    run.refresh_from_db()
    assert run.state == RunState.CHECKED


def test_of_several_customers_one_must_be_chosen(obertal, jana):
    content = "Name,Customer\nA,North\nB,South\nC,North\n"
    run = check(obertal, content, by=jana)
    assert actions(run) == ["wrong"] * 3
    run = runs.remap(run=run, layout="", mapping=run.mapping, groups=["North", "forged"], by=jana)
    assert (run.groups, actions(run)) == (["North"], ["create", "left_out", "create"])
    assert run.rows.get(action="left_out").notes == [
        {"field": "organization", "reason": "This line belongs to “South”, which was not chosen."}
    ]


def test_a_legal_form_tells_no_customer_of_the_file_from_another(rheintal, jana):
    company = new_company(jana, "Haus Sonne gGmbH")

    run = check(company, "Name,Customer\nA,Haus Sonne - Süd\nB,Haus Mond gGmbH\n", by=jana)

    assert run.groups == ["Haus Sonne - Süd"]


def test_columns_can_be_read_another_way(weinhold, tom):
    run = check(weinhold, "Alpha,Beta\nPC-01,S1\n", by=tom)
    assert actions(run) == ["wrong"]
    mapping = {"name": "Alpha", "serial_number": "Beta"}
    run = runs.remap(run=run, layout="", mapping=mapping, groups=[], by=tom)
    assert (run.mapping, actions(run)) == (mapping, ["create"])


@pytest.mark.parametrize("mapping", [{"name": "Alpha", "tenant_id": "Beta"}, {"name": "Alpha", "model": "Gamma"}])
def test_neither_fields_nor_columns_can_be_made_up(weinhold, tom, mapping):
    run = check(weinhold, "Alpha,Beta\nPC-01,S1\n", by=tom)
    with pytest.raises(DomainError, match="not_known"):
        runs.remap(run=run, layout="", mapping=mapping, groups=[], by=tom)


def test_what_changed_since_the_dry_run_is_met_as_it_is_now(weinhold, tom):
    run = check(weinhold, "Name,Serial\nPC-01,S1\n", by=tom)
    device = new_device(weinhold, "PC-01", serial_number="S1")
    runs.apply(run=run, by=tom)
    assert run.rows.get().record_id == device.pk
    assert Device.objects.count() == 1


def test_a_device_found_again_is_in_use_again(weinhold, tom):
    device = new_device(weinhold, "PC-01", is_active=False)
    run = check(weinhold, "Name\nPC-01\n", by=tom)
    assert run.rows.get().changes == {"is_active": [False, True]}
    runs.apply(run=run, by=tom)
    assert Device.objects.get(pk=device.pk).is_active


def test_billing_admins_may_not_import(weinhold, tom, petra):
    run = check_file(weinhold, "ninjaone.csv", by=tom)
    with pytest.raises(NotAllowed):
        runs.apply(run=run, by=petra)
    assert not Device.objects.exists()


@pytest.mark.parametrize("count", [2, 200])
def test_an_import_costs_no_more_queries_for_more_lines(weinhold, tom, count):
    content = "Name,Serial\n" + "".join(f"D{number},S{number}\n" for number in range(count))
    with at_most(16):
        run = check(weinhold, content, by=tom)
    with at_most(20):
        runs.apply(run=run, by=tom)


def test_an_id_taken_by_another_customer_meanwhile_is_refused_and_nothing_is_imported(
    weinhold, obertal, alice, monkeypatch
):
    run = check(weinhold, "Name,Device ID\nPC-01,7\nPC-02,8\n", by=alice)
    new_device(obertal, "PC-01", source="file", external_id="7")
    monkeypatch.setattr("devices.importing._elsewhere", lambda *args: {})
    with pytest.raises(DomainError, match="imported_meanwhile"):
        runs.apply(run=run, by=alice)
    assert not Device.objects.filter(company=weinhold).exists()
