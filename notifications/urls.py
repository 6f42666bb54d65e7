from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.message_list, name="list"),
    path("<int:pk>/", views.message_detail, name="detail"),
    path("<int:pk>/send-again/", views.send_again, name="send_again"),
    path("of/<int:company>/", views.company_tab, name="company_tab"),
]
