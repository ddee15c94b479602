"""Pages of the catalogue domain."""

from django.urls import URLPattern

app_name = "catalogue"
urlpatterns: list[URLPattern] = []
