import core.rowsecurity
import django.db.models.deletion
from django.db import migrations, models

from core.history import TELL_CHANGES
from core.partitions import cut_into_months

INDEXES = {
    'events_event': {
        'events_by_company': '(tenant_id, company_id, at DESC, id DESC)',
        'events_by_time': '(tenant_id, at DESC, id DESC)',
        'events_by_subject': '(tenant_id, subject_type, subject_id, at DESC)',
        'events_by_actor': '(tenant_id, actor_kind, actor_id, at DESC)',
    },
    'events_fieldchange': {
        'changes_untold_by_time': '(tenant_id, at DESC, id DESC) WHERE event_id IS NULL',
        'changes_by_event': '(tenant_id, event_id) WHERE event_id IS NOT NULL',
        'changes_by_subject': '(tenant_id, subject_type, subject_id, at DESC)',
        # Last: of two indexes that promise the same, PostgreSQL takes the younger; `handover_tell_changes` needs it.
        'changes_untold_by_company': '(tenant_id, company_id, at DESC, id DESC) WHERE event_id IS NULL',
    },
}


def cut_both_into_months(apps, schema_editor):
    """Both logs, with the rows they have, become tables of monthly parts. There is no way back but a backup."""
    for table, indexes in INDEXES.items():
        cut_into_months(table, key=f'{table}_key', indexes=indexes)
        model = apps.get_model('events', table.removeprefix('events_'))
        core.rowsecurity.Wall(name=f'{table}_wall').create_sql(model, schema_editor)
    # A field change needs no such check of its own: the row that changed has passed it.
    schema_editor.execute(
        'ALTER TABLE events_event ADD CONSTRAINT events_event_tenant_id_fk FOREIGN KEY (tenant_id) '
        'REFERENCES tenants_tenant (id) DEFERRABLE INITIALLY DEFERRED'
    )
    schema_editor.execute(TELL_CHANGES)
    schema_editor.execute(
        'CREATE TRIGGER events_event_tells AFTER INSERT ON events_event '
        'FOR EACH ROW EXECUTE FUNCTION handover_tell_changes()'
    )


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FieldChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('transaction', models.BigIntegerField()),
                ('event_id', models.BigIntegerField(null=True)),
                ('company_id', models.BigIntegerField(null=True)),
                ('operation', models.CharField(choices=[('insert', 'Insert'), ('update', 'Update'), ('delete', 'Delete')], max_length=10)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('subject_label', models.CharField(max_length=200)),
                ('changes', models.JSONField(default=dict)),
                ('actor_kind', models.CharField(choices=[('member', 'Member'), ('contact', 'Contact'), ('system', 'System')], max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=120)),
                ('door', models.CharField(choices=[('page', 'Web page'), ('portal', 'Customer portal'), ('api', 'API'), ('import', 'Import'), ('system', 'System')], max_length=10)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterField(
            model_name='event',
            name='door',
            field=models.CharField(choices=[('page', 'Web page'), ('portal', 'Customer portal'), ('api', 'API'), ('import', 'Import'), ('system', 'System')], default='system', max_length=10),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(
                    model_name='event',
                    name='events_event_key',
                ),
                migrations.RemoveIndex(
                    model_name='event',
                    name='events_by_company',
                ),
                migrations.RemoveIndex(
                    model_name='event',
                    name='events_by_time',
                ),
                migrations.AddIndex(
                    model_name='event',
                    index=models.Index(fields=['tenant', 'company_id', '-at', '-id'], name='events_by_company'),
                ),
                migrations.AddIndex(
                    model_name='event',
                    index=models.Index(fields=['tenant', '-at', '-id'], name='events_by_time'),
                ),
                migrations.AddIndex(
                    model_name='event',
                    index=models.Index(fields=['tenant', 'subject_type', 'subject_id', '-at'], name='events_by_subject'),
                ),
                migrations.AddIndex(
                    model_name='event',
                    index=models.Index(fields=['tenant', 'actor_kind', 'actor_id', '-at'], name='events_by_actor'),
                ),
                migrations.AddConstraint(
                    model_name='event',
                    constraint=models.UniqueConstraint(fields=('tenant', 'id', 'at'), name='events_event_key'),
                ),
                migrations.AddIndex(
                    model_name='fieldchange',
                    index=models.Index(condition=models.Q(('event_id__isnull', True)), fields=['tenant', 'company_id', '-at', '-id'], name='changes_untold_by_company'),
                ),
                migrations.AddIndex(
                    model_name='fieldchange',
                    index=models.Index(condition=models.Q(('event_id__isnull', True)), fields=['tenant', '-at', '-id'], name='changes_untold_by_time'),
                ),
                migrations.AddIndex(
                    model_name='fieldchange',
                    index=models.Index(condition=models.Q(('event_id__isnull', False)), fields=['tenant', 'event_id'], name='changes_by_event'),
                ),
                migrations.AddIndex(
                    model_name='fieldchange',
                    index=models.Index(fields=['tenant', 'subject_type', 'subject_id', '-at'], name='changes_by_subject'),
                ),
                migrations.AddConstraint(
                    model_name='fieldchange',
                    constraint=core.rowsecurity.Wall(name='events_fieldchange_wall'),
                ),
                migrations.AddConstraint(
                    model_name='fieldchange',
                    constraint=models.UniqueConstraint(fields=('tenant', 'id', 'at'), name='events_fieldchange_key'),
                ),
            ],
            database_operations=[migrations.RunPython(cut_both_into_months)],
        ),
    ]
