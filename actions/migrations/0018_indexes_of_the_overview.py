from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actions", "0017_events_by_day")]

    operations = [
        migrations.RemoveIndex(model_name="action", name="action_outstanding"),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["due_at", "id"],
                include=["site", "owner", "verifier", "deadline", "priority"],
                condition=Q(status="assigned"),
                name="action_outstanding",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["original_deadline", "id"],
                include=["site", "owner", "verifier", "status", "deadline", "submitted_at", "strength"],
                condition=~Q(status="void"),
                name="action_by_first_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["finding"], condition=~Q(status="void"), name="action_standing_of_cause"),
        ),
    ]
