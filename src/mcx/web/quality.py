"""Pages of the quality domain."""

from django.urls import URLPattern

app_name = "quality"
urlpatterns: list[URLPattern] = []
