"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from config.guard import check_walls

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
check_walls()
