"""How rows of a list of sites, or of people, become records. What the columns mean is said by a mapping.

Both are the administrators' alone, and go through the verbs by which administrators do the same by hand.
"""
