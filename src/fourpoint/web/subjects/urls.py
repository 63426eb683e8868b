"""Addresses of subjects, statements and judgements."""

from django.urls import path

from fourpoint.web.subjects import linking, reading, stating

app_name = "subjects"

urlpatterns = [
    path("", reading.index, name="index"),
    path("link/", linking.link, name="link"),
    path("confirm/", linking.confirm, name="confirm"),
    path("<int:subject>/", reading.subject, name="subject"),
    path("<int:subject>/state/", stating.state, name="state"),
    path("<int:subject>/join/", stating.join, name="join"),
    path("statements/<int:statement>/withdraw/", stating.withdraw, name="withdraw"),
    path("judgements/<int:judgement>/take-back/", stating.take_back, name="take-back"),
]
