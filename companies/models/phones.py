"""The numbers under which a company, or one of its locations, is reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PHONES = ("phone", "alternate_phone_1", "alternate_phone_2", "fax")


class HasPhones(models.Model):
    """Three numbers to call, and one for paper."""

    phone = models.CharField(_("phone"), max_length=25, blank=True)
    alternate_phone_1 = models.CharField(_("second phone"), max_length=25, blank=True)
    alternate_phone_2 = models.CharField(_("third phone"), max_length=25, blank=True)
    fax = models.CharField(_("fax"), max_length=25, blank=True)

    class Meta:
        abstract = True
