"""The desk as an ASGI application, for granian or any other server."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.desk.settings")

# WhiteNoise hands out files as plain iterators; they are small and in memory, so Django's advice does not apply.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()
