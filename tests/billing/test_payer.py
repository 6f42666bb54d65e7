"""Who pays, and by which rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.family import Family
from billing.models import InvoiceSettings, PayerDecision
from billing.payer import check_may_pay, payer_of
from companies.models import Company, ParentLink
from companies.sight import Sight
from contracts.models import Contract
from core.errors import DomainError, NotAllowed
from tenants.models import Tenant
from tests.cast import new_company


def decide(company, decision, by):
    InvoiceSettings.objects.for_company(company).decide_payer(decision=decision, by=by)


def test_a_company_that_stands_alone_pays_itself(seller, weinhold):
    payer = payer_of(weinhold)

    assert (payer.company, payer.rule) == (weinhold, "itself")


def test_a_child_pays_itself_until_somebody_decides(seller, child, holding, petra):
    assert payer_of(child).rule == "undecided"
    decide(child, PayerDecision.ITSELF, petra)
    assert payer_of(child).rule == "itself"
    decide(child, PayerDecision.PARENT, petra)
    assert (payer_of(child).company, payer_of(child).rule) == (holding, "parent")


def test_the_decision_goes_up_as_long_as_each_one_decided_for_its_parent(seller, child, holding, jana, petra):
    top = new_company(jana, "Ganz oben AG")
    holding.place_under(parent=top, link=ParentLink.SUBSIDIARY, by=jana)
    decide(child, PayerDecision.PARENT, petra)
    assert payer_of(child).company == holding

    decide(holding, PayerDecision.PARENT, petra)
    assert payer_of(child).company == top


def test_a_decision_counts_only_for_the_parent_that_it_was_made_for(seller, child, jana, petra):
    decide(child, PayerDecision.PARENT, petra)
    child.place_under(parent=new_company(jana, "Neue Mutter AG"), link=ParentLink.SUBSIDIARY, by=jana)

    assert payer_of(child).rule == "undecided"


def test_the_account_manager_cannot_decide_who_pays(seller, child, jana):
    with pytest.raises(NotAllowed):
        decide(child, PayerDecision.PARENT, jana)


def test_who_stands_alone_has_nothing_to_decide(seller, weinhold, petra):
    with pytest.raises(DomainError) as refused:
        decide(weinhold, PayerDecision.PARENT, petra)
    assert refused.value.code == "no_parent"


def test_the_contract_decides_before_everything_else(seller, child, holding, obertal, petra):
    decide(child, PayerDecision.PARENT, petra)

    own = payer_of(child, Contract(company=child, name="Own"))
    assert (own.company, own.rule) == (child, "contract")
    of_parent = payer_of(child, Contract(company=holding, name="Frame"))
    assert (of_parent.company, of_parent.rule) == (holding, "contract")
    named = payer_of(child, Contract(company=child, payer=obertal, name="Own"))
    assert (named.company, named.rule) == (obertal, "contract_payer")
    assert "Own" in named.explanation(Sight.of_stored_words(child.pk))


def test_items_of_a_parent_never_go_to_a_child(seller, child, holding):
    with pytest.raises(DomainError) as refused:
        payer_of(holding, Contract(company=child, name="Child's"))
    assert refused.value.code == "contract_of_another"
    with pytest.raises(DomainError) as refused:
        check_may_pay(holding, child)
    assert refused.value.code == "payer_below"


@st.composite
def families(draw):
    """A random forest: each company's parent, if any, has a smaller id, so that there is no circle."""
    count = draw(st.integers(1, 12))
    companies, settings = {}, {}
    for pk in range(1, count + 1):
        parent = draw(st.one_of(st.none(), st.integers(1, pk - 1))) if pk > 1 else None
        decided_for = draw(st.one_of(st.just(parent), st.none(), st.integers(1, count)))
        companies[pk] = Company(pk=pk, name=f"C{pk}", parent_id=parent)
        settings[pk] = InvoiceSettings(
            company=companies[pk],
            payer_decision=draw(st.sampled_from(["", "itself", "parent"])),
            payer_decided_for_id=decided_for,
        )
    return Family(tenant=Tenant(slug="x"), companies=companies, settings=settings)


@given(families())
def test_whoever_pays_is_the_company_or_stands_above_it_and_each_step_was_decided(family):
    for pk, company in family.companies.items():
        paying = family.payer(pk)
        above = [each.pk for each in family.ancestors(pk)]
        assert paying.company_id in [pk, *above]
        walked = [pk, *above][: [pk, *above].index(paying.company_id)]
        for step in walked:
            settings = family.settings[step]
            assert settings.payer_decision == "parent"
            assert settings.payer_decided_for_id == family.companies[step].parent_id
        last = family.settings[paying.company_id]
        parent_id = family.companies[paying.company_id].parent_id
        assert parent_id is None or last.payer_decision != "parent" or last.payer_decided_for_id != parent_id
        assert (paying.rule == "parent") == (paying.company_id != pk)
        assert paying.rule != "undecided" or company.parent_id is not None
