"""What a network keeps when its processes are killed, its disk is full or its key is wrong.

python -m bench.faults [--quick] [--seed NUMBER] [--times NUMBER]

Real processes are started on a database of their own, driven over HTTP and killed at random moments of each
deed. Whatever was acknowledged must be there once: `lost`, `doubled` and `stuck` are nought, or the command fails.
"""
