"""Pages of the network domain: who belongs to it, what was agreed, who does what, and how far the work is."""

from django.urls import path

from mcx.web.network import accreditations, appointments, audit, charter, members, steps

app_name = "network"
urlpatterns = [
    path("", members.overview, name="overview"),
    path("steps/", steps.steps, name="steps"),
    path("members/new", members.admit, name="member-new"),
    path("members/<slug:slug>/", members.institution, name="institution"),
    path("members/<slug:slug>/facts", members.facts, name="institution-facts"),
    path("members/<slug:slug>/accreditations/<int:key>/", accreditations.accreditation, name="accreditation"),
    path("charter/", charter.current, name="charter"),
    path("charter/propose", charter.propose, name="charter-propose"),
    path("charter/<int:version>/", charter.version, name="charter-version"),
    path("charter/<int:version>/vote", charter.vote, name="charter-vote"),
    path("charter/<int:version>/withdraw", charter.withdraw, name="charter-withdraw"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/<int:appointment_id>/end", appointments.end, name="appointment-end"),
    path("audit/", audit.audit, name="audit"),
]
