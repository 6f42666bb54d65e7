"""What installed packages say to people and say informally in German.

A text that stands here is in our own catalogue too, and that one comes before theirs (`LOCALE_PATHS`). Where several
packages have a text, one of them decides for all: Django's own “Enter a valid email address.” would come from the REST
framework.
"""

from django.utils.translation import gettext_noop as _

REST_FRAMEWORK = (
    _("Duration has wrong format. Use one of these formats instead: {format}."),
    _("Ensure that there are no more than {max_decimal_places} decimal places."),
    _("Ensure that there are no more than {max_digits} digits in total."),
    _("Ensure that there are no more than {max_whole_digits} digits before the decimal point."),
    _("Ensure this field has at least {min_length} characters."),
    _("Ensure this field has no more than {max_length} characters."),
    _("Ensure this filename has at most {max_length} characters (it has {length})."),
    _("Ensure this value is greater than or equal to {min_value}."),
    _("Ensure this value is less than or equal to {max_value}."),
    _("Enter a valid URL."),
    _("Enter a valid email address."),
)
ALLAUTH = (
    _("Be patient, you are sending too many requests."),
    _("Please type your current password."),
    _("Too many failed login attempts. Try again later."),
    _("You must type the same password each time."),
)
