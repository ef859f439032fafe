import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_who_made_it_and_once")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="absence_deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deputy while absent",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("absence_deputy", None),
                    models.Q(
                        ("absent_from__isnull", False), models.Q(("absence_deputy", models.F("id")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="user_absence_deputy_is_another",
            ),
        ),
    ]
