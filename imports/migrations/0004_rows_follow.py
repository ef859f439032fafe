from django.db import migrations

CREATE = """
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON imports_importrow
    FOR EACH ROW WHEN (NEW.site_id IS NOT NULL) EXECUTE FUNCTION follow_merged_site();
"""
DROP = "DROP TRIGGER follow_merged_site ON imports_importrow"


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_sites_and_appointments"), ("accounts", "0018_decided_days_follow")]
    operations = [migrations.RunSQL(CREATE, DROP)]
