import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What somebody was from which day on is never rewritten; see common's refuse_change.
CREATE = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON incidents_casualtystate
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON incidents_casualtystate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER append_only ON incidents_casualtystate;
DROP TRIGGER never_truncated ON incidents_casualtystate;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0014_exhibits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="accident_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("work", "work accident: 30 days"),
                    ("fire", "fire: 7 days"),
                    ("road_traffic", "road traffic: 7 days"),
                ],
                max_length=12,
                verbose_name="window for changes of the casualties",
            ),
        ),
        migrations.AlterField(
            model_name="incidentevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("logged", "Logged"),
                    ("imported", "Imported"),
                    ("edited", "Edited"),
                    ("added_photos", "Photos added"),
                    ("moved", "Its site was merged into another"),
                    ("void", "Declared void"),
                    ("finding_added", "Finding added"),
                    ("finding_edited", "Finding edited"),
                    ("confirm", "Finding confirmed"),
                    ("withdraw", "Finding withdrawn"),
                    ("member_added", "Joined the investigation team"),
                    ("member_edited", "Entry of a team member changed"),
                    ("member_taken_out", "Left the investigation team"),
                    ("moment_added", "Row added to the timeline"),
                    ("moment_edited", "Row of the timeline changed"),
                    ("moment_taken_out", "Row taken out of the timeline"),
                    ("exhibit_added", "Exhibit recorded"),
                    ("exhibit_edited", "Entry of an exhibit changed"),
                    ("exhibit_taken_out", "Exhibit taken out"),
                    ("statement_added", "Statement taken down"),
                    ("statement_edited", "Statement changed before it was signed"),
                    ("statement_signed", "Statement signed and locked"),
                    ("statement_taken_out", "Statement taken out before it was signed"),
                    ("casualty_added", "Casualty recorded"),
                    ("casualty_changed", "What became of a casualty"),
                    ("casualty_edited", "Casualty edited"),
                    ("casualty_struck", "Casualty struck"),
                    ("revealed", "Personal data shown"),
                    ("missing_counted", "The missing counted as dead"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Casualty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("person", models.CharField(blank=True, max_length=80, verbose_name="name of the person")),
                ("identity_number", models.CharField(blank=True, max_length=40, verbose_name="identity number")),
                ("medical", models.TextField(blank=True, verbose_name="medical details")),
                ("employer", models.CharField(blank=True, max_length=120, verbose_name="employer")),
                ("job", models.CharField(blank=True, max_length=80, verbose_name="job")),
                (
                    "harm",
                    models.CharField(
                        choices=[
                            ("death", "dead"),
                            ("missing", "not found yet"),
                            ("serious", "seriously injured"),
                            ("poisoning", "acutely poisoned"),
                            ("minor", "slightly injured"),
                            ("unhurt", "found unhurt"),
                        ],
                        max_length=9,
                        verbose_name="harm",
                    ),
                ),
                ("harm_since", models.DateField(verbose_name="since")),
                ("counted_as", models.CharField(blank=True, editable=False, max_length=20)),
                ("stands", models.BooleanField(default=True, editable=False)),
                ("form_key", models.UUIDField(editable=False, null=True, unique=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="casualty_rows",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "casualty",
                "verbose_name_plural": "casualties",
                "ordering": ["incident", "number"],
            },
        ),
        migrations.AddField(
            model_name="incidentevent",
            name="casualty",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="incidents.casualty"
            ),
        ),
        migrations.CreateModel(
            name="CasualtyState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "harm",
                    models.CharField(
                        choices=[
                            ("death", "dead"),
                            ("missing", "not found yet"),
                            ("serious", "seriously injured"),
                            ("poisoning", "acutely poisoned"),
                            ("minor", "slightly injured"),
                            ("unhurt", "found unhurt"),
                        ],
                        max_length=9,
                    ),
                ),
                ("since", models.DateField()),
                ("counted_as", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "casualty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="states", to="incidents.casualty"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="casualty",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="casualty_number_once"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
