from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0011_verification_handed_over"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="action",
            name="action_outstanding_due",
        ),
        migrations.RemoveIndex(
            model_name="action",
            name="action_deadline",
        ),
        migrations.RemoveIndex(
            model_name="action",
            name="action_stage",
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["stage", "deadline", "id"], include=("site", "owner", "verifier"), name="action_by_stage"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["deadline", "id"], include=("site", "owner", "verifier"), name="action_by_deadline"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status", "assigned")),
                fields=["due_at"],
                include=("site", "owner", "verifier", "deadline"),
                name="action_outstanding",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["site", "owner"], name="action_site_owner"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["site", "verifier"], name="action_site_verifier"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status", "submitted")), fields=["site"], name="action_submitted_site"
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(condition=models.Q(("completed", False)), fields=["id"], name="action_incomplete"),
        ),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(
                condition=models.Q(("verb__in", ("send_back", "reopen", "grant_extension", "refuse_extension"))),
                fields=["at"],
                name="action_answered",
            ),
        ),
    ]
