from django.db import migrations

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON actions_actionevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON actions_actionevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON actions_actionevent;
DROP TRIGGER never_truncated ON actions_actionevent;
"""


class Migration(migrations.Migration):
    dependencies = [("actions", "0001_initial"), ("common", "0002_refuse_change")]
    operations = [migrations.RunSQL(CREATE, DROP)]
