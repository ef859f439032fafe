from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actions", "0019_reminded_by_name")]

    operations = [
        migrations.RemoveIndex(model_name="action", name="action_outstanding"),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["due_at", "id"],
                include=["site", "owner", "verifier", "deadline", "priority", "late_reason", "explained_at"],
                condition=Q(status="assigned"),
                name="action_outstanding",
            ),
        ),
    ]
