from datetime import date

import pytest

from contracts.models import ContractType
from core.errors import DomainError, EditConflict, NotAllowed
from core.rowsecurity import acting_for
from devices.models import Coverage, Device, Review
from devices.operations import add_device, cover_devices, review_devices_without_contract
from events.models import Event
from tests.devices.conftest import new_contract, new_device, new_level, new_line


def keys() -> list[str]:
    return list(Event.objects.filter(key__startswith="devices.").order_by("pk").values_list("key", flat=True))


def test_a_device_entered_by_hand_waits_for_review(weinhold, tom):
    device = add_device(company=weinhold, by=tom, name="Ärzte-PC", kind="workstation")
    assert (device.review, device.sort_name) == (Review.UNREVIEWED, "arzte-pc")
    assert keys() == ["devices.device_created"]


def test_covering_a_device_reviews_it_and_says_who_did(workstation, standard, devices, tom):
    device = devices[0]
    device.cover(contract_services=[workstation], service_level=standard, by=tom)
    device.refresh_from_db()
    assert (device.review, device.reviewed_by, device.service_level) == (Review.COVERED, tom, standard)
    assert [each.contract_service for each in device.coverages.all()] == [workstation]
    assert device.version == 2
    assert keys() == ["devices.device_covered"]


def test_covering_states_exactly_what_covers(contract, workstation, devices, tom):
    backup = new_line(contract, "Backup")
    devices[0].cover(contract_services=[workstation, backup], service_level=None, by=tom)
    devices[0].cover(contract_services=[backup], service_level=None, by=tom)
    assert [each.contract_service for each in devices[0].coverages.all()] == [backup]
    devices[0].cover(contract_services=[], service_level=None, by=tom)
    assert Device.objects.get(pk=devices[0].pk).review == Review.UNREVIEWED


def test_many_devices_are_covered_at_once_and_keep_what_they_have(contract, workstation, standard, devices, tom):
    backup = new_line(contract, "Backup")
    devices[0].cover(contract_services=[backup], service_level=None, by=tom)
    cover_devices(devices=devices, contract_services=[workstation], service_level=standard, by=tom)
    assert Coverage.objects.count() == 4
    assert {each.review for each in Device.objects.all()} == {Review.COVERED}
    assert {each.service_level_id for each in Device.objects.all()} == {standard.pk}
    assert keys()[-1] == "devices.device_covered"
    assert Event.objects.latest("pk").data["count"] == 3


def test_covering_twice_changes_nothing_more(workstation, devices, tom):
    for _time in range(2):
        cover_devices(devices=devices, contract_services=[workstation], service_level=None, by=tom)
    assert Coverage.objects.count() == 3


def test_reviewed_without_contract_takes_the_services_away(workstation, devices, tom):
    cover_devices(devices=devices, contract_services=[workstation], service_level=None, by=tom)
    devices[0].review_without_contract(by=tom)
    review_devices_without_contract(devices=devices[1:], by=tom)
    assert not Coverage.objects.exists()
    assert {each.review for each in Device.objects.all()} == {Review.NO_CONTRACT}


@pytest.mark.parametrize("ended", [{"ends_on": date(2021, 1, 1)}, {"is_active": False}])
def test_a_contract_that_has_ended_covers_nothing(weinhold, devices, tom, ended):
    line = new_line(new_contract(weinhold, **ended))
    with pytest.raises(DomainError) as caught:
        devices[0].cover(contract_services=[line], service_level=None, by=tom)
    assert (caught.value.code, caught.value.field) == ("contract_not_usable", "services")


def test_only_a_recurring_contract_covers(contract, workstation, devices, tom):
    contract.type = ContractType.TIME_AND_MATERIALS
    contract.save()
    with pytest.raises(DomainError, match="contract_not_usable"):
        cover_devices(devices=devices, contract_services=[workstation], service_level=None, by=tom)


