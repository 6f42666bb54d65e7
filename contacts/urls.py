"""Addresses of contacts."""

from django.urls import path

from contacts.views import activity, contact, importing, listing, merging, several

app_name = "contacts"
urlpatterns = [
    path("", listing.contact_list, name="list"),
    path("new/", contact.choose_company, name="choose_company"),
    path("several/", several.several, name="several"),
    path("import/", importing.upload, name="import"),
    path("of/<int:company>/", listing.company_tab, name="company_tab"),
    path("of/<int:company>/new/", contact.new, name="new"),
    path("<int:pk>/", contact.detail, name="detail"),
    path("<int:pk>/activity/", activity.contact, name="activity"),
    path("<int:pk>/activity/export/", activity.contact_export, name="activity_export"),
    path("<int:pk>/edit/", contact.edit, name="edit"),
    path("<int:pk>/primary/", contact.designate, name="designate"),
    path("<int:pk>/copy/", contact.copy, name="copy"),
    path("<int:pk>/deactivate/", contact.deactivate, name="deactivate"),
    path("<int:pk>/activate/", contact.activate, name="activate"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/merges/<int:merge>/undo/", merging.undo, name="undo_merge"),
    path("<int:pk>/portal/", contact.portal, name="portal"),
    path("<int:pk>/portal/invite-again/", contact.invite_again, name="invite_again"),
]
