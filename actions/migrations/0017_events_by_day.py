from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0016_verifiers_of_old_events")]

    operations = [
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["at"], include=("action", "verb"), name="action_event_at"),
        ),
    ]
