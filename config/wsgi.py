"""What the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from config.guard import check_walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
check_walls()

# What is loaded now stays: the collector need not walk through all of it again and again between requests.
gc.collect()
gc.freeze()
