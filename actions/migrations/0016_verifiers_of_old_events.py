"""Who verified at the time of an old event is known as far as nobody else was named later."""

from django.db import migrations

FILL = """
SET LOCAL bihuan.erasing = 'on';
UPDATE actions_actionevent AS event SET verifier_id = action.verifier_id
    FROM actions_action AS action
    WHERE action.id = event.action_id AND action.verifier_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM actions_actionevent AS later
        WHERE later.action_id = event.action_id AND later.id > event.id
            AND (later.changes ? 'verifier' OR later.verb = 'complete')
    );
SET LOCAL bihuan.erasing = 'off';
"""


class Migration(migrations.Migration):
    dependencies = [("actions", "0015_event_verifier")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
