"""The forms of service levels, for their own pages and for the wizard."""

from sla.forms.customer import IssueServiceLevelForm, ServiceLevelForm
from sla.forms.targets import OwnServiceLevelForm, TargetsForm

__all__ = ["IssueServiceLevelForm", "OwnServiceLevelForm", "ServiceLevelForm", "TargetsForm"]
