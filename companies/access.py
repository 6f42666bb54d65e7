"""Who of the staff sees a company, and why.

`RULES` is the whole answer: whoever one of them lets in sees the company, nobody else does. A rule is made of facts,
and a fact says the same three times, side by side: for which companies of a member it holds, for which members of a
company, and how it reads. From them come the queryset (`Company.objects.visible_to`), its reverse
(`company.members_who_see_it`), the question before one loses sight, the tab *Access* and its API (`accesses`,
`access_of`). Nothing else decides who sees what.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TypeVar

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.events import Occurrence
from core.querying import is_there
from tenants.models import Member, RoleScope
from tenants.querysets import MemberQuerySet
from tenants.roles import Role, Scope

Condition = Q | bool
Text = str | Promise
Rows = TypeVar("Rows", bound=QuerySet)


@dataclass(frozen=True, slots=True)
class Guarded:
    """What of a company decides who sees it: as it stands, or as it would be after an edit."""

    manager_id: int
    team: QuerySet | Iterable[int]
    is_confidential: bool
    territory_id: int | None


@dataclass(frozen=True)
class Fact:
    """Something about a member and a company. `no` reads as a sentence about the member; empty where it goes without.

    `leads`: the rows by which an index leads to the companies, about one row for each, where there may be few of them.
    `of_each`: the same condition as `companies`, for a walk that asks one company after the other.
    """

    key: str
    companies: Callable[[Member], Condition]
    members: Callable[[Guarded], Condition]
    no: Text = ""
    leads: Callable[[Member], QuerySet] | None = None
    of_each: Callable[[Member], Condition] | None = None


@dataclass(frozen=True)
class Rule:
    """Lets a member see a company when all its facts hold; `yes` reads as a sentence about the member."""

    key: str
    facts: tuple[Fact, ...]
    yes: Text

    @property
    def leads(self) -> Callable[[Member], QuerySet] | None:
        return next((fact.leads for fact in self.facts if fact.leads), None)

    def companies(self, member: Member) -> Condition:
        return every(fact.companies(member) for fact in self.facts)

    def of_each(self, member: Member) -> Condition:
        return every((fact.of_each or fact.companies)(member) for fact in self.facts)

    def members(self, company: Guarded) -> Condition:
        return every(fact.members(company) for fact in self.facts)


def every(conditions: Iterable[Condition]) -> Condition:
    """All of them hold; what is certain is left out."""
    found = list(conditions)
    open_ones = [each for each in found if each is not True]
    if any(each is False for each in found):
        return False
    return reduce(and_, open_ones) if open_ones else True


def some(conditions: Iterable[Condition]) -> Condition:
    """One of them holds at least; what cannot be is left out."""
    found = list(conditions)
    open_ones = [each for each in found if each is not False]
    if any(each is True for each in found):
        return True
    return reduce(or_, open_ones) if open_ones else False


# --- The facts ------------------------------------------------------------------------------------------


def _companies() -> QuerySet:
    return apps.get_model("companies", "Company")._default_manager.all()


def _places() -> QuerySet:
    return apps.get_model("companies", "AccountTeamMember")._default_manager.standing()


def _territories() -> QuerySet:
    return apps.get_model("companies", "MemberTerritory")._default_manager.all()


def _has_scope(scope: Scope) -> Q:
    return Q(Exists(Member.objects.scopes_of_roles().filter(scope=scope)))


IS_ACTIVE = Fact(
    "is_active",
    companies=lambda member: member.is_active,
    members=lambda company: Q(is_active=True),
    no=_("Is no longer active, and sees nothing."),
)
HAS_ROLE = Fact(
    "has_role",
    companies=lambda member: bool(member.roles),
    members=lambda company: ~Q(roles=[]),
    no=_("Has no role, and sees nothing."),
)
IS_ADMIN = Fact(
    "is_admin",
    companies=lambda member: Role.ADMIN in member.roles,
    members=lambda company: Q(roles__contains=[Role.ADMIN]),
)
IS_MANAGER = Fact(
    "is_manager",
    companies=lambda member: Q(manager=member),
    members=lambda company: Q(pk=company.manager_id),
    no=_("Is not the account manager."),
    leads=lambda member: _companies().filter(manager=member),
)
IS_ON_TEAM = Fact(
    "is_on_team",
    companies=lambda member: Q(pk__in=_places().filter(member=member).values("company")),
    members=lambda company: Q(pk__in=company.team),
    no=_("Is not on the account team%(ended)s."),
    leads=lambda member: _places().filter(member=member),
    of_each=lambda member: Q(is_there(_places().filter(member=member, company=OuterRef("pk")))),
)
ROLE_SEES_ALL = Fact(
    "role_sees_all",
    companies=lambda member: Scope.ALL in member.scopes,
    members=lambda company: _has_scope(Scope.ALL),
    no=_("%(roles)s: %(scope)s."),
)
ROLE_SEES_TERRITORIES = Fact(
    "role_sees_territories",
    companies=lambda member: Scope.TERRITORIES in member.scopes,
    members=lambda company: _has_scope(Scope.TERRITORIES),
)
IS_IN_TERRITORY = Fact(
    "is_in_territory",
    companies=lambda member: Q(territory__in=_territories().filter(member=member).values("territory")),
    members=lambda company: (
        company.territory_id is not None
        and Q(pk__in=_territories().filter(territory=company.territory_id).values("member"))
    ),
    no=_("The customer's territory is not among theirs: %(territory)s."),
    leads=lambda member: _companies().filter(territory__in=_territories().filter(member=member).values("territory")),
)
IS_OPEN = Fact(
    "is_open",
    companies=lambda member: Q(is_confidential=False),
    members=lambda company: not company.is_confidential,
    no=_("The customer is confidential: only its account manager, its account team and admins see it."),
)

PLACE = (IS_ACTIVE, HAS_ROLE)
"""Without a place at the MSP, and a role, nothing else counts."""

ADMIN = Rule("admin", (*PLACE, IS_ADMIN), _("Admin: sees every customer."))
MANAGER = Rule("manager", (*PLACE, IS_MANAGER), _("Account manager of this customer."))
TEAM = Rule("team", (*PLACE, IS_ON_TEAM), _("On the account team%(term)s."))
ROLE = Rule("role", (*PLACE, ROLE_SEES_ALL, IS_OPEN), _("%(roles_all)s: sees all customers."))
TERRITORY = Rule(
    "territory",
    (*PLACE, ROLE_SEES_TERRITORIES, IS_IN_TERRITORY, IS_OPEN),
    _("%(roles_territories)s: sees the customers of the territory %(territory)s."),
)

RULES = (ADMIN, MANAGER, TEAM, ROLE, TERRITORY)
MINE = (MANAGER, TEAM)
"""What makes a customer *mine*."""


# --- What follows from them -------------------------------------------------------------------------------


FEW = 5_000
"""Companies that are looked up one by one, and sorted, more quickly than a walk through all of them meets a page's."""


