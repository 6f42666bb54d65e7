"""Addresses of service levels."""

from django.urls import path

from sla import views

app_name = "sla"
urlpatterns = [
    path("", views.level_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("customers/<int:company_id>/", views.company_tab, name="company_tab"),
    path("customers/<int:company_id>/choose/", views.choose, name="choose"),
    path("customers/<int:company_id>/by-issue/", views.choose_by_issue, name="choose_by_issue"),
    path("customers/<int:company_id>/new/", views.new_own, name="new_own"),
]
