from django.db import migrations

# What people did is never changed and never deleted. The one exception, taking the sample district out again,
# says so in its own transaction by `SET LOCAL bihuan.erasing = 'on'`.
CREATE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('bihuan.erasing', true), '') = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'UPDATE' THEN NEW ELSE NULL END;
    END IF;
    RAISE EXCEPTION '% of % is refused: it is append-only', TG_OP, TG_TABLE_NAME;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION refuse_change()")]
