"""From numbers to lengths."""

STEPS = (1, 2, 5)


def nice(most, ticks=4):
    """Round whole numbers from 0 on, of which the last is not below `most`: at most `ticks` steps."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * ticks >= most:
                last = max(1, -(-most // (step * power)))
                return [number * step * power for number in range(last + 1)]
        power *= 10


def shade(count, most, steps=5):
    """Which of so many steps a count has, from 1 for the least to `steps` for the most; 0 for none.

    By even steps, but each whole number has one of its own while there are not more of them than steps.
    """
    if not count:
        return 0
    if most <= steps:
        return count + (steps - most) // 2
    return max(1, -(-count * steps // most))
