"""The results of a gas day as a folder that other tools open.

    picture.json                 the whole picture, exact; `manifest.json` names every other file with its hash
    *.csv                        one tidy table a file, figures in full precision (`repr`), base units;
                                 cut_history.csv fits into the next gas day's case as it is
    report.xlsx                  the same tables with native charts
    certificate.json             problem, plan and proofs, for `nuandong verify`
    report.html, report.en.html  one self-contained page each in Chinese and English, prints as A4

The same picture gives the same bytes: no clock is read, the time of writing comes in as `at`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from nuandong import __version__
from nuandong.assess.case import Case
from nuandong.assess.picture import DayPicture, SeasonPicture
from nuandong.assess.plain import plain_of, to_plain
from nuandong.casefile.report_fairness import fairness_tables
from nuandong.casefile.report_html import report_page
from nuandong.casefile.report_tables import day_tables, shared_tables
from nuandong.casefile.report_xlsx import report_workbook
from nuandong.casefile.result_table import Cell, ResultTable
from nuandong.casefile.term_results import term_tables
from nuandong.findings import AssuranceError

MANIFEST = "manifest.json"


class ResultsNotWritten(AssuranceError):
    """The folder of results cannot be written."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(
            f"{folder}: 无法写入（{reason}），请换一个文件夹。Cannot be written; name another folder."
        )


def result_tables(picture: DayPicture, case: Case) -> tuple[ResultTable, ...]:
    """Every table of a day's results, as CSV, workbook and `arrays` hold them, by `stem` and `columns`."""
    return (*day_tables(picture=picture, case=case), *fairness_tables(picture))


def write_results(
    picture: DayPicture,
    case: Case,
    folder: str | Path,
    *,
    at: datetime,
    certificate: Mapping[str, object] | None = None,
) -> tuple[Path, ...]:
    """Write every file of a day's results into `folder` and return their paths, the manifest last.

    `at` is the time that the files carry; `certificate` (see `assess.prove_day`) goes with them, so that
    `verify_plan` can judge the plan. Files of an earlier run with the same names are replaced, others stay.
    Raises `ResultsNotWritten` where the folder cannot be made or written.
    """
    tables = result_tables(picture, case)
    contents = {f"{table.stem}.csv": csv_bytes(table) for table in tables}
    contents |= {f"{table.stem}.csv": csv_bytes(table) for table in term_tables(picture.terms)}
    contents["picture.json"] = json_bytes(to_plain(picture))
    contents["report.xlsx"] = report_workbook(picture=picture, case=case, tables=tables, at=at)
    contents["report.html"] = report_page(picture=picture, case=case, language="zh", at=at)
    contents["report.en.html"] = report_page(picture=picture, case=case, language="en", at=at)
    if certificate is not None:
        contents["certificate.json"] = json.dumps(certificate, ensure_ascii=False).encode()
    contents[MANIFEST] = json_bytes(
        {**manifest_of(picture, contents, at=at), "level": picture.proposal.level}
    )
    return write_files(Path(folder), contents)


def write_ledger(picture: DayPicture, folder: str | Path) -> tuple[Path, ...]:
    """Write the tables of the ledger of fairness alone; same rules as `write_results`."""
    return write_files(
        Path(folder), {f"{table.stem}.csv": csv_bytes(table) for table in fairness_tables(picture)}
    )


def write_season(picture: SeasonPicture, case: Case, folder: str | Path, *, at: datetime) -> tuple[Path, ...]:
    """Write the tables of a season's outlook and their manifest into `folder`; same rules as `write_results`."""
    tables = (*shared_tables(picture=picture, case=case), *term_tables(picture.terms))
    contents = {f"{table.stem}.csv": csv_bytes(table) for table in tables}
    contents[MANIFEST] = json_bytes(manifest_of(picture, contents, at=at))
    return write_files(Path(folder), contents)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder that is made where it is missing; paths in the order given."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as trouble:
        raise ResultsNotWritten(folder, trouble.strerror or str(trouble)) from trouble
    return tuple(folder / name for name in contents)


def manifest_of(
    picture: DayPicture | SeasonPicture, contents: Mapping[str, bytes], *, at: datetime
) -> dict[str, object]:
    """What the results rest on, and the SHA-256 of every file, so that a copy can be checked."""
    return {
        "written_by": f"nuandong {__version__}",
        "written_at": at.isoformat(),
        "stamp": plain_of(picture.stamp),
        "units": {"flow": "10^4 m3/day", "volume": "10^4 m3", "share": "0..1", "temperature": "degC"},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())},
    }


def json_bytes(plain: object) -> bytes:
    """JSON that a person can read and a difference tool can compare."""
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def csv_bytes(table: ResultTable) -> bytes:
    """A table as CSV: UTF-8, header, full precision, empty where a figure is missing."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def _cell_text(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):  # a datetime too
        return cell.isoformat()
    return repr(float(cell)) if isinstance(cell, float) else str(cell)
