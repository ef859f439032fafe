from django.db import migrations

CREATE = """
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON alerts_alert
    FOR EACH ROW WHEN (NEW.site_id IS NOT NULL) EXECUTE FUNCTION follow_merged_site();
CREATE TRIGGER follow_merged_organization BEFORE INSERT OR UPDATE OF organization_id ON alerts_alert
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION follow_merged_organization();
"""
DROP = """
DROP TRIGGER follow_merged_organization ON alerts_alert;
DROP TRIGGER follow_merged_site ON alerts_alert;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_append_only"), ("accounts", "0015_follow_the_merged")]
    operations = [migrations.RunSQL(CREATE, DROP)]
