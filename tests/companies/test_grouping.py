"""Classifications, territories and market segments: the tenant's own lists."""

import pytest
from django.db import IntegrityError, transaction

from companies import defaults
from companies.models import Classification, Company, Icon, MarketSegment, Territory
from companies.operations import create_company, enter_grouping
from core.errors import DomainError, EditConflict, NotAllowed
from core.rowsecurity import acting_for
from tests.cast import new_company
from tests.support.events import events_of


@pytest.fixture
def gold(rheintal, alice) -> Classification:
    return enter_grouping(Classification, tenant=rheintal, by=alice, name="Gold", icon=Icon.TROPHY)


@pytest.fixture
def silver(rheintal, alice, gold) -> Classification:
    return enter_grouping(Classification, tenant=rheintal, by=alice, name="Silber")


def test_a_name_stands_once_however_it_is_written(rheintal, alice, gold, silver):
    with pytest.raises(DomainError) as refusal:
        enter_grouping(Classification, tenant=rheintal, by=alice, name="GOLD")
    assert (refusal.value.code, refusal.value.field) == ("name_taken", "name")

    with pytest.raises(DomainError):
        silver.update_details(values={"name": "gold"}, seen=1, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Classification.objects.create(tenant=rheintal, name="Gold")


def test_each_list_has_its_own_names(rheintal, alice, gold):
    assert enter_grouping(Territory, tenant=rheintal, by=alice, name="Gold", region="Süd").region == "Süd"


def test_only_who_manages_the_tenant_keeps_the_lists(rheintal, jana, gold):
    with pytest.raises(NotAllowed):
        enter_grouping(Territory, tenant=rheintal, by=jana, name="Nord")
    for verb in (gold.deactivate, gold.remove, lambda by: gold.move(up=True, by=by)):
        with pytest.raises(NotAllowed):
            verb(by=jana)


def test_a_new_name_stands_at_every_company_that_has_it(alice, jana, gold, weinhold):
    weinhold.update_details(values={"classification": gold}, seen=1, by=jana)

    gold.update_details(values={"name": "Platin", "icon": Icon.STAR}, seen=1, by=alice)

    assert Company.objects.get(pk=weinhold.pk).classification.name == "Platin"
    assert events_of(weinhold)[-1].changes == {"classification": [None, "Gold"]}


def test_the_second_of_two_edits_of_an_entry_is_told(alice, gold):
    gold.update_details(values={"name": "Platin"}, seen=1, by=alice)

    with pytest.raises(EditConflict):
        Classification.objects.get(pk=gold.pk).update_details(values={"name": "Diamant"}, seen=1, by=alice)


def test_what_is_in_use_is_not_deleted(alice, jana, gold, silver, weinhold):
    weinhold.update_details(values={"classification": gold}, seen=1, by=jana)

    with pytest.raises(DomainError) as refusal:
        gold.remove(by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Classification.objects.filter(pk=gold.pk)._raw_delete("default")
    silver.remove(by=alice)

    assert refusal.value.code == "grouping_in_use"
    assert list(Classification.objects.all()) == [gold]


def test_what_is_no_longer_offered_stays_where_it_is_and_goes_nowhere_new(rheintal, alice, jana, gold, weinhold):
    weinhold.update_details(values={"classification": gold}, seen=1, by=jana)
    gold.deactivate(by=alice)
    gold = Classification.objects.get(pk=gold.pk)

    weinhold.update_details(values={"classification": gold, "city": "Bern"}, seen=2, by=jana)
    with pytest.raises(DomainError) as refusal:
        create_company(tenant=rheintal, by=jana, manager=jana, name="Neu", classification=gold)

    assert (refusal.value.code, refusal.value.field) == ("grouping_inactive", "classification")
    assert list(Classification.objects.choosable_for(None)) == []
    assert list(Classification.objects.choosable_for(gold.pk)) == [gold]


def test_an_entry_is_moved_within_its_list_and_not_beyond_its_ends(alice, gold, silver):
    silver.move(up=True, by=alice)
    silver.move(up=True, by=alice)
    assert [each.name for each in Classification.objects.in_order()] == ["Silber", "Gold"]

    silver.move(up=False, by=alice)
    silver.move(up=False, by=alice)
    assert [each.name for each in Classification.objects.in_order()] == ["Gold", "Silber"]


def test_a_company_gets_no_classification_of_another_tenant(mallory, gold):
    with acting_for(mallory.tenant_id):
        theirs = new_company(mallory, "Küstenhof GmbH")

    with pytest.raises(IntegrityError), acting_for(mallory.tenant_id):
        Company.objects.filter(pk=theirs.pk).update(classification_id=gold.pk)


def test_a_new_tenant_begins_with_lists_in_its_language_and_no_territory(rheintal, alice):
    defaults.seed(tenant=rheintal, admin=alice)
    defaults.seed(tenant=rheintal, admin=alice)

    names = [each.name for each in Classification.objects.in_order()]
    assert names == ["Gold", "Silber", "Bronze", "Stundenkontingent", "Gefährdet"]
    assert MarketSegment.objects.count() == 4
    assert not Territory.objects.exists()
