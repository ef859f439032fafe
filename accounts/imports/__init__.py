"""How rows of a list of sites, of people, or of figures for rates become records. A mapping says what columns mean.

Sites and people are the administrators' alone, and go through the verbs by which administrators do the same by hand.
"""
