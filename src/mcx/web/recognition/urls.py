"""The addresses of the pages of recognition."""

from django.urls import URLPattern, path

from mcx.web.recognition import pages

app_name = "recognition"
urlpatterns: list[URLPattern] = [
    path("", pages.mine, name="mine"),
    path("ask/<uuid:item_id>", pages.ask, name="ask"),
    path("cases/<int:case_id>", pages.case, name="case"),
    path("cases/<int:case_id>/elmo", pages.transcript, name="elmo"),
    path("cases/<int:case_id>/appeal", pages.appeal, name="appeal"),
    path("cases/<int:case_id>/decide", pages.decide, name="decide"),
    path("cases/<int:case_id>/decide-appeal", pages.decide_appeal, name="decide-appeal"),
    path("desk", pages.desk, name="desk"),
    path("agreements", pages.agreements, name="agreements"),
    path("agreements/new", pages.draft, name="agreement-new"),
    path("agreements/<slug:code>", pages.agreement, name="agreement"),
    path("agreements/<slug:code>/sign", pages.sign, name="sign"),
    path("agreements/<slug:code>/withdraw", pages.withdraw, name="agreement-withdraw"),
    path("agreements/<slug:code>/notice", pages.notice, name="notice"),
]
