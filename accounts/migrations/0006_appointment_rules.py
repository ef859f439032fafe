from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_appointment_people")]
    operations = [
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("person")), _negated=True), name="appointment_deputy_is_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reports_to", models.F("id")), _negated=True),
                name="appointment_not_its_own_superior",
            ),
        ),
    ]