def test_a_service_of_another_customer_is_refused(obertal, devices, tom):
    line = new_line(new_contract(obertal))
    for covers in (
        lambda: devices[0].cover(contract_services=[line], service_level=None, by=tom),
        lambda: cover_devices(devices=devices, contract_services=[line], service_level=None, by=tom),
    ):
        with pytest.raises(DomainError, match="service_of_other_company"):
            covers()
    assert not Coverage.objects.exists()


def test_the_own_service_level_of_another_customer_is_refused(rheintal, obertal, devices, tom):
    level = new_level(rheintal, "Obertal's own", company=obertal)
    with pytest.raises(DomainError, match="service_level_not_offered"):
        cover_devices(devices=devices, contract_services=[], service_level=level, by=tom)


def test_devices_of_two_customers_are_not_covered_together(workstation, obertal, devices, tom):
    with pytest.raises(DomainError, match="devices_of_several_companies"):
        cover_devices(
            devices=[*devices, new_device(obertal)], contract_services=[workstation], service_level=None, by=tom
        )


def test_nothing_chosen_is_said(workstation, devices, tom):
    with pytest.raises(DomainError, match="no_device_chosen"):
        cover_devices(devices=[], contract_services=[workstation], service_level=None, by=tom)
    with pytest.raises(DomainError, match="nothing_to_cover_with"):
        cover_devices(devices=devices, contract_services=[], service_level=None, by=tom)


def test_a_service_of_another_tenant_is_not_there(kuestenhof, devices, tom):
    line = new_line(new_contract(kuestenhof))
    with pytest.raises(DomainError), acting_for(tom.tenant_id):
        cover_devices(devices=devices, contract_services=[line], service_level=None, by=tom)


def test_the_second_of_two_edits_is_told(devices, tom, jana):
    devices[0].update_details(values={"name": "Empfang"}, seen=1, by=tom)
    with pytest.raises(EditConflict):
        devices[0].update_details(values={"name": "Kasse"}, seen=1, by=jana)
    device = Device.objects.get(pk=devices[0].pk)
    assert (device.name, device.sort_name, device.version) == ("Empfang", "empfang", 2)
    assert Event.objects.latest("pk").changes == {"name": ["PC-01", "Empfang"]}


def test_the_company_of_a_device_never_changes(obertal, devices, tom):
    for given in ({"company": obertal}, {"company_id": obertal.pk}):
        with pytest.raises(TypeError, match="company"):
            devices[0].update_details(values={**given, "name": "x"}, seen=1, by=tom)
    assert Device.objects.get(pk=devices[0].pk).company_id == devices[0].company_id


def test_a_device_out_of_use_stays_in_the_records(devices, tom):
    devices[0].deactivate(by=tom)
    devices[0].deactivate(by=tom)
    assert not Device.objects.get(pk=devices[0].pk).is_active
    devices[0].activate(by=tom)
    assert keys() == ["devices.device_deactivated", "devices.device_activated"]


def test_billing_admins_may_not_cover(workstation, devices, petra):
    for verb in (
        lambda: devices[0].cover(contract_services=[workstation], service_level=None, by=petra),
        lambda: devices[0].review_without_contract(by=petra),
        lambda: devices[0].deactivate(by=petra),
        lambda: devices[0].update_details(values={"name": "x"}, seen=1, by=petra),
        lambda: cover_devices(devices=devices, contract_services=[workstation], service_level=None, by=petra),
        lambda: add_device(company=devices[0].company, by=petra, name="x", kind="server"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_an_inactive_company_gets_no_devices(weinhold, tom):
    weinhold.is_active = False
    weinhold.save()
    with pytest.raises(DomainError, match="company_inactive"):
        add_device(company=weinhold, by=tom, name="x", kind="server")


def test_technicians_see_the_devices_of_their_customers_only(devices, obertal, tom, sina, alice):
    new_device(obertal)
    assert Device.objects.visible_to(tom).count() == 3
    assert not Device.objects.visible_to(sina).exists()
    assert Device.objects.visible_to(alice).count() == 4
