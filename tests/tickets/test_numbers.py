"""Many people open tickets at the same moment: no number twice, none left out."""

import threading

import pytest
from django.db import connection

from config.seeding import seed
from tickets.models import DayCounter, Source, Ticket
from tickets.operations import open_ticket

PEOPLE, EACH = 6, 5


@pytest.mark.django_db(transaction=True)
def test_tickets_opened_at_once_get_each_its_own_number(rheintal, alice, weinhold, miriam, tom, acting):
    seed(tenant=rheintal)
    failures = []

    def call_in():
        try:
            for step in range(EACH):
                with acting(rheintal):
                    open_ticket(company=weinhold, contact=miriam, title=f"Call {step}", by=tom, source=Source.PHONE)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=call_in) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    with acting(rheintal):
        numbers = sorted(Ticket.objects.values_list("number", flat=True))
        assert len(set(numbers)) == PEOPLE * EACH
        assert [int(number.split(".")[1]) for number in numbers] == list(range(1, PEOPLE * EACH + 1))
        assert DayCounter.objects.get().last == PEOPLE * EACH


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_comes_to_nothing_gives_its_number_back(rheintal, alice, weinhold, miriam, tom, acting):
    seed(tenant=rheintal)

    with pytest.raises(RuntimeError), acting(rheintal):
        open_ticket(company=weinhold, contact=miriam, title="Never", by=tom, source=Source.PHONE)
        raise RuntimeError
    with acting(rheintal):
        ticket = open_ticket(company=weinhold, contact=miriam, title="Now", by=tom, source=Source.PHONE)

    assert ticket.number.endswith(".0001")
