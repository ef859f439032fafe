"""Rates of accidents: what happened, by what was worked or produced. Sums first, then one division."""
