from django.db import migrations

# A place may be merged at the very moment at which somebody writes a record that points to it. The trigger waits for
# the merge by the lock that the foreign key takes anyway, and then leads the record to the place that stands.
CREATE = """
CREATE FUNCTION follow_merged_site() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE target bigint;
BEGIN
    SELECT merged_into_id INTO target FROM accounts_site WHERE id = NEW.site_id FOR KEY SHARE;
    NEW.site_id := coalesce(target, NEW.site_id);
    RETURN NEW;
END
$$;
CREATE FUNCTION follow_merged_organization() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE target bigint;
BEGIN
    SELECT merged_into_id INTO target FROM accounts_organization WHERE id = NEW.organization_id FOR KEY SHARE;
    NEW.organization_id := coalesce(target, NEW.organization_id);
    RETURN NEW;
END
$$;
CREATE TRIGGER follow_merged_site BEFORE INSERT OR UPDATE OF site_id ON accounts_appointment
    FOR EACH ROW WHEN (NEW.site_id IS NOT NULL) EXECUTE FUNCTION follow_merged_site();
CREATE TRIGGER follow_merged_organization BEFORE INSERT OR UPDATE OF organization_id ON accounts_appointment
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION follow_merged_organization();
CREATE TRIGGER follow_merged_organization BEFORE INSERT OR UPDATE OF organization_id ON accounts_site
    FOR EACH ROW EXECUTE FUNCTION follow_merged_organization();
"""
DROP = """
DROP TRIGGER follow_merged_organization ON accounts_site;
DROP TRIGGER follow_merged_organization ON accounts_appointment;
DROP TRIGGER follow_merged_site ON accounts_appointment;
DROP FUNCTION follow_merged_organization();
DROP FUNCTION follow_merged_site();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_place_event")]
    operations = [migrations.RunSQL(CREATE, DROP)]
