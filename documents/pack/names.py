"""Names of files that every computer can unpack, whatever somebody called them."""

import unicodedata

LONGEST = 60  # characters of the stem
MOST_BYTES = 150  # of it: file systems take 255 with number and ending
LONGEST_ENDING = 8
FORBIDDEN = '<>:"/\\|?*'


def plain(name):
    """No folders, nothing that cannot be seen, nothing that Windows refuses; the ending stays."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join("_" if character in FORBIDDEN else character for character in name if is_seen(character))
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > LONGEST_ENDING:
        stem, ending = name, ""
    stem = shortened(" ".join(stem.split()).strip(". "))
    return f"{stem or 'file'}.{ending}" if ending else stem or "file"


def is_seen(character):
    return unicodedata.category(character)[0] != "C"


def shortened(stem):
    stem = stem[:LONGEST]
    while len(stem.encode()) > MOST_BYTES:
        stem = stem[:-1]
    return stem.strip(". ")
