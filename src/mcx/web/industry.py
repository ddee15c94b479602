"""Pages of the industry domain."""

from django.urls import URLPattern

app_name = "industry"
urlpatterns: list[URLPattern] = []
