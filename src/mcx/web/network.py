"""Pages of the network domain."""

from django.urls import URLPattern

app_name = "network"
urlpatterns: list[URLPattern] = []
