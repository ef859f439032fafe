from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0008_imported_action_stands_alone"),
    ]

    operations = [
        migrations.AlterField(
            model_name="actionevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("assign", "Assigned"),
                    ("import", "Imported"),
                    ("complete", "Owner and deadline named"),
                    ("edit", "Edited"),
                    ("add_evidence", "Photos or files added"),
                    ("submit", "Submitted for verification"),
                    ("send_back", "Sent back"),
                    ("verify", "Verified"),
                    ("close", "Closed"),
                    ("reopen", "Reopened"),
                    ("hand_over", "Handed over"),
                    ("ask_extension", "More time asked"),
                    ("grant_extension", "More time given"),
                    ("extend", "Deadline moved"),
                    ("refuse_extension", "More time refused"),
                    ("moved", "Its site was merged into another"),
                    ("void", "Declared void"),
                ],
                max_length=20,
            ),
        ),
    ]
