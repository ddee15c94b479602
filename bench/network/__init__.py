"""A deterministic network of any size, grown from the demonstration: `python -m bench.network --size M --data DIR`.

What is few (members, offices, keys, agreements) is made by the services. What is many (courses, learners and
all that happens to them) is cast after stories of the demonstration, which the services made, and written in
bulk: rows, states, days and audit entries agree as they do there, and `tests/bench/test_network.py` compares
them. Signatures alone do not grow: a cast credential has the bytes of its model, the large files only their
beginning, so nothing that is grown verifies.
"""
