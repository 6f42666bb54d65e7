"""How the sign-in library writes mail: through our own rows, so that it too waits for a broker that is away."""

from allauth.account.adapter import DefaultAccountAdapter
from django.template.loader import render_to_string
from django.utils import translation

from notifications.models import AccountMail
from notifications.queue import nudge_after_commit


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are invited."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        user = context.get("user")
        language = (user.language if user else "") or translation.get_language() or "en"
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
            text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        AccountMail.objects.create(recipient=email, language=language[:2], subject=subject[:250], text=text)
        nudge_after_commit(None)
