from django.urls import path

from tenants.views import invitation, lists, people, profile, settings, tokens

app_name = "tenants"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", tokens.own_tokens, name="own_tokens"),
    path("profile/tokens/<int:pk>/revoke/", tokens.revoke_own, name="revoke_own_token"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("lists/<slug:key>/columns/", lists.columns, name="list_columns"),
    path("lists/<slug:key>/views/new/", lists.new_view, name="list_view_new"),
    path("lists/views/<int:pk>/", lists.view, name="list_view"),
    path("lists/views/<int:pk>/delete/", lists.delete_view, name="list_view_delete"),
    path("settings/", settings.settings, name="settings"),
    path("settings/roles/", settings.roles, name="roles"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="invite"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("settings/people/<int:pk>/activate/", people.activate, name="activate"),
    path("settings/people/<int:pk>/invite-again/", people.invite_again, name="invite_again"),
]
