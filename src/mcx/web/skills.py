"""Pages of the skills domain."""

from django.urls import URLPattern

app_name = "skills"
urlpatterns: list[URLPattern] = []
