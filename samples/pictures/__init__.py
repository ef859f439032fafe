"""Places before and after the work: flat illustrations drawn on the spot, so that nobody's photo is needed."""

from .album import Album

__all__ = ["Album"]
