from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["tenant", "serial_number"], name="devices_by_serial"),
        ),
    ]
