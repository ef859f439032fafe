from django.db import migrations

CREATE = """
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON outbox_subscription
    FOR EACH ROW WHEN (NEW.site_id IS NOT NULL) EXECUTE FUNCTION follow_merged_site();
CREATE TRIGGER follow_merged_organization BEFORE INSERT OR UPDATE OF organization_id ON outbox_subscription
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION follow_merged_organization();
"""
DROP = """
DROP TRIGGER follow_merged_organization ON outbox_subscription;
DROP TRIGGER follow_merged_site ON outbox_subscription;
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0009_subscription"), ("accounts", "0018_decided_days_follow")]
    operations = [migrations.RunSQL(CREATE, DROP)]
