"""Tests of holding, claiming, bringing and sharing credentials."""
