"""What the web server loads."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.guard import check_walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
check_walls()

# Every page is loaded before the first person asks for one. What is loaded now stays: the collector need not walk
# through all of it again and again between requests.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
