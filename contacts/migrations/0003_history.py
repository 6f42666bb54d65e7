import core.history
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('contacts', '0002_addresses_find_companies'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='contact',
            constraint=core.history.Recorded(company='company_id', name='contacts_contact_history', omits=['created_at', 'id', 'sort_name', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='portalaccess',
            constraint=core.history.Recorded(company='contact.company_id', name='contacts_portalaccess_history', omits=['id', 'tenant_id']),
        ),
    ]
