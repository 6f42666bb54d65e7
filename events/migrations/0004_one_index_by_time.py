from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_each_event_tells_what_came_before'),
        ('tenants', '0006_lists_arranged_and_saved'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fieldchange',
            name='changes_untold_by_time',
        ),
        migrations.RemoveIndex(
            model_name='fieldchange',
            name='changes_by_subject',
        ),
        migrations.AddIndex(
            model_name='fieldchange',
            index=models.Index(condition=models.Q(('event_id__isnull', True)), fields=['tenant', '-id'], name='changes_untold_by_time'),
        ),
        migrations.AddIndex(
            model_name='fieldchange',
            index=models.Index(fields=['tenant', 'subject_type', 'subject_id', '-id'], name='changes_by_subject'),
        ),
    ]
