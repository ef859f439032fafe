"""The pictures by name, each drawn once."""

from common.attachments import accept

from . import indoors, machines, outdoors

DRAWERS = {
    draw.__name__: draw
    for draw in (
        *(outdoors.scaffold, outdoors.edge, outdoors.pipe, outdoors.hose, outdoors.manhole),
        *(machines.press, machines.furnace, machines.guard, machines.forklift),
        *(indoors.cabinet, indoors.warehouse, indoors.way_out, indoors.stove, indoors.form),
    )
}


class Album:
    """The accepted pictures by name: `scaffold_before`, `scaffold_after`."""

    def __init__(self):
        self.drawn = {}

    def picture(self, name, taken_at):
        """The fields of a new Attachment, under the name that a telephone would give it."""
        if name not in self.drawn:
            subject, side = name.rsplit("_", 1)
            self.drawn[name] = accept(DRAWERS[subject](done=side == "after").upload(name))
        fields = self.drawn[name] | {"name": f"IMG_{taken_at:%Y%m%d_%H%M}.jpg"}
        fields["file"].seek(0)
        return fields
