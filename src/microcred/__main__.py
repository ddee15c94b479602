"""`python -m microcred` is the command line."""

from microcred.cli import main

raise SystemExit(main())
