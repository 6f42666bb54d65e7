"""Who gets where: one line for each address of Handover.

Add a line for each new URL; `test_matrix.py` fails for an address without one. A line says whose business the page
is, what one needs to be able to do beyond seeing it, and which records stand in its path (`o` is one of everything,
see `world.py`). From that follow all cells, person by person and customer by customer:

* `CUSTOMER`: members who see the customer; others get 404. Without the capability 403.
* `TENANT`: every member. Without the capability 403. Contacts and other tenants get 404.
* `PORTAL`: contacts of this very company; everybody else gets 404.
* `PLACE`: members and contacts of the tenant. `SIGNED_IN`: anybody signed in. `PUBLIC`: anybody at all.
* `API`: whoever sends a token; a session opens nothing (`test_api.py` has who gets where by token).
* `OPERATOR`: who runs the platform; `NOWHERE`: nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tenants.roles import Capability as C

CUSTOMER, TENANT, PORTAL, PLACE = "customer", "tenant", "portal", "place"
SIGNED_IN, PUBLIC, OPERATOR, NOWHERE, API = "signed in", "public", "operator", "nowhere", "api"


@dataclass(frozen=True)
class Line:
    """One address. `post`: it is a verb, so a GET must not do it."""

    name: str
    whose: str
    needs: C | None = None
    path: Callable = lambda o: []
    post: bool = False


def customer(name: str, path: Callable, needs: C | None = None, *, post: bool = False) -> Line:
    """A page about one customer or something of it."""
    return Line(name, CUSTOMER, needs, path, post)


def tenant(name: str, needs: C | None = None, path: Callable = lambda o: [], *, post: bool = False) -> Line:
    """A page of the whole tenant; lists show what one sees."""
    return Line(name, TENANT, needs, path, post)


def company(o):
    return [o.company.pk]


def location(o):
    return [o.company.pk, o.location.pk]


def contact(o):
    return [o.contact.pk]


def company_merge(o):
    return [o.company.pk, o.company_merge.pk]


def contact_merge(o):
    return [o.contact.pk, o.contact_merge.pk]


def device(o):
    return [o.device.pk]


def contract(o):
    return [o.contract.pk]


def ticket(o):
    return [o.ticket.pk]


def onboarding(o):
    return [o.onboarding.pk]


def step(o):
    return [o.onboarding.pk, "sales_handover"]


def run(o):
    return [o.run.pk]


FRAME = [
    Line("preferences", PUBLIC, post=True),
    Line("entrance", SIGNED_IN),
    Line("landing", PLACE),
    Line("platform:tenants", OPERATOR),
    Line("platform:new_tenant", OPERATOR),
    Line("components", NOWHERE),
    Line("mailbox", NOWHERE),
    Line("mail", NOWHERE, path=lambda o: ["1-2"]),
    Line("mail_reports", NOWHERE, post=True),
]

SIGNING_IN = [
    Line("account_login", PUBLIC),
    Line("account_logout", PUBLIC),
    Line("account_inactive", PUBLIC),
    Line("account_reset_password", PUBLIC),
    Line("account_reset_password_done", PUBLIC),
    Line("account_reset_password_from_key", PUBLIC, path=lambda o: ["1", "set-password"]),
    Line("account_reset_password_from_key_done", PUBLIC),
    Line("account_change_password", SIGNED_IN),
    Line("account_reauthenticate", SIGNED_IN),
    Line("account_signup", NOWHERE),
    Line("account_email", NOWHERE),
    Line("account_email_verification_sent", NOWHERE),
    Line("account_confirm_email", NOWHERE, path=lambda o: ["key"]),
    Line("account_confirm_login_code", NOWHERE),
    Line("account_set_password", NOWHERE),
]

TENANTS = [
    Line("tenants:profile", PLACE),
    Line("tenants:invitation", PUBLIC, path=lambda o: ["no-such-token"]),
    tenant("tenants:own_tokens"),
    tenant("tenants:revoke_own_token", path=lambda o: [o.token.pk], post=True),
    tenant("tenants:tokens", C.MANAGE_TENANT),
    tenant("tenants:revoke_token", C.MANAGE_TENANT, lambda o: [o.token.pk], post=True),
    tenant("tenants:list_columns", path=lambda o: ["companies"]),
    tenant("tenants:list_view_new", path=lambda o: ["companies"]),
    tenant("tenants:list_view", path=lambda o: [o.view.pk]),
    tenant("tenants:list_view_delete", path=lambda o: [o.view.pk], post=True),
    tenant("tenants:settings", C.MANAGE_TENANT),
    tenant("tenants:roles", C.MANAGE_TENANT),
    tenant("tenants:people", C.MANAGE_TENANT),
    tenant("tenants:invite", C.MANAGE_TENANT),
    tenant("tenants:person", C.MANAGE_TENANT, lambda o: [o.person.pk]),
    tenant("tenants:deactivate", C.MANAGE_TENANT, lambda o: [o.person.pk], post=True),
    tenant("tenants:activate", C.MANAGE_TENANT, lambda o: [o.person.pk], post=True),
    tenant("tenants:invite_again", C.MANAGE_TENANT, lambda o: [o.person.pk], post=True),
]

COMPANIES = [
    tenant("companies:list"),
    tenant("staff:transfer", C.MANAGE_TENANT, lambda o: [o.person.pk]),
    tenant("companies:member_territories", C.MANAGE_TENANT, lambda o: [o.person.pk]),
    tenant("companies:new", C.EDIT_COMPANIES),
    tenant("companies:import", C.EDIT_COMPANIES),
    tenant("companies:import_locations", C.EDIT_COMPANIES),
    tenant("companies:several", post=True),
    tenant("companies:own", C.MANAGE_TENANT),
    tenant("companies:setup", C.MANAGE_TENANT),
    tenant("companies:groupings", C.MANAGE_TENANT, lambda o: ["classifications"]),
    tenant("companies:new_grouping", C.MANAGE_TENANT, lambda o: ["territories"]),
    tenant("companies:edit_grouping", C.MANAGE_TENANT, lambda o: ["classifications", o.classification.pk]),
    tenant("companies:move_grouping", C.MANAGE_TENANT, lambda o: ["classifications", o.classification.pk], post=True),
    tenant("companies:switch_grouping", C.MANAGE_TENANT, lambda o: ["classifications", o.classification.pk], post=True),
    tenant("companies:delete_grouping", C.MANAGE_TENANT, lambda o: ["classifications", o.classification.pk], post=True),
    customer("companies:detail", company),
    customer("companies:activity", company),
    customer("companies:activity_export", company),
    tenant("companies:tenant_activity", C.MANAGE_TENANT),
    tenant("companies:tenant_activity_export", C.MANAGE_TENANT),
    customer("companies:locations", company),
    customer("companies:new_location", company, C.EDIT_COMPANIES),
    customer("companies:import_locations_of", company, C.EDIT_COMPANIES),
    customer("companies:edit_location", location, C.EDIT_COMPANIES),
    customer("companies:make_location_primary", location, C.EDIT_COMPANIES, post=True),
    customer("companies:deactivate_location", location, C.EDIT_COMPANIES, post=True),
    customer("companies:activate_location", location, C.EDIT_COMPANIES, post=True),
    customer("companies:access", company, C.MANAGE_TEAMS),
    customer("companies:edit", company, C.EDIT_COMPANIES),
    customer("companies:deactivate", company, C.EDIT_COMPANIES, post=True),
    customer("companies:activate", company, C.EDIT_COMPANIES, post=True),
    customer("companies:become_customer", company, C.EDIT_COMPANIES, post=True),
    customer("companies:merge", company, C.EDIT_COMPANIES),
    customer("companies:undo_merge", company_merge, C.MANAGE_TENANT, post=True),
    customer("companies:team", company, C.MANAGE_TEAMS),
    customer("companies:hierarchy", company, C.EDIT_COMPANIES),
    customer("companies:move", company, C.EDIT_COMPANIES),
    customer("companies:leave_parent", company, C.EDIT_COMPANIES),
    customer("companies:subsidiaries", company),
    customer("companies:family_report", company),
    customer("companies:family_csv", company),
    customer("companies:new_subsidiary", company, C.EDIT_COMPANIES),
    customer("companies:adopt", company, C.EDIT_COMPANIES),
    customer("companies:enable_portal", company, C.MANAGE_PORTAL, post=True),
    customer("companies:disable_portal", company, C.MANAGE_PORTAL, post=True),
    customer("companies:taskfire", company, C.MANAGE_PORTAL),
    customer("companies:disable_taskfire", company, C.MANAGE_PORTAL, post=True),
]

CONTACTS = [
    tenant("contacts:list"),
    tenant("contacts:several", post=True),
    tenant("contacts:choose_company", C.EDIT_CONTACTS),
    tenant("contacts:import", C.EDIT_CONTACTS),
    customer("contacts:company_tab", company),
    customer("contacts:new", company, C.EDIT_CONTACTS),
    customer("contacts:detail", contact),
    customer("contacts:activity", contact),
    customer("contacts:activity_export", contact),
    customer("contacts:edit", contact, C.EDIT_CONTACTS),
    customer("contacts:merge", contact, C.EDIT_CONTACTS),
    customer("contacts:undo_merge", contact_merge, C.MANAGE_TENANT, post=True),
    customer("contacts:designate", contact, C.EDIT_CONTACTS, post=True),
    customer("contacts:copy", contact, C.EDIT_CONTACTS),
    customer("contacts:deactivate", contact, C.EDIT_CONTACTS, post=True),
    customer("contacts:activate", contact, C.EDIT_CONTACTS, post=True),
    customer("contacts:portal", contact, C.MANAGE_PORTAL),
    customer("contacts:invite_again", contact, C.MANAGE_PORTAL, post=True),
]

SLA = [
    tenant("sla:list"),
    customer("sla:detail", lambda o: [o.level.pk]),
    customer("sla:edit", lambda o: [o.level.pk], C.EDIT_SERVICE_LEVELS),
    customer("sla:company_tab", company),
    customer("sla:choose", company, C.EDIT_SERVICE_LEVELS),
    customer("sla:choose_by_issue", company, C.EDIT_SERVICE_LEVELS),
    customer("sla:new_own", company, C.EDIT_SERVICE_LEVELS),
]

NOTIFICATIONS = [
    tenant("notifications:list", C.VIEW_MESSAGES),
    customer("notifications:detail", lambda o: [o.message.pk], C.VIEW_MESSAGES),
    customer("notifications:send_again", lambda o: [o.message.pk], C.VIEW_MESSAGES, post=True),
    customer("notifications:company_tab", company, C.VIEW_MESSAGES),
]

BILLING = [
    tenant("billing:review_queue", C.VIEW_BILLING),
    tenant("billing:seller", C.MANAGE_TENANT),
    tenant("billing:tax_regions", C.MANAGE_TENANT),
    tenant("billing:switch_region", C.MANAGE_TENANT, lambda o: [o.region.pk], post=True),
    tenant("billing:templates", C.MANAGE_TENANT),
    tenant("billing:default_template", C.MANAGE_TENANT, lambda o: [o.template.pk], post=True),
    tenant("billing:switch_template", C.MANAGE_TENANT, lambda o: [o.template.pk], post=True),
    customer("billing:settings", company, C.VIEW_BILLING),
    customer("billing:sign", company, C.SIGN_INVOICE_SETTINGS, post=True),
    customer("billing:payer", company, C.SIGN_INVOICE_SETTINGS, post=True),
]

CONTRACTS = [
    tenant("contracts:list", C.VIEW_BILLING),
    tenant("contracts:services", C.MANAGE_TENANT),
    tenant("contracts:new_service", C.MANAGE_TENANT),
    tenant("contracts:edit_service", C.MANAGE_TENANT, lambda o: [o.service.pk]),
    tenant("contracts:types", C.MANAGE_TENANT),
    tenant("contracts:switch_type", C.MANAGE_TENANT, lambda o: ["retainer"], post=True),
    customer("contracts:new", company, C.EDIT_CONTRACTS),
    customer("contracts:new_of_type", lambda o: [o.company.pk, "recurring"], C.EDIT_CONTRACTS),
    customer("contracts:standard_rates", company, C.EDIT_CONTRACTS),
    customer("contracts:company", company, C.VIEW_BILLING),
    customer("contracts:detail", contract, C.VIEW_BILLING),
    customer("contracts:edit", contract, C.EDIT_CONTRACTS),
    customer("contracts:end", contract, C.EDIT_CONTRACTS),
    customer("contracts:service_level", contract, C.EDIT_SERVICE_LEVELS),
    customer("contracts:make_default", contract, C.EDIT_CONTRACTS, post=True),
    customer("contracts:add_service", contract, C.EDIT_CONTRACTS),
    customer("contracts:adjust_units", lambda o: [o.contract.pk, o.line.pk], C.EDIT_CONTRACTS),
    customer("contracts:add_purchase", lambda o: [o.hours.pk], C.EDIT_CONTRACTS),
]

DEVICES = [
    tenant("devices:list"),
    customer("devices:detail", device),
    customer("devices:edit", device, C.EDIT_DEVICES),
    customer("devices:cover", device, C.EDIT_DEVICES, post=True),
    customer("devices:no_contract", device, C.EDIT_DEVICES, post=True),
    customer("devices:deactivate", device, C.EDIT_DEVICES, post=True),
    customer("devices:activate", device, C.EDIT_DEVICES, post=True),
    customer("devices:company_tab", company),
    customer("devices:new", company, C.EDIT_DEVICES),
    customer("devices:coverage", company, C.EDIT_DEVICES),
    customer("devices:import", company, C.EDIT_DEVICES),
]

IMPORTS = [
    customer("imports:run", run, C.EDIT_DEVICES),
    customer("imports:apply", run, C.EDIT_DEVICES, post=True),
    customer("imports:go_on", run, C.EDIT_DEVICES, post=True),
    customer("imports:stop", run, C.EDIT_DEVICES, post=True),
    customer("imports:discard", run, C.EDIT_DEVICES, post=True),
    customer("imports:weigh", run, C.EDIT_DEVICES, post=True),
    customer("imports:undo", run, C.EDIT_DEVICES, post=True),
    customer("imports:keep", run, C.EDIT_DEVICES, post=True),
    customer("imports:wrong_lines", run, C.EDIT_DEVICES),
]

TICKETS = [
    tenant("tickets:list"),
    tenant("tickets:new", C.WORK_TICKETS),
    customer("tickets:company_tab", company),
    customer("tickets:new_for", company, C.WORK_TICKETS),
    customer("tickets:detail", ticket),
    customer("tickets:answer", ticket, C.WORK_TICKETS, post=True),
    customer("tickets:complete", ticket, C.WORK_TICKETS, post=True),
    customer("tickets:assign", ticket, C.WORK_TICKETS, post=True),
    customer("tickets:reclassify", ticket, C.WORK_TICKETS, post=True),
]

ONBOARDING = [
    tenant("onboarding:list"),
    tenant("onboarding:my_work"),
    tenant("onboarding:start", C.RUN_ONBOARDING),
    tenant("onboarding:plan", C.RUN_ONBOARDING),
    customer("onboarding:company_tab", company),
    customer("onboarding:detail", onboarding),
    customer("onboarding:agreement", onboarding, C.VIEW_BILLING),
    customer("onboarding:change", onboarding, C.RUN_ONBOARDING),
    customer("onboarding:begin", onboarding, C.RUN_ONBOARDING, post=True),
    customer("onboarding:discard", onboarding, C.RUN_ONBOARDING),
    customer("onboarding:hold", onboarding, C.RUN_ONBOARDING),
    customer("onboarding:cancel", onboarding, C.RUN_ONBOARDING),
    customer("onboarding:resume", onboarding, C.RUN_ONBOARDING, post=True),
    customer("onboarding:step", step),
    customer("onboarding:assign", step),
    customer("onboarding:wait", step),
    customer("onboarding:skip", step),
    customer("onboarding:stop_waiting", step, C.RUN_ONBOARDING, post=True),
    customer("onboarding:take_up", step, C.SKIP_STEPS, post=True),
]

PORTAL_PAGES = [
    Line("portal:home", PORTAL, path=company),
    Line("portal:ticket_list", PORTAL, path=company),
    Line("portal:ticket_new", PORTAL, path=company),
    Line("portal:ticket", PORTAL, path=lambda o: [o.company.pk, o.ticket.number]),
]

PROGRAMS = [
    tenant("api_docs"),
    Line("api:me", API),
    Line("api:schema", API),
    Line("api:root", API),
    Line("api:elsewhere", API, path=lambda o: ["nowhere/"]),
    Line("api:members-list", API),
    Line("api:activity", API),
    Line("api:companies-activity", API, path=company),
    Line("api:contacts-activity", API, path=contact),
    Line("api:classifications-list", API),
    Line("api:territories-list", API),
    Line("api:market-segments-list", API),
    Line("api:competitors-list", API),
    Line("api:companies-list", API),
    Line("api:companies-detail", API, path=company),
    Line("api:companies-activate", API, path=company, post=True),
    Line("api:companies-deactivate", API, path=company, post=True),
    Line("api:companies-become-customer", API, path=company, post=True),
    Line("api:companies-change-manager", API, path=company, post=True),
    Line("api:companies-place-under", API, path=company, post=True),
    Line("api:companies-leave-parent", API, path=company, post=True),
    Line("api:companies-decide-independent", API, path=company, post=True),
    Line("api:companies-decide-parent", API, path=company, post=True),
    Line("api:companies-decide-manager-alone", API, path=company, post=True),
    Line("api:companies-enable-portal", API, path=company, post=True),
    Line("api:companies-disable-portal", API, path=company, post=True),
    Line("api:companies-enable-taskfire", API, path=company, post=True),
    Line("api:companies-disable-taskfire", API, path=company, post=True),
    Line("api:companies-team", API, path=company),
    Line("api:companies-remove-from-team", API, path=lambda o: [o.company.pk, o.person.pk]),
    Line("api:locations-list", API),
    Line("api:locations-detail", API, path=lambda o: [o.location.pk]),
    Line("api:locations-make-primary", API, path=lambda o: [o.location.pk], post=True),
    Line("api:locations-deactivate", API, path=lambda o: [o.location.pk], post=True),
    Line("api:locations-activate", API, path=lambda o: [o.location.pk], post=True),
    Line("api:companies-access", API, path=company),
    Line("api:imports-list", API),
    Line("api:imports-detail", API, path=lambda o: [o.run.pk]),
    Line("api:imports-rows-of", API, path=lambda o: [o.run.pk]),
    Line("api:imports-remap", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-apply", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-discard", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-stop", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-go-on", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-weigh-undo", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-undo", API, path=lambda o: [o.run.pk], post=True),
    Line("api:imports-keep", API, path=lambda o: [o.run.pk], post=True),
    Line("api:contacts-list", API),
    Line("api:contacts-detail", API, path=contact),
    Line("api:companies-merging-merge", API, path=company),
    Line("api:companies-merging-list", API, path=company),
    Line("api:companies-merging-undo", API, path=company_merge, post=True),
    Line("api:contacts-merging-merge", API, path=contact),
    Line("api:contacts-merging-list", API, path=contact),
    Line("api:contacts-merging-undo", API, path=contact_merge, post=True),
    Line("api:contacts-copy-and-deactivate", API, path=contact, post=True),
    Line("api:contacts-portal", API, path=contact),
    Line("api:contacts-portal-invite-again", API, path=contact, post=True),
    Line("api:contacts-activate", API, path=contact, post=True),
    Line("api:contacts-deactivate", API, path=contact, post=True),
    Line("api:contacts-designate-primary", API, path=contact, post=True),
    Line("api:contacts-withdraw-primary", API, path=contact, post=True),
]

MATRIX = [
    *FRAME, *SIGNING_IN, *TENANTS, *COMPANIES, *CONTACTS, *SLA, *NOTIFICATIONS, *BILLING, *CONTRACTS, *DEVICES,
    *IMPORTS, *TICKETS, *ONBOARDING, *PORTAL_PAGES, *PROGRAMS,
]  # fmt: skip
