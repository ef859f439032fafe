from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_afterwards")]

    operations = [
        migrations.AddIndex(
            model_name="incidentevent",
            index=models.Index(fields=["at"], include=("incident", "verb"), name="incident_event_at"),
        ),
    ]
