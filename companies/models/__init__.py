"""Companies: who they are, where they stand in a family, who looks after them."""

from companies.models.account_team import LookedAfter, TeamDecision
from companies.models.company import Company
from companies.models.family import HierarchyDecision, InFamily, ParentLink
from companies.models.grouping import Classification, Competitor, Grouping, Icon, MarketSegment, Territory
from companies.models.location import Location
from companies.models.member_territory import MemberTerritory
from companies.models.merge import CompanyMerge, HasAliases, MergeRecord
from companies.models.portal_switches import HasPortal, TaskfireAgreement
from companies.models.record import CompanyRecord, CompanyType, ServiceModel
from companies.models.search import SearchTerm, index_company
from companies.models.team_place import AccountTeamMember, Term

__all__ = [
    "AccountTeamMember",
    "Classification",
    "Company",
    "CompanyMerge",
    "CompanyRecord",
    "CompanyType",
    "Competitor",
    "Grouping",
    "HasAliases",
    "HasPortal",
    "HierarchyDecision",
    "Icon",
    "InFamily",
    "Location",
    "LookedAfter",
    "MarketSegment",
    "MemberTerritory",
    "MergeRecord",
    "ParentLink",
    "SearchTerm",
    "ServiceModel",
    "TaskfireAgreement",
    "TeamDecision",
    "Term",
    "Territory",
    "index_company",
]
