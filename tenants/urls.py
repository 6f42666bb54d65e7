from django.urls import path

from tenants.views import invitation, people, profile, settings

app_name = "tenants"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("settings/", settings.settings, name="settings"),
    path("settings/roles/", settings.roles, name="roles"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="invite"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("settings/people/<int:pk>/activate/", people.activate, name="activate"),
    path("settings/people/<int:pk>/invite-again/", people.invite_again, name="invite_again"),
]
