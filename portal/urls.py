"""Addresses of the customer portal; below the company, so that a person at two companies has both."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("<int:company_id>/", views.home, name="home"),
    path("<int:company_id>/tickets/", views.ticket_list, name="ticket_list"),
    path("<int:company_id>/tickets/new/", views.ticket_new, name="ticket_new"),
    path("<int:company_id>/tickets/<str:number>/", views.ticket, name="ticket"),
]
