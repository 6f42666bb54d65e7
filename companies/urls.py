"""Addresses of customers."""

from django.urls import path

from companies.views import company, family, groupings, importing, listing, locations, moves, people, portal, staff

app_name = "companies"
urlpatterns = [
    path("", listing.company_list, name="list"),
    path("new/", listing.new, name="new"),
    path("import/", importing.upload, name="import"),
    path("setup/", groupings.listing, name="setup"),
    path("setup/<slug:kind>/", groupings.listing, name="groupings"),
    path("setup/<slug:kind>/new/", groupings.new, name="new_grouping"),
    path("setup/<slug:kind>/<int:pk>/", groupings.edit, name="edit_grouping"),
    path("setup/<slug:kind>/<int:pk>/move/", groupings.move, name="move_grouping"),
    path("setup/<slug:kind>/<int:pk>/switch/", groupings.switch, name="switch_grouping"),
    path("setup/<slug:kind>/<int:pk>/delete/", groupings.delete, name="delete_grouping"),
    path("people/<int:pk>/territories/", staff.territories, name="member_territories"),
    path("<int:pk>/", company.detail, name="detail"),
    path("<int:pk>/activity/", company.activity, name="activity"),
    path("<int:pk>/access/", people.access, name="access"),
    path("<int:pk>/edit/", company.edit, name="edit"),
    path("<int:pk>/locations/", locations.locations, name="locations"),
    path("<int:pk>/locations/new/", locations.new, name="new_location"),
    path("<int:pk>/locations/<int:location>/", locations.edit, name="edit_location"),
    path("<int:pk>/locations/<int:location>/primary/", locations.make_primary, name="make_location_primary"),
    path("<int:pk>/locations/<int:location>/deactivate/", locations.deactivate, name="deactivate_location"),
    path("<int:pk>/locations/<int:location>/activate/", locations.activate, name="activate_location"),
    path("<int:pk>/deactivate/", company.deactivate, name="deactivate"),
    path("<int:pk>/activate/", company.activate, name="activate"),
    path("<int:pk>/become-customer/", company.become_customer, name="become_customer"),
    path("<int:pk>/team/", people.team, name="team"),
    path("<int:pk>/family/", family.hierarchy, name="hierarchy"),
    path("<int:pk>/family/leave/", moves.leave_parent, name="leave_parent"),
    path("<int:pk>/family/move/", moves.move, name="move"),
    path("<int:pk>/subsidiaries/", family.subsidiaries, name="subsidiaries"),
    path("<int:pk>/subsidiaries/new/", family.new_subsidiary, name="new_subsidiary"),
    path("<int:pk>/subsidiaries/add/", family.adopt, name="adopt"),
    path("<int:pk>/portal/on/", portal.enable_portal, name="enable_portal"),
    path("<int:pk>/portal/off/", portal.disable_portal, name="disable_portal"),
    path("<int:pk>/taskfire/", portal.taskfire, name="taskfire"),
    path("<int:pk>/taskfire/off/", portal.disable_taskfire, name="disable_taskfire"),
]
