from django.db import migrations

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON meetings_meetingevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON meetings_meetingevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON meetings_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON meetings_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON meetings_meeting
    FOR EACH ROW WHEN (NEW.site_id IS NOT NULL) EXECUTE FUNCTION follow_merged_site();
CREATE TRIGGER follow_merged_organization BEFORE INSERT OR UPDATE OF organization_id ON meetings_meeting
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION follow_merged_organization();
"""
DROP = """
DROP TRIGGER follow_merged_organization ON meetings_meeting;
DROP TRIGGER follow_merged_site ON meetings_meeting;
DROP TRIGGER never_truncated ON meetings_decision;
DROP TRIGGER append_only ON meetings_decision;
DROP TRIGGER never_truncated ON meetings_meetingevent;
DROP TRIGGER append_only ON meetings_meetingevent;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("accounts", "0015_follow_the_merged"),
        ("common", "0002_refuse_change"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
