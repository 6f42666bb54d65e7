from django.db import migrations, models

from core.history import TELL_CHANGES, TELLS

NARROWED = ('actor_kind', 'actor_id', 'door')


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_one_index_by_time'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='event', name='events_by_company'),
        migrations.RemoveIndex(model_name='event', name='events_by_time'),
        migrations.RemoveIndex(model_name='fieldchange', name='changes_untold_by_company'),
        migrations.RemoveIndex(model_name='fieldchange', name='changes_untold_by_time'),
        migrations.RemoveIndex(model_name='fieldchange', name='changes_by_subject'),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['tenant', 'company_id', '-at', '-id'], name='events_by_company', include=('key', *NARROWED)),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['tenant', '-at', '-id'], name='events_by_time', include=('key', *NARROWED)),
        ),
        migrations.AddIndex(
            model_name='fieldchange',
            index=models.Index(fields=['tenant', '-at', '-id'], name='changes_untold_by_time', condition=models.Q(('event_id__isnull', True), ('id__gt', 0)), include=('subject_type', *NARROWED)),
        ),
        migrations.AddIndex(
            model_name='fieldchange',
            index=models.Index(fields=['tenant', 'subject_type', 'subject_id', '-id'], name='changes_by_subject', condition=models.Q(('id__gt', 0))),
        ),
        # Last: of two indexes that promise the same, PostgreSQL takes the younger; `handover_tell_changes` needs it.
        migrations.AddIndex(
            model_name='fieldchange',
            index=models.Index(fields=['tenant', 'company_id', '-at'], name='changes_untold_by_company', condition=models.Q(('event_id__isnull', True))),
        ),
        migrations.RunSQL([TELL_CHANGES, TELLS], migrations.RunSQL.noop),
    ]
