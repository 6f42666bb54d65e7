import core.rowsecurity
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
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('company_id', models.BigIntegerField(null=True)),
                ('file_name', models.CharField(max_length=200)),
                ('layout', models.CharField(blank=True, max_length=40)),
                ('headers', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('groups', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('checked', 'checked'), ('applied', 'imported'), ('discarded', 'discarded')], default='checked', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('applied_at', models.DateTimeField(null=True)),
                ('created_by', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.member')),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'constraints': [core.rowsecurity.Wall(name='imports_importrun_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='imports_importrun_key'), core.rowsecurity.Reference(field='created_by', name='imports_importrun_created_by_ref')],
                'indexes': [models.Index(fields=['tenant', 'kind', 'company_id', '-created_at'], name='imports_run_of')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('action', models.CharField(choices=[('create', 'new'), ('update', 'changed'), ('same', 'unchanged'), ('left_out', 'left out'), ('wrong', 'wrong')], max_length=10)),
                ('values', models.JSONField(default=dict)),
                ('changes', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('record_id', models.BigIntegerField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('run', core.rowsecurity.TenantForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importrun')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('tenant', 'run', 'line'), name='imports_importrow_once'), core.rowsecurity.Wall(name='imports_importrow_wall'), models.UniqueConstraint(fields=('tenant', 'id'), name='imports_importrow_key'), core.rowsecurity.Reference(field='run', name='imports_importrow_run_ref')],
            },
        ),
    ]
