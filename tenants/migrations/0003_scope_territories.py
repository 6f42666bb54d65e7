from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rolescope',
            name='scope',
            field=models.CharField(choices=[('all', 'All customers'), ('territories', 'My territories'), ('mine', 'My customers')], max_length=20),
        ),
    ]
