"""The addresses of the pages of industry."""

from django.urls import URLPattern, path

from mcx.web.industry import pages

app_name = "industry"
urlpatterns: list[URLPattern] = [
    path("gaps", pages.gaps, name="gaps"),
    path("needs", pages.needs, name="needs"),
    path("jobs/new", pages.post, name="post"),
]
