"""Structured logs: one JSON object a line on standard error, without secrets or bodies.

Paths are secrets: share links and the keys of reset mails are in them. Lines name the route instead.
"""

import logging
from http.client import responses
from typing import Any

import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, Processor

NO_ROUTE = "(no such address)"
HOSTS = "django.security.DisallowedHost"  # names the host that was asked for, and nothing else of the request


def route_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for, without what this request put into it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else NO_ROUTE


class RoutesNotPaths(logging.Filter):
    """Rewrites Django's own lines about requests, which name the path, and sometimes the page before it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass; one about a request says its status and route."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and record.name != HOSTS:
            phrase = responses.get(getattr(record, "status_code", 0), "Request")
            record.msg, record.args = f"{phrase}: {route_of(request)}", ()
        return True


def _without_path(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """The words of an exception may name the path, too."""
    request = getattr(line.get("_record"), "request", None)
    if isinstance(request, HttpRequest) and "exception" in line:
        for name in (request.get_full_path(), request.path):
            if len(name) > 1:
                line["exception"] = line["exception"].replace(name, route_of(request))
    return line


_JSON: list[Processor] = [
    structlog.processors.format_exc_info,
    _without_path,
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.JSONRenderer(),
]


def configuration(level: str) -> dict[str, Any]:
    """The logging settings: everything, Django's own lines too, goes through structlog's renderer."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": _JSON,
                "foreign_pre_chain": shared,
            }
        },
        "filters": {"routes": {"()": RoutesNotPaths}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["routes"],
                "level": level,
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"level": "WARNING"},
            "fontTools": {"level": "ERROR"},
        },
    }
