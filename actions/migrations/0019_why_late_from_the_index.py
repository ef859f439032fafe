from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actions", "0018_indexes_of_the_overview")]

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
