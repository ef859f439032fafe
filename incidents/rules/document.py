"""The rules as a document: what docs/rules.md says after its introduction, so that it cannot drift from the data."""

from collections import Counter

from django.utils.translation import override

from . import packs, vectors

MARK = "<!-- From here on written by `manage.py rules_document`; a test compares it with the data. -->\n"


def text():
    """Markdown: one section for each pack, one row for each rule."""
    with override("en"):
        return "\n".join([MARK, *(section(pack) for pack in packs.packs()), skipped()])


def section(pack):
    rows = [
        f"## {pack.title.en}",
        "",
        f"{pack.title.zh} · {pack.jurisdiction} · `{pack.file}`. {pack.source.en}",
        "",
        "| rule | clause | in force | how sure | uncertain |",
        "|---|---|---|---|---|",
    ]
    rows += [row(rule) for rule in pack.rules]
    return "\n".join([*rows, ""])


def row(rule):
    named = f"**{rule.kind}**" + (f" ({rule.profile})" if rule.profile else "")
    where = f" In `{rule.where}`." if rule.where else ""
    cells = [
        f"{named}: {rule.says.en}{where}",
        rule.clause.en,
        f"{rule.since} to {rule.until}" if rule.until else f"from {rule.since}",
        str(rule.basis_in_words),
        rule.open.en or "–",
    ]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def skipped():
    """What the vectors ask and Bihuan does not answer yet."""
    found = sum((vectors.read(path).skipped for path in sorted(vectors.OWN.glob("*.csv"))), Counter())
    listed = ", ".join(f"{group} {key} ({count})" for (group, key), count in sorted(found.items()))
    return f"## Not answered yet\n\nRows of the vectors that come with hidden dangers: {listed}.\n"
