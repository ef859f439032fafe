import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_absence_deputy")]
    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputizes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deputy",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="organization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="accounts.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="accounts.region",
                verbose_name="region",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="reports_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="accounts.appointment",
                verbose_name="reports to",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="sector",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="accounts.sector",
                verbose_name="sector",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="accounts.site",
                verbose_name="site",
            ),
        ),
        migrations.RunSQL(
            "UPDATE accounts_appointment SET deputy_id = NULL WHERE deputy_id = person_id", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "UPDATE accounts_appointment SET reports_to_id = NULL WHERE reports_to_id = id", migrations.RunSQL.noop
        ),
    ]
