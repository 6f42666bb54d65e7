"""The company's switches: portal on by default, Taskfire off; Taskfire goes off first."""

import pytest
from django.db import IntegrityError, transaction

from companies.models import Company
from core.errors import DomainError, NotAllowed
from tests.support.events import keys_of


def test_taskfire_needs_both_confirmations_and_keeps_who_gave_them(jana, weinhold):
    for confirmations in [(True, False), (False, True), (False, False), ()]:
        with pytest.raises(DomainError) as refusal:
            weinhold.enable_taskfire(confirmations=confirmations, by=jana)
        assert refusal.value.code == "not_confirmed"

    weinhold.enable_taskfire(confirmations=(True, True), by=jana)

    assert weinhold.taskfire_agreement().accepted_by == jana
    assert keys_of(weinhold) == ["companies.taskfire_enabled"]


def test_taskfire_goes_off_before_the_portal(jana, weinhold):
    weinhold.enable_taskfire(confirmations=(True, True), by=jana)

    with pytest.raises(DomainError) as refusal:
        weinhold.disable_portal(by=jana)
    assert refusal.value.code == "taskfire_first"
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.filter(pk=weinhold.pk).update(portal_enabled=False)

    weinhold.disable_taskfire(by=jana)
    weinhold.disable_portal(by=jana)
    assert not Company.objects.get(pk=weinhold.pk).portal_enabled


def test_taskfire_is_not_enabled_without_the_portal(jana, weinhold):
    weinhold.disable_portal(by=jana)

    with pytest.raises(DomainError) as refusal:
        weinhold.enable_taskfire(confirmations=(True, True), by=jana)

    assert refusal.value.code == "portal_first"


def test_a_technician_touches_neither_switch(tom, weinhold):
    with pytest.raises(NotAllowed):
        weinhold.disable_portal(by=tom)
    with pytest.raises(NotAllowed):
        weinhold.enable_taskfire(confirmations=(True, True), by=tom)