def companies_seen(member: Member, rules: Sequence[Rule] = RULES) -> Condition:
    """The condition on companies under which these rules let the member see them.

    Rules that lead to few companies go by their own index each and meet in a union: an OR between them would have
    PostgreSQL walk through all companies of the tenant. For a member who sees many that walk is the short way: a page
    is full after a few steps, and asks of each company whether one of the rules lets the member see it.

    The condition always asks the tables.
    """
    return _way(member, rules).condition


def what_decides(member: Member) -> tuple[Hashable, ...]:
    """All on which the SQL of `companies_seen` depends: while it is equal, so is the SQL."""
    return (member.pk, *_decisive(member, RULES), _way(member, RULES).walks)


@dataclass(frozen=True, slots=True)
class _Way:
    """How the companies that a member sees are found: by this condition, on a walk through all of them or not."""

    condition: Condition
    walks: bool = False


def _decisive(member: Member, rules: Sequence[Rule]) -> tuple[Hashable, ...]:
    return ("sees", *(rule.key for rule in rules), member.is_active, *member.roles, *member.scopes, localdate())


def _way(member: Member, rules: Sequence[Rule]) -> _Way:
    """A page asks half a dozen times: it is worked out once for what decides about the member."""
    asked = _decisive(member, rules)
    if asked not in member.known:
        member.known[asked] = _worked_out(member, rules)
    return member.known[asked]


def _worked_out(member: Member, rules: Sequence[Rule]) -> _Way:
    broad = some(rule.companies(member) for rule in rules if not rule.leads)
    if broad is True:
        return _Way(True)
    leading = [rule for rule in rules if rule.leads and rule.companies(member) is not False]
    if not leading:
        return _Way(broad)
    if broad is not False or lead_to_many(member, leading):
        return _Way(some([broad, *(rule.of_each(member) for rule in leading)]), walks=True)
    first, *rest = [narrowed(_companies(), rule.companies(member)).order_by().values("pk") for rule in leading]
    return _Way(Q(pk__in=first.union(*rest, all=True) if rest else first))


def lead_to_many(member: Member, rules: Sequence[Rule]) -> bool:
    """Whether these rules lead to many companies; asked once for each instance of the member.

    Either answer shows the same companies: it only says which way to them is the shorter.
    """
    question = ("sees many", *(rule.key for rule in rules))
    if question not in member.known:
        first, *rest = [rule.leads(member).order_by().values("pk") for rule in rules if rule.leads]
        member.known[question] = first.union(*rest, all=True)[: FEW + 1].count() > FEW
    return member.known[question]


