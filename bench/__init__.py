"""Measures the pages of Bihuan against a bare view and against Django's admin, in one run on one machine.

`python -m bench` (or `make bench`) prints ratios side by side. It asserts no times: another machine has others.
"""
