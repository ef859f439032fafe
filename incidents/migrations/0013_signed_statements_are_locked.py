from django.db import migrations

# Once signed, a statement is what was signed: neither it nor its files change. Who read it is never changed either.
CREATE = """
CREATE TRIGGER locked_once_signed BEFORE UPDATE ON incidents_statement
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON incidents_statement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON incidents_statement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_file_of_signed_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('bihuan.erasing', true), '') <> 'on' AND EXISTS (
        SELECT FROM incidents_statement
        WHERE signed_at IS NOT NULL AND id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.statement_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.statement_id END)
    ) THEN
        RAISE EXCEPTION '% of a file is refused: the statement is signed', TG_OP;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER locked_once_signed BEFORE INSERT OR UPDATE OR DELETE ON incidents_statementfile
    FOR EACH ROW EXECUTE FUNCTION refuse_file_of_signed_statement();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON incidents_statementreading
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON incidents_statementreading
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER never_truncated ON incidents_statementreading;
DROP TRIGGER append_only ON incidents_statementreading;
DROP TRIGGER locked_once_signed ON incidents_statementfile;
DROP FUNCTION refuse_file_of_signed_statement();
DROP TRIGGER never_truncated ON incidents_statement;
DROP TRIGGER never_deleted ON incidents_statement;
DROP TRIGGER locked_once_signed ON incidents_statement;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0012_statements")]
    operations = [migrations.RunSQL(CREATE, DROP)]