def of_companies_seen(rows: Rows, member: Member, path: str = "company") -> Rows:
    """Of rows that belong to a company, those whose company the member sees. `path` leads to it."""
    condition = companies_seen(member)
    if isinstance(condition, bool):
        return narrowed(rows, condition)
    companies = apps.get_model("companies", "Company")._default_manager
    return rows.filter(**{f"{path}__in": companies.filter(condition)})


def members_seeing(company: Guarded) -> MemberQuerySet:
    """The members whom one of the rules lets see the company."""
    return narrowed(Member.objects.all(), some(rule.members(company) for rule in RULES))


def narrowed(rows: Rows, condition: Condition) -> Rows:
    """The rows for which the condition holds."""
    if isinstance(condition, bool):
        return rows.all() if condition else rows.none()
    return rows.filter(condition)


STAFF_KEYS = frozenset(
    {
        "tenants.member_activated",
        "tenants.member_deactivated",
        "tenants.member_roles_changed",
        "tenants.scopes_changed",
        "companies.member_territories_changed",
    }
)
"""After these, somebody may no longer see some of the customers."""
COMPANY_KEYS = frozenset({"companies.company_changed", "companies.manager_changed", "companies.team_changed"})
"""After these, somebody may no longer see this customer; see `may_hide`."""


def may_hide(occurrence: Occurrence) -> bool:
    """Whether, after an event of a company, somebody may no longer see it."""
    if occurrence.key == "companies.team_changed":
        return bool(occurrence.data["removed"])
    decides = {"is_confidential", "territory"}
    return occurrence.key != "companies.company_changed" or not decides.isdisjoint(occurrence.changes)


# --- In words ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Access:
    """How things stand between a member and a company: the rules that let them see it, and in words why, or why not."""

    member: Member
    rules: tuple[Rule, ...]
    why: tuple[str, ...]

    @property
    def sees(self) -> bool:
        return bool(self.rules)

    @property
    def title(self) -> str:
        words = _("%(name)s sees this customer") if self.sees else _("%(name)s does not see this customer")
        return str(words) % {"name": self.member.name}


def accesses(company) -> list[Access]:
    """Every member who sees the company with the rules that let them, by name."""
    return _explained(company, members_seeing(company.guarded).in_name_order())


def access_of(company, member: Member) -> Access:
    """Why the member sees the company, or why not."""
    [found] = _explained(company, Member.objects.filter(pk=member.pk))
    return found


def _explained(company, members: QuerySet[Member]) -> list[Access]:
    guarded = company.guarded
    facts = {fact.key: fact for rule in RULES for fact in rule.facts}
    annotated = members.annotate(**{f"fact_{key}": _as_column(fact.members(guarded)) for key, fact in facts.items()})
    scopes = dict(RoleScope.objects.exclude(role=Role.ADMIN).values_list("role", "scope"))
    places = {place.member_id: place for place in company.places()}
    territory = str(company.territory) if company.territory_id else pgettext_lazy("territory", "none")
    return [
        _explain(member, {
            **_scopes_in_words(member, scopes), **_place_in_words(places.get(member.pk)), "territory": territory,
        })
        for member in annotated
    ]  # fmt: skip


def _explain(member: Member, words: dict[str, Text]) -> Access:
    lacking = {rule: [fact for fact in rule.facts if not getattr(member, f"fact_{fact.key}")] for rule in RULES}
    rules = tuple(rule for rule in RULES if not lacking[rule])
    sentences = [rule.yes for rule in rules] or [lacking[rule][0].no for rule in RULES]
    return Access(member, rules, tuple(str(each) % words for each in dict.fromkeys(sentences) if each))


SCOPES = {
    Scope.ALL: _("sees all customers"),
    Scope.TERRITORIES: _("sees own customers and those of own territories"),
    Scope.MINE: _("sees own customers only"),
}
"""What a role sees, the widest first."""


def _scopes_in_words(member: Member, scopes: dict[str, str]) -> dict[str, Text]:
    """The member's roles by what they see, and the widest of it; a role without a decision sees *mine*."""
    seen = {role: scopes.get(role, Scope.MINE) for role in member.roles}
    names = {scope: ", ".join(str(Role(role).label) for role in seen if seen[role] == scope) for scope in SCOPES}
    widest = next((scope for scope in SCOPES if names[scope]), Scope.MINE)
    words: dict[str, Text] = {f"roles_{scope}": name for scope, name in names.items()}
    return {**words, "roles": names[widest], "scope": SCOPES[widest]}


def _place_in_words(place) -> dict[str, Text]:
    """Until when, and why, somebody is on the account team; or that the last day has passed."""
    term = f", {place.term}" if place and str(place.term) else ""
    return {"term": term, "ended": pgettext_lazy("account team", ": the last day has passed") if place else ""}


def _as_column(condition: Condition):
    if isinstance(condition, bool):
        return Value(condition, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False))
