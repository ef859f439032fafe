import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_placeevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON accounts_placeevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON accounts_placeevent;
DROP TRIGGER never_truncated ON accounts_placeevent;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_alias"), ("common", "0002_refuse_change")]
    operations = [
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("edited", "Edited"),
                            ("alias_added", "Alias added"),
                            ("alias_removed", "Alias removed"),
                            ("merged", "Merged into another"),
                            ("took_in", "A double was merged into it"),
                            ("moved", "Moved with its organization"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("note", models.TextField(blank=True)),
                ("changes", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "event of a place",
                "verbose_name_plural": "events of places",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="placeevent",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="site",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="accounts.site"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organization__isnull", False), ("site", None)),
                    models.Q(("organization", None), ("site__isnull", False)),
                    _connector="OR",
                ),
                name="place_event_of_one_place",
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
