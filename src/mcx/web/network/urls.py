"""The addresses of the pages of the network."""

from django.urls import include, path

from mcx.web.network import institutions, people, scales

app_name = "network"
urlpatterns = [
    path("", institutions.overview, name="overview"),
    path("", include("mcx.web.governance.urls")),
    path("members/new", institutions.admit, name="member-new"),
    path("members/<slug:slug>/", institutions.institution, name="institution"),
    path("members/<slug:slug>/end", institutions.leave, name="membership-end"),
    path("members/<slug:slug>/facts", institutions.facts, name="institution-facts"),
    path("members/<slug:slug>/accreditations/<int:key>/", institutions.accreditation, name="accreditation"),
    path("appointments/", institutions.appointments, name="appointments"),
    path("appointments/<int:appointment_id>/end", institutions.end, name="appointment-end"),
    path("scales/", scales.scales, name="scales"),
    path("scales/new", scales.new, name="scale-new"),
    # Without a slash at the end: credentials name this address.
    path("scales/<slug:slug>", scales.scale, name="scale"),
    path("scales/<slug:slug>/change", scales.change, name="scale-change"),
    path("scales/<slug:slug>/end", scales.end, name="scale-end"),
    path("affiliations/", people.mine, name="affiliations"),
    path("affiliations/new", people.new, name="affiliation-new"),
    path("affiliations/<int:key>/withdraw", people.withdraw, name="affiliation-withdraw"),
    path("affiliations/<int:key>/leave", people.leave, name="affiliation-leave"),
    path("claims/", people.desk, name="claims"),
    path("claims/<int:key>/", people.claim, name="claim"),
    path("claims/<int:key>/end", people.end, name="claim-end"),
    path("identities/", people.identities, name="identities"),
    path("identities/<int:key>/", people.identity, name="identity"),
    path("audit/", institutions.audit, name="audit"),
]
