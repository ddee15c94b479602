"""The addresses of the pages of pathways."""

from django.urls import URLPattern, path

from mcx.web.pathways import pages

app_name = "pathways"
urlpatterns: list[URLPattern] = [
    path("", pages.micro_degrees, name="list"),
    path("new", pages.publish, name="new"),
    path("<slug:code>", pages.micro_degree, name="detail"),
    path("<slug:code>/join", pages.join, name="join"),
    path("<slug:code>/leave", pages.leave, name="leave"),
    path("<slug:code>/record", pages.record, name="record"),
]
