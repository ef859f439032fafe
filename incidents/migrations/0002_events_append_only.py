from django.db import migrations

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON incidents_incidentevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON incidents_incidentevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON incidents_incidentevent;
DROP TRIGGER never_truncated ON incidents_incidentevent;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("common", "0002_refuse_change")]
    operations = [migrations.RunSQL(CREATE, DROP)]
