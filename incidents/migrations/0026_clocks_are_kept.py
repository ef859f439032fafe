from django.db import migrations

# What a clock was stays; what changes is when it was met and by what it was superseded.
CREATE = """
CREATE TRIGGER kept BEFORE DELETE OR UPDATE OF
    incident_id, kind, "by", "to", due_at, not_before, clause_zh, clause_en, pack, made_at, arose_from_id
    ON incidents_obligation FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = "DROP TRIGGER kept ON incidents_obligation"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0025_closing_gates")]
    operations = [migrations.RunSQL(CREATE, DROP)]
