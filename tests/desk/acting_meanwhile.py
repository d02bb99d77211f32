"""Write to the ledger without a pause until told to stop. Run as a programme by a test.

python tests/desk/acting_meanwhile.py        with NUANDONG_DATABASE_URL set; ends when its standard input ends
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)
import os
import sys
import threading
from datetime import UTC, datetime

os.environ["DJANGO_SETTINGS_MODULE"] = "nuandong.desk.settings"
import django

django.setup()

from django.core.management import call_command
from django.db import transaction

from nuandong.desk.ledger.actions import append, put_letter
from nuandong.desk.ledger.chain import Act

AT = datetime(2023, 12, 21, 9, 20, 5, tzinfo=UTC)
FIRST = 300  # entries before anybody is told that we are at work


def main() -> None:
    call_command("migrate", verbosity=0)
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    number = 0
    while not stop.is_set():
        number += 1
        with (
            transaction.atomic()
        ):  # a letter and its entry: a copy that is torn would hold one without the other
            put_letter(key=f"errand:{number}", errand="none", facts={}, at=AT)
            append(act=Act("sign_in", "account:1", "account", str(number), {"padding": "x" * 400}), at=AT)
        if number == FIRST:
            print("at work", flush=True)
    print(number, flush=True)


main()
