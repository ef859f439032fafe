"""The registers there are. Each is described by the app whose records it makes; nothing else here knows their nouns.

A register is a module that says, in plain names:

- `LINK`: the field of ImportRow that points to its records
- `FACTS`, `REQUIRED`: which facts a mapping may give, and which it must; `DAY`: the one that a name may speak of
- `ADMINISTRATORS_ONLY`: whether only an administrator takes it in
- `SITE_REQUIRED`: what of a site each row has to say; empty where rows are not about a site
- `field(fact)`: the model's field, which says what a value may be
- `prepare(entries, by=, now=)`: looks at many entries at once and calls `entry.refuse(fact, message)`
- `load(keys, lock=)`: {pk: record}; `is_ours(record, since)`: whether no person has taken it on since the import
- `differences(record, facts, site, now)`: {fact: [as it is, as the file says]}
- `create([(key, facts, site, note)], source=, by=, now=, numbers=)`, where `numbers(series, count)` gives the next ones
- `update([(record, facts, site, note)], by=, now=)`
- `may_be_given(by, site)`: whether this person may take records of the site in
- `built_on(records, since)`: names of those that somebody has worked on; `erase(records)`: takes out the others
"""

from accounts.imports import exposures, people, sites
from actions import imports as actions
from incidents import imports as incidents

REGISTERS = {"incidents": incidents, "actions": actions, "sites": sites, "people": people, "exposures": exposures}
