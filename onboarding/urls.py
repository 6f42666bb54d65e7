from django.urls import path

from onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("", views.onboarding_list, name="list"),
    path("my-work/", views.my_work, name="my_work"),
    path("start/", views.start, name="start"),
    path("start/plan/", views.plan, name="plan"),
    path("company/<int:company>/", views.company_tab, name="company_tab"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/plan/", views.change, name="change"),
    path("<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/hold/", views.hold, name="hold"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/agreement/", views.agreement, name="agreement"),
    path("<int:pk>/<slug:key>/", views.step, name="step"),
    path("<int:pk>/<slug:key>/assign/", views.assign, name="assign"),
    path("<int:pk>/<slug:key>/wait/", views.wait, name="wait"),
    path("<int:pk>/<slug:key>/stop-waiting/", views.stop_waiting, name="stop_waiting"),
    path("<int:pk>/<slug:key>/skip/", views.skip, name="skip"),
    path("<int:pk>/<slug:key>/take-up/", views.take_up, name="take_up"),
]
