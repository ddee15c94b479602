"""European Digital Credentials for learning: the European Learning Model 3.2 as Europass reads it.

Application profile EDC-generic-full 1.2.0 (http://data.europa.eu/snb/model/ap/edc-generic-full) and its
extensions; W3C Verifiable Credentials Data Model 1.1. The seal is in `microcred.jades`.
"""

from microcred.elm.claims import heading
from microcred.elm.credentials import ELM_PROFILE, PROFILES, parse, write
from microcred.elm.linting import lint
from microcred.elm.pages import Pages
from microcred.elm.uploads import upload_form

__all__ = ["ELM_PROFILE", "PROFILES", "Pages", "heading", "lint", "parse", "upload_form", "write"]
