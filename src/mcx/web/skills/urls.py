"""The addresses of the pages of skills."""

from django.urls import path

from mcx.web.skills import pages

app_name = "skills"
urlpatterns = [
    path("", pages.search, name="search"),
    path("picker/<slug:field>", pages.picker, name="picker"),
]
