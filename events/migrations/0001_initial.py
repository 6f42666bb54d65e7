import core.rowsecurity
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('company_id', models.BigIntegerField(null=True)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('subject_label', models.CharField(max_length=200)),
                ('actor_kind', models.CharField(choices=[('member', 'Member'), ('contact', 'Contact'), ('system', 'System')], max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=120)),
                ('door', models.CharField(choices=[('page', 'Page'), ('portal', 'Portal'), ('api', 'Api'), ('import', 'Import'), ('system', 'System')], default='system', max_length=10)),
                ('changes', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('data', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['tenant', 'company_id', '-at'], name='events_by_company'), models.Index(fields=['tenant', '-at'], name='events_by_time')],
                'constraints': [core.rowsecurity.Wall(name='events_event_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='events_event_key')],
            },
        ),
    ]
