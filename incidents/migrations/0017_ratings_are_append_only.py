from django.db import migrations

TABLES = ("matrix", "rating")
CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON incidents_{0}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON incidents_{0}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER never_truncated ON incidents_{0};
DROP TRIGGER append_only ON incidents_{0};
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0016_matrix_and_ratings")]
    operations = [migrations.RunSQL(CREATE.format(table), DROP.format(table)) for table in TABLES]
