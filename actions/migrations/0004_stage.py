from django.db import migrations, models
from django.db.models import Case, When


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0003_form_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="action",
            name="stage",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(status="assigned", then=0),
                    When(status="submitted", then=1),
                    When(status="verified", then=2),
                    When(status="closed", then=3),
                    When(status="void", then=4),
                ),
                output_field=models.SmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["stage", "deadline", "id"], name="action_stage"),
        ),
    ]
