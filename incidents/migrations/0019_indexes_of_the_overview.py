from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("incidents", "0018_reasons_for_no_action")]

    operations = [
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["id"], include=["incident"], condition=~Q(status="withdrawn"), name="finding_standing"
            ),
        ),
        migrations.AddIndex(
            model_name="incident", index=models.Index(fields=["id"], condition=Q(status="void"), name="incident_void")
        ),
    ]
