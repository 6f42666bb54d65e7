from django.db import migrations

from core.history import RECORD_CHANGE, TELL_CHANGES


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
    ]

    operations = [
        migrations.RunSQL([RECORD_CHANGE, TELL_CHANGES], migrations.RunSQL.noop),
    ]
