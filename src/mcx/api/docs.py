"""The page that describes the API for people, in the frame of every other page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger


class Docs(Swagger):
    """Swagger, folded to the list of endpoints; its schemas stand at the endpoints that use them."""

    template = "api/docs.html"
    default_settings = Swagger.default_settings | {"defaultModelsExpandDepth": -1}

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page with its settings as data, as no script may stand in it."""
        settings = {**self.settings, "url": self.get_openapi_url(api, kwargs)}
        return render(request, self.template, {"settings": settings})
