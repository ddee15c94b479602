"""A deterministic network of any size, grown from the demonstration: `python -m bench.network --size M --data DIR`.

What is few (keys, micro-degrees, links) is made by the services. What is many (members, courses, learners and
all that happens to them) is cast after stories which the services made, most of them the demonstration's, and
written in bulk: rows, states, days and audit entries agree as they do there, and `tests/bench/test_network.py` compares
them. Signatures alone do not grow: a cast credential has the bytes of its model, the large files only their
beginning, so nothing that is grown verifies.
"""
