import core.history
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_history'),
        ('onboarding', '0001_initial'),
        ('tenants', '0002_history'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='onboarding',
            constraint=core.history.Recorded(company='company_id', name='onboarding_onboarding_history', omits=['id', 'tenant_id', 'verified_at', 'version']),
        ),
        migrations.AddConstraint(
            model_name='playbook',
            constraint=core.history.Recorded(company='', name='onboarding_playbook_history', omits=['id', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='playbookstep',
            constraint=core.history.Recorded(company='', name='onboarding_playbookstep_history', omits=['id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='saleshandover',
            constraint=core.history.Recorded(company='company_id', name='onboarding_saleshandover_history', omits=['agreement', 'agreement_digest', 'id', 'tenant_id', 'version']),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=core.history.Recorded(company='step.onboarding.company_id', name='onboarding_signature_history', omits=['fingerprint', 'id', 'tenant_id']),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=core.history.Recorded(company='onboarding.company_id', name='onboarding_step_history', omits=['id', 'left_by_name', 'open_findings', 'reopened_because', 'reopened_by_event', 'reopened_by_name', 'tenant_id']),
        ),
    ]
