from django.db import migrations, models
from django.db.models import Case, When


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_form_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="severity",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(grade="general", then=0),
                    When(grade="larger", then=1),
                    When(grade="major", then=2),
                    When(grade="especially_major", then=3),
                ),
                null=True,
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["severity", "occurred_on", "id"], name="incident_severity"),
        ),
    ]
