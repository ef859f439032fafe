"""Names as they are written where nobody needs to know them: 王某某, W. Q."""


def masked(name):
    """The surname and 某 for each character behind it; of names in other letters the initials."""
    words = name.split()
    if not words:
        return ""
    if all(word.isascii() for word in words):
        return " ".join(f"{word[0].upper()}." for word in words)
    first = words[0]
    return first[0] + "某" * max(1, min(len("".join(words)) - 1, 3))
