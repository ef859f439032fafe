from django.db import migrations, models
from django.db.models import F

WHOLE_DAY = 24 * 60


def count_minutes(apps, schema_editor):
    """Steps counted days; the notices of ladders keep the step at which they were said."""
    Step, Notice = apps.get_model("outbox", "Step"), apps.get_model("outbox", "Notice")
    Step.objects.update(offset=F("offset") * WHOLE_DAY, every=F("every") * WHOLE_DAY)
    Notice.objects.filter(kind__in=["deadline", "verification"]).update(step=F("step") * WHOLE_DAY)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_ladder_kinds")]

    operations = [
        migrations.RemoveConstraint("Step", "step_once"),
        migrations.RenameField("Step", "days", "offset"),
        migrations.AlterField("Step", "offset", models.IntegerField()),
        migrations.AlterField("Step", "every", models.PositiveIntegerField(null=True)),
        migrations.AlterModelOptions("Step", {"ordering": ["offset", "audience"]}),
        migrations.RunPython(count_minutes, migrations.RunPython.noop),
    ]
