"""Who of the staff sees a company, and why.

`RULES` is the whole answer: whoever one of them lets in sees the company, nobody else does. A rule is made of facts,
and a fact says the same three times, side by side: for which companies of a member it holds, for which members of a
company, and how it reads. From them come the queryset (`Company.objects.visible_to`), its reverse
(`company.members_who_see_it`), the question before one loses sight, the tab *Access* and its API (`accesses`,
`access_of`). Nothing else decides who sees what.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TypeVar

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True)
class Fact:
    """Something about a member and a company. `no` reads as a sentence about the member; empty where it goes without.

    `finds_few`: an index leads to the few companies for which it holds.
    """

    key: str
    companies: Callable[[Member], Condition]
    members: Callable[[Guarded], Condition]
    no: Text = ""
    finds_few: bool = False


@dataclass(frozen=True)
class Rule:
    """Lets a member see a company when all its facts hold; `yes` reads as a sentence about the member."""

    key: str
    facts: tuple[Fact, ...]
    yes: Text

    @property
    def finds_few(self) -> bool:
        return any(fact.finds_few for fact in self.facts)

    def companies(self, member: Member) -> Condition:
        return every(fact.companies(member) for fact in self.facts)

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


def _places() -> QuerySet:
    return apps.get_model("companies", "AccountTeamMember")._default_manager.standing()


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
    finds_few=True,
)
IS_ON_TEAM = Fact(
    "is_on_team",
    companies=lambda member: Q(pk__in=_places().filter(member=member).values("company")),
    members=lambda company: Q(pk__in=company.team),
    no=_("Is not on the account team."),
    finds_few=True,
)
ROLE_SEES_ALL = Fact(
    "role_sees_all",
    companies=lambda member: Scope.ALL in member.scopes,
    members=lambda company: _has_scope(Scope.ALL),
    no=_("%(roles)s: sees own customers only."),
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
TEAM = Rule("team", (*PLACE, IS_ON_TEAM), _("On the account team."))
ROLE = Rule("role", (*PLACE, ROLE_SEES_ALL, IS_OPEN), _("%(roles)s: sees all customers."))

RULES = (ADMIN, MANAGER, TEAM, ROLE)
MINE = (MANAGER, TEAM)
"""What makes a customer *mine*."""


# --- What follows from them -------------------------------------------------------------------------------


def companies_seen(member: Member, rules: Iterable[Rule] = RULES) -> Condition:
    """The condition on companies under which these rules let the member see them.

    Rules that find few companies go by their own index each and meet in a union: an OR between them would have
    PostgreSQL walk through all companies of the tenant.
    """
    conditions = [(rule, rule.companies(member)) for rule in rules]
    few = [condition for rule, condition in conditions if rule.finds_few and condition is not False]
    broad = [condition for rule, condition in conditions if not rule.finds_few]
    if some(broad) is True or not few:
        return some(broad)
    companies = apps.get_model("companies", "Company")._default_manager
    first, *rest = [companies.filter(condition).order_by().values("pk") for condition in few]
    return some([*broad, Q(pk__in=first.union(*rest, all=True) if rest else first)])


def members_seeing(company: Guarded) -> MemberQuerySet:
    """The members whom one of the rules lets see the company."""
    return narrowed(Member.objects.all(), some(rule.members(company) for rule in RULES))


def narrowed(rows: Rows, condition: Condition) -> Rows:
    """The rows for which the condition holds."""
    if isinstance(condition, bool):
        return rows.all() if condition else rows.none()
    return rows.filter(condition)


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


def accesses(company) -> list[Access]:
    """Every member who sees the company with the rules that let them, by name. Three queries."""
    return _explained(company, members_seeing(company.guarded).in_name_order())


def access_of(company, member: Member) -> Access:
    """Why the member sees the company, or why not."""
    [found] = _explained(company, Member.objects.filter(pk=member.pk))
    return found


def _explained(company, members: QuerySet[Member]) -> list[Access]:
    guarded = company.guarded
    facts = {fact.key: fact for rule in RULES for fact in rule.facts}
    annotated = members.annotate(**{f"fact_{key}": _as_column(fact.members(guarded)) for key, fact in facts.items()})
    scopes = dict(RoleScope.objects.values_list("role", "scope"))
    return [_explain(member, scopes) for member in annotated]


def _explain(member: Member, scopes: dict[str, str]) -> Access:
    lacking = {rule: [fact for fact in rule.facts if not getattr(member, f"fact_{fact.key}")] for rule in RULES}
    rules = tuple(rule for rule in RULES if not lacking[rule])
    sentences = [rule.yes for rule in rules] or [lacking[rule][0].no for rule in RULES]
    words = _words(member, scopes)
    return Access(member, rules, tuple(str(each) % words for each in dict.fromkeys(sentences) if each))


def _words(member: Member, scopes: dict[str, str]) -> dict[str, str]:
    """The roles that decide: those that see all, where there are any. Admins need no decision."""
    seeing_all = [role for role in member.roles if role != Role.ADMIN and scopes.get(role) == Scope.ALL]
    return {"roles": ", ".join(str(Role(role).label) for role in seeing_all or member.roles)}


def _as_column(condition: Condition):
    if isinstance(condition, bool):
        return Value(condition, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False))
