from django.db import migrations

CREATE = """
ALTER TABLE actions_action ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
    doc_tokens(number, title, criterion, method, source_key)) STORED;
CREATE INDEX action_tokens ON actions_action USING gin (tokens);
CREATE INDEX action_title_tokens ON actions_action USING gin (doc_tokens(title));
"""
DROP = """
DROP INDEX action_title_tokens;
ALTER TABLE actions_action DROP COLUMN tokens;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0003_doc_tokens"), ("actions", "0006_follow_the_merged_site")]
    operations = [migrations.RunSQL(CREATE, DROP)]
