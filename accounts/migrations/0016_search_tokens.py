from django.db import migrations

CREATE = """
ALTER TABLE accounts_organization ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
    doc_tokens(name, name_en, registration_code)) STORED;
CREATE INDEX organization_tokens ON accounts_organization USING gin (tokens);
ALTER TABLE accounts_site ADD COLUMN tokens tsvector GENERATED ALWAYS AS (doc_tokens(name, name_en, address)) STORED;
CREATE INDEX site_tokens ON accounts_site USING gin (tokens);
ALTER TABLE accounts_alias ADD COLUMN tokens tsvector GENERATED ALWAYS AS (doc_tokens(name)) STORED;
CREATE INDEX alias_tokens ON accounts_alias USING gin (tokens);
ALTER TABLE accounts_user ADD COLUMN tokens tsvector GENERATED ALWAYS AS (doc_tokens(name, name_en)) STORED;
CREATE INDEX user_tokens ON accounts_user USING gin (tokens);
ALTER TABLE accounts_appointment ADD COLUMN tokens tsvector GENERATED ALWAYS AS (doc_tokens(post, post_en)) STORED;
CREATE INDEX appointment_tokens ON accounts_appointment USING gin (tokens);
"""
DROP = """
ALTER TABLE accounts_appointment DROP COLUMN tokens;
ALTER TABLE accounts_alias DROP COLUMN tokens;
ALTER TABLE accounts_user DROP COLUMN tokens;
ALTER TABLE accounts_site DROP COLUMN tokens;
ALTER TABLE accounts_organization DROP COLUMN tokens;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0003_doc_tokens"), ("accounts", "0015_follow_the_merged")]
    operations = [migrations.RunSQL(CREATE, DROP)]
