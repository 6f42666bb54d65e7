"""Addresses of tickets, for staff."""

from django.urls import path

from tickets.views import creating, listing, ticket

app_name = "tickets"
urlpatterns = [
    path("", listing.ticket_list, name="list"),
    path("new/", creating.choose_company, name="new"),
    path("customers/<int:company_id>/", listing.company_tab, name="company_tab"),
    path("customers/<int:company_id>/new/", creating.new, name="new_for"),
    path("<int:pk>/", ticket.detail, name="detail"),
    path("<int:pk>/answer/", ticket.answer, name="answer"),
    path("<int:pk>/complete/", ticket.complete, name="complete"),
    path("<int:pk>/assign/", ticket.assign, name="assign"),
    path("<int:pk>/classify/", ticket.reclassify, name="reclassify"),
]
