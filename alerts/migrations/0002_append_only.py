from django.db import migrations

TABLES = ("alerts_alertevent", "alerts_rulechange")
CREATE = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in TABLES
)
DROP = "".join(
    f"""
DROP TRIGGER append_only ON {table};
DROP TRIGGER never_truncated ON {table};
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial"), ("common", "0002_refuse_change")]
    operations = [migrations.RunSQL(CREATE, DROP)]
