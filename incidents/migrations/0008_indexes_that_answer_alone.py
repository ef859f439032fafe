from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_search_tokens"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="incident",
            name="incident_day",
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["-occurred_on", "-id"], include=("site", "reported_by"), name="incident_by_day"),
        ),
    ]
