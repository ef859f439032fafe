import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outbox_ladderchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON outbox_ladderchange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON outbox_ladderchange;
DROP TRIGGER never_truncated ON outbox_ladderchange;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_refuse_change"),
        ("outbox", "0003_steps_in_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LadderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("note", models.TextField(verbose_name="reason")),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AlterField(
            model_name="step",
            name="audience",
            field=models.CharField(
                choices=[
                    ("owner", "Owner"),
                    ("verifier", "Verifier"),
                    ("line_manager", "Line manager"),
                    ("safety_manager", "Safety manager of the site"),
                    ("site_official", "Official of the site: the sector's, else the territory's"),
                    ("sector_official", "Official of the sector"),
                    ("territory_official", "Official of the territory"),
                    ("leader", "Leader of the territory"),
                    ("next_in_line", "The next in line: at every repetition one superior higher"),
                ],
                max_length=20,
                verbose_name="who is told",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("ladder", "offset", "audience"), name="step_once"),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("every", None), ("every__gte", 5), _connector="OR"), name="step_repeats_at_leisure"
            ),
        ),
        migrations.AddField(
            model_name="ladderchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ladderchange",
            name="ladder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="outbox.ladder"
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
