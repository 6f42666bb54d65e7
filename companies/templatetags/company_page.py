"""The frame of a company's page: its tabs and the facts in its header, as `config/` lists them."""

from django import template
from django.urls import NoReverseMatch, reverse

from companies.extensions import shown
from companies.models import Company
from companies.tables import action_for
from tenants.models import Member
from tenants.roles import Capability

register = template.Library()


@register.simple_tag(takes_context=True)
def company_tabs(context) -> list[dict]:
    """The tabs that this member may open. `current_tab` in the context names the one that is shown."""
    member, company = context["member"], context["company"]
    found = []
    for tab in shown.tabs:
        if tab.needs and not member.may(tab.needs):
            continue
        try:
            url = reverse(tab.url_name, args=[context["tenant"].slug, company.pk])
        except NoReverseMatch:
            continue
        is_current = tab.key == context.get("current_tab") or url == context["request"].path
        found.append({"label": tab.label, "url": url, "is_current": is_current})
    return found


@register.simple_tag(takes_context=True)
def company_facts(context) -> list:
    """What matters about the company at a glance."""
    found = [fact_of(context["company"], context["member"]) for fact_of in shown.facts]
    return [fact for fact in found if fact is not None]


@register.simple_tag(takes_context=True)
def company_team(context) -> list[Member]:
    """The account team."""
    return list(context["company"].team_members())


@register.simple_tag(takes_context=True)
def company_actions(context) -> list:
    """What higher floors offer to do with the company; the MSP's own company is nobody's customer, an alias nothing."""
    if context["company"].is_alias:
        return []
    member, slug, company = context["member"], context["tenant"].slug, context["company"]
    offered = [each for each in shown.actions if not (company.is_own and each.customers_only)]
    found = [action_for(each, member, slug, pk) for each in offered if (pk := each.id_of(company))]
    return [action for action in found if action is not None]


@register.simple_tag(takes_context=True)
def company_may(context) -> dict[str, bool]:
    """What this member may do with companies, by the words that the templates ask with."""
    member = context["member"]
    return {
        "edit": member.may(Capability.EDIT_COMPANIES),
        "team": member.may(Capability.MANAGE_TEAMS),
        "portal": member.may(Capability.MANAGE_PORTAL),
        "contacts": member.may(Capability.EDIT_CONTACTS),
        "tenant": member.may(Capability.MANAGE_TENANT),
    }


@register.simple_tag(takes_context=True)
def parent_seen(context):
    """The parent company, if there is one that this member may see."""
    company = context["company"]
    if company.parent_id is None:
        return None
    return Company.objects.visible_to(context["member"]).filter(pk=company.parent_id).first()
