"""Addresses of imports, whatever they import. Where a file is chosen is the business of its records' pages."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("<int:run_id>/", views.run, name="run"),
    path("<int:run_id>/apply/", views.apply, name="apply"),
    path("<int:run_id>/go-on/", views.go_on, name="go_on"),
    path("<int:run_id>/stop/", views.stop, name="stop"),
    path("<int:run_id>/discard/", views.discard, name="discard"),
    path("<int:run_id>/weigh/", views.weigh, name="weigh"),
    path("<int:run_id>/undo/", views.undo, name="undo"),
    path("<int:run_id>/keep/", views.keep, name="keep"),
    path("<int:run_id>/wrong-lines/", views.wrong_lines, name="wrong_lines"),
]
