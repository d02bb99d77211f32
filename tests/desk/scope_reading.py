"""How the walk through every address reads: whatever an address lets one ask is asked, and no wrapping hides words."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import QueryDict
from django.test import Client
from pypdf import PdfReader

from nuandong.desk.directory.models import (
    DeliveryPoint,
    ReportingUnit,
)
from nuandong.desk.dispatch.models import Order
from nuandong.desk.outlook.models import Run
from tests.desk.roles import OTHER_COUNTY

NOT_ASKED = {"language", "next"}


def read(response: Any) -> str:
    """What an answer says: a packed file's members and a PDF's text, not their wrapping."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    if content[:5] == b"%PDF-":
        pages = PdfReader(io.BytesIO(content)).pages
        return "".join(page.extract_text() for page in pages).replace("\n", "")
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else content


def asked_values(run: Run) -> dict[str, str]:
    """What stands behind the question mark of an address: values that ask for what lies elsewhere."""
    far = {"region_id": OTHER_COUNTY}
    return {
        "q": "示例",
        "area": OTHER_COUNTY,
        "city": "149200",
        "county": OTHER_COUNTY,
        "cut": "1",
        "day": run.gas_day.isoformat(),
        "dir": "",
        "format": "json",
        "gas_day": run.gas_day.isoformat(),
        "head": "0",
        "kind": "",
        "lines": "",
        "month": f"{run.gas_day:%Y-%m}",
        "order": str(Order.objects.values_list("pk", flat=True).last()),
        "page": "1",
        "point": str(
            DeliveryPoint.objects.filter(user__organisation_id="u-methanol").values_list("pk", flat=True)[0]
        ),
        "region": "149200",
        "show": "all",
        "since": "2023-01-01T00:00:00+08:00",
        "sort": "",
        "state": "",
        "tier": "",
        "verb": "",
        "unit": str(ReportingUnit.objects.filter(**far).values_list("pk", flat=True)[0]),
    }


class Walker:
    """Somebody who opens addresses: as a page, as a fragment, and with everything that the page lets one ask."""

    def __init__(self, account: Any, run: Run) -> None:
        self.client = Client(raise_request_exception=True)
        self.client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        self.values = asked_values(run)

    def answers(
        self, address: str, *, thoroughly: bool = True, fragments: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """The address with what was asked, and the answer."""
        with noting_what_is_asked() as asked:
            yield address, self.client.get(address)
        unknown = asked - set(self.values) - NOT_ASKED
        assert not unknown, f"{address}: say in asked_values what {unknown} may be"
        if not thoroughly:
            return
        if fragments:
            yield f"{address} as a fragment", self.client.get(address, headers={"HX-Request": "true"})
        wanted = {name: self.values[name] for name in sorted(asked & set(self.values))}
        if wanted:
            yield f"{address}?{wanted}", self.client.get(address, wanted)


@contextmanager
def noting_what_is_asked() -> Iterator[set[str]]:
    """Which names pages look for behind the question mark while the block runs."""
    asked, real = set[str](), QueryDict.get

    def get(self: QueryDict, name: str, default: Any = None) -> Any:
        asked.add(name)
        return real(self, name, default)

    QueryDict.get = get  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        QueryDict.get = real  # type: ignore[method-assign]
