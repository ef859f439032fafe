import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_personevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON accounts_personevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON accounts_personevent;
DROP TRIGGER never_truncated ON accounts_personevent;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_appointment_rules"), ("common", "0002_refuse_change")]
    operations = [
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("edited", "Edited"),
                            ("invited", "Invited by letter"),
                            ("code_made", "Invitation printed"),
                            ("revoked", "Invitation revoked"),
                            ("accepted", "Invitation accepted"),
                            ("appointed", "Appointed"),
                            ("changed", "Appointment changed"),
                            ("ended", "Appointment ended"),
                            ("deactivated", "Deactivated"),
                            ("reactivated", "Reactivated"),
                            ("absent", "Absence noted"),
                            ("present", "Absence ended"),
                            ("handed_over", "Open work handed over"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("changes", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "event of a person",
                "verbose_name_plural": "events of people",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="personevent",
            name="appointment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="accounts.appointment"
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="events", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
