from django.db import migrations, models

# A generated column cannot be altered: it goes, and comes back made of one field more. See common.search.
CREATE = """
ALTER TABLE incidents_incident ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
    doc_tokens(number, name, place, description, immediate_measures, other_information, source_key%s)) STORED;
CREATE INDEX incident_tokens ON incidents_incident USING gin (tokens);
"""
DROP = "ALTER TABLE incidents_incident DROP COLUMN tokens"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0019_indexes_of_the_overview")]
    operations = [
        migrations.RunSQL(DROP, CREATE % ""),
        migrations.AddField(
            model_name="incident",
            name="former_names",
            field=models.TextField(blank=True, editable=False, verbose_name="former names"),
        ),
        migrations.RunSQL(CREATE % ", former_names", DROP),
    ]
