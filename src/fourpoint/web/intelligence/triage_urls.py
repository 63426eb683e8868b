"""Addresses of the desk: its queue, its workload, who works there, one submission; and of an agency's months."""

from django.urls import path

from fourpoint.web.intelligence import monthly, staffing, triage

urlpatterns = [
    path("desk/", triage.queue, name="desk"),
    path("desk/workload/", staffing.workload, name="desk-workload"),
    path("desk/staff/<slug:desk>/", staffing.staff, name="desk-staff"),
    path("desk/<str:submission>/", triage.item, name="desk-item"),
    path("monthly/", monthly.monthly, name="monthly"),
    path("monthly/numbers.csv", monthly.monthly_csv, name="monthly-csv"),
]
