"""The consortium: institutions and what is true of them when, membership, appointments, the Charter
(framework domain 1 and 2).
"""
