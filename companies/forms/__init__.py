"""The forms of companies, for their own pages and for the wizard."""

from companies.forms.choosing import ChooseCompanyForm
from companies.forms.company import CompanyForm, LocationForm, NewCompanyForm, OwnCompanyForm, ProfileForm
from companies.forms.family import AdoptForm, HierarchyForm, MoveForm, NewSubsidiaryForm
from companies.forms.merging import MergeForm
from companies.forms.people import TeamForm, TerritoriesForm
from companies.forms.portal import TaskfireForm
from companies.forms.several import ClassifyForm, LeavingForm, ManagerForm, MembersForm, SeveralForm

__all__ = [
    "AdoptForm",
    "ClassifyForm",
    "ChooseCompanyForm",
    "CompanyForm",
    "HierarchyForm",
    "LocationForm",
    "LeavingForm",
    "ManagerForm",
    "MembersForm",
    "MergeForm",
    "MoveForm",
    "NewCompanyForm",
    "NewSubsidiaryForm",
    "OwnCompanyForm",
    "ProfileForm",
    "SeveralForm",
    "TaskfireForm",
    "TeamForm",
    "TerritoriesForm",
]
