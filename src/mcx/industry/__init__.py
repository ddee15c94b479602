"""What employers say is missing: needs surveys, postings, and the gap between demand and the catalogue
(framework domain 5).
"""
