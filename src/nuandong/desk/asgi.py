"""The desk as an ASGI application, for granian or any other server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.desk.settings")

application = get_asgi_application()
