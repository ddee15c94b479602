"""Pages of the network domain: who belongs to it, what was agreed, who does what, and how far the work is."""

from django.urls import path

from mcx.web.network import (
    accreditations,
    affiliations,
    appointments,
    audit,
    charter,
    claims,
    identities,
    members,
    steps,
)

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
    path("affiliations/", affiliations.mine, name="affiliations"),
    path("affiliations/new", affiliations.new, name="affiliation-new"),
    path("affiliations/<int:key>/withdraw", affiliations.withdraw, name="affiliation-withdraw"),
    path("affiliations/<int:key>/leave", affiliations.leave, name="affiliation-leave"),
    path("claims/", claims.desk, name="claims"),
    path("claims/<int:key>/", claims.claim, name="claim"),
    path("claims/<int:key>/end", claims.end, name="claim-end"),
    path("identities/", identities.identities, name="identities"),
    path("identities/<int:key>/", identities.identity, name="identity"),
    path("audit/", audit.audit, name="audit"),
]
