from django.db import migrations

CREATE = """
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON actions_action
    FOR EACH ROW EXECUTE FUNCTION follow_merged_site();
"""
DROP = "DROP TRIGGER follow_merged_site ON actions_action"


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_site_moved"), ("accounts", "0015_follow_the_merged")]
    operations = [migrations.RunSQL(CREATE, DROP)]
