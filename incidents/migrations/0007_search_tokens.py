from django.db import migrations

# The tokens are the database's own affair: no field of the model, so no query carries them along. See common.search.
CREATE = """
ALTER TABLE incidents_incident ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
    doc_tokens(number, name, place, description, immediate_measures, other_information, source_key)) STORED;
CREATE INDEX incident_tokens ON incidents_incident USING gin (tokens);
CREATE INDEX incident_name_tokens ON incidents_incident USING gin (doc_tokens(name));
ALTER TABLE incidents_finding ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
    doc_tokens(statement, evidence)) STORED;
CREATE INDEX finding_tokens ON incidents_finding USING gin (tokens);
"""
DROP = """
DROP INDEX incident_name_tokens;
ALTER TABLE incidents_incident DROP COLUMN tokens;
ALTER TABLE incidents_finding DROP COLUMN tokens;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0003_doc_tokens"), ("incidents", "0006_follow_the_merged_site")]
    operations = [migrations.RunSQL(CREATE, DROP)]
