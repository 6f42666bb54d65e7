import pytest

from core.rowsecurity import acting_for
from notifications.defaults import seed


@pytest.fixture(autouse=True)
def mail_folder(settings, tmp_path):
    """Mail is kept in a folder of the test's own, by the backend of development."""
    settings.EMAIL_BACKEND = "notifications.mailbox.KeepingBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def rules(rheintal):
    """Rheintal with the built-in workflow rules."""
    with acting_for(rheintal.pk):
        seed(tenant=rheintal)
    return rheintal
