from django.db import migrations, models


def name_kinds(apps, schema_editor):
    """Until now the one column said `action` for deadlines and `verification` for work that waits."""
    Ladder = apps.get_model("outbox", "Ladder")
    Ladder.objects.filter(kind="action").update(kind="deadline")


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("Ladder", "ladder_once"),
        migrations.RenameField("Ladder", "subject", "kind"),
        migrations.AlterField("Ladder", "kind", models.CharField(max_length=24)),
        migrations.AddField("Ladder", "subject_kind", models.CharField(max_length=20, default="action"), False),
        migrations.AddField("Ladder", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AlterField(
            "Ladder",
            "priority",
            models.CharField(
                choices=[("ordinary", "Ordinary"), ("critical", "Critical")], max_length=12, verbose_name="priority"
            ),
        ),
        migrations.AlterModelOptions("Ladder", {"ordering": ["subject_kind", "kind", "-priority"]}),
        migrations.RunPython(name_kinds, migrations.RunPython.noop),
        migrations.AddConstraint(
            "Ladder",
            models.UniqueConstraint(fields=("subject_kind", "kind", "priority"), name="ladder_once"),
        ),
    ]
