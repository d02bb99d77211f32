"""Serve the desk as `nuandong serve` does, pages and worker, once its records are there; says where on one line.

python tests/chaos/serving.py        with NUANDONG_DATABASE_URL, NUANDONG_STATE and a clock set
"""

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"

if __name__ == "__main__":
    from nuandong.desk.serving import free_port, serve_desk

    serve_desk(
        host="127.0.0.1",
        port=free_port(host="127.0.0.1", wanted=0),
        state=Path(os.environ["NUANDONG_STATE"]),
        when_ready=lambda address: print(address, flush=True),
    )
