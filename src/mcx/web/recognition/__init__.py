"""Pages of the recognition domain."""

from django.urls import URLPattern, path

from mcx.web.recognition.agreements import agreement, agreements, draft, end, sign
from mcx.web.recognition.desk import decide, decide_appeal, desk
from mcx.web.recognition.mine import appeal, ask, case, mine, transcript

app_name = "recognition"
urlpatterns: list[URLPattern] = [
    path("", mine, name="mine"),
    path("ask/<uuid:item_id>", ask, name="ask"),
    path("cases/<int:case_id>", case, name="case"),
    path("cases/<int:case_id>/elmo", transcript, name="elmo"),
    path("cases/<int:case_id>/appeal", appeal, name="appeal"),
    path("cases/<int:case_id>/decide", decide, name="decide"),
    path("cases/<int:case_id>/decide-appeal", decide_appeal, name="decide-appeal"),
    path("desk", desk, name="desk"),
    path("agreements", agreements, name="agreements"),
    path("agreements/new", draft, name="agreement-new"),
    path("agreements/<slug:code>", agreement, name="agreement"),
    path("agreements/<slug:code>/sign", sign, name="sign"),
    path("agreements/<slug:code>/end", end, name="end"),
]
