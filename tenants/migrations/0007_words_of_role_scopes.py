from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0006_lists_arranged_and_saved'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rolescope',
            name='role',
            field=models.CharField(choices=[('admin', 'Admin'), ('account_manager', 'Account manager'), ('billing_admin', 'Billing admin'), ('technician', 'Technician')], max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='rolescope',
            name='scope',
            field=models.CharField(choices=[('all', 'All customers'), ('territories', 'My territories'), ('mine', 'My customers')], max_length=20, verbose_name='sees'),
        ),
    ]
