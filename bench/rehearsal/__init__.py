"""A deployment beyond one machine, rehearsed on this one: `make rehearsal`.

python -m bench.rehearsal [--seed NUMBER] [--times NUMBER]

PostgreSQL with a streaming replica, PgBouncer, Redis, an S3-compatible storage and nginx are started from the
files of `deploy/`, two web processes and two workers among them. While learners write and visitors read, each
of them fails at a random moment; what was acknowledged is compared with what is there afterwards, and the
seconds in which nobody could write are said.
"""
