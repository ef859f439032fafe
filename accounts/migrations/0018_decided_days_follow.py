from django.db import migrations

CREATE = """
CREATE TRIGGER follow_merged_organization BEFORE INSERT ON accounts_daydecision
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION follow_merged_organization();
"""
DROP = "DROP TRIGGER follow_merged_organization ON accounts_daydecision"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0017_wants_information")]
    operations = [migrations.RunSQL(CREATE, DROP)]
