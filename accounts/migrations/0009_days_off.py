import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_daydecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON accounts_daydecision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON accounts_daydecision;
DROP TRIGGER never_truncated ON accounts_daydecision;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_refuse_change"),
        ("accounts", "0008_invitation"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="week",
            field=models.CharField(
                blank=True,
                choices=[("", "as offices do"), ("saturdays", "on Saturdays, too"), ("every_day", "every day")],
                default="",
                max_length=10,
                verbose_name="working week",
            ),
        ),
        migrations.CreateModel(
            name="DayDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("day", models.DateField(verbose_name="day")),
                ("works", models.BooleanField(null=True, verbose_name="people work")),
                ("note", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a day",
                "verbose_name_plural": "decisions about days",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["day"], name="day_decision_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", ""), ("organization__isnull", False)),
                            models.Q(("organization", None), models.Q(("country", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="day_decision_holds_somewhere",
                    )
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
