"""Reading a case: a folder of CSV and one TOML file, or one workbook with the same sheets.

`examine_case` gives all faults at once and the case only if there is no error among them; `read_case` raises
them. Nothing half-read is ever computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from nuandong.assess.case import Case, Settings
from nuandong.casefile.agreement import relocated, report_disagreements
from nuandong.casefile.canonical import input_hash
from nuandong.casefile.csvfile import encoding_of, read_csv
from nuandong.casefile.faults import Gathering
from nuandong.casefile.files import read_bytes, reason_of
from nuandong.casefile.limits import Limits
from nuandong.casefile.raw import RawTable
from nuandong.casefile.scale import report_unit_slips
from nuandong.casefile.settings import read_settings, written_in_sheet, written_in_toml
from nuandong.casefile.shape import TABLES, ReadTable, empty_table, plain, read_table, table_named
from nuandong.casefile.term_agreement import report_terms
from nuandong.casefile.workbook import read_workbook
from nuandong.curtailment.tables import UserBook
from nuandong.findings import FaultyCase, Findings, Place
from nuandong.network.checks import check_network
from nuandong.network.tables import Network
from nuandong.policy import FaultyPolicy, UnknownProvince, read_policy
from nuandong.quantities import table_words

SETTINGS_FILE = "case.toml"
SETTINGS_SHEET = "case"
POLICY_FILE = "policy.toml"
POLICY_SHEET = "policy"
_PAPERS = frozenset({".md", ".txt", ".rst", ".html", ".pdf", ".docx"})  # may lie beside the tables
_OTHER_WORKBOOKS = frozenset({".xls", ".xlsb", ".xlsm", ".ods", ".et"})


@dataclass(frozen=True, slots=True)
class _Contents:
    """What was found under a path: settings as written, raw tables by name (None: unreadable), names of tables,
    and the text of the case's own policy."""

    settings: Settings | None
    raw: dict[str, RawTable | None]
    missing_code: str
    suffix: str
    policy_text: str = ""


def read_case(path: str | Path, *, limits: Limits | None = None) -> Case:
    """The case under a path; FaultyCase, with every finding, if it holds any error."""
    case, findings = examine_case(path, limits=limits)
    if case is None:
        raise FaultyCase(findings)
    return case


def examine_case(path: str | Path, *, limits: Limits | None = None) -> tuple[Case | None, Findings]:
    """The case, or None, and all faults and warnings of the folder or workbook under a path."""
    bounds = limits or Limits()
    faults = Gathering(limit=bounds.findings)
    contents = _contents(Path(path), bounds, faults)
    case = None if contents is None else _assemble(contents, faults)
    findings = faults.findings
    return (None if findings.errors else case), findings


def _contents(path: Path, limits: Limits, faults: Gathering) -> _Contents | None:
    try:
        if path.is_dir():
            return _folder(path, limits, faults)
        if not path.exists():
            faults.add("not_found", place=Place(str(path)))
        elif path.suffix.lower() == ".xlsx":
            return _workbook(path, limits, faults)
        else:
            code = "other_workbook" if path.suffix.lower() in _OTHER_WORKBOOKS else "not_a_case"
            faults.add(code, place=Place(path.name))
    except (OSError, ValueError) as trouble:
        reason = reason_of(trouble) if isinstance(trouble, OSError) else (str(trouble), str(trouble))
        faults.add("unreadable_file", place=Place(path.name), reason=reason)
    return None


def _folder(path: Path, limits: Limits, faults: Gathering) -> _Contents:
    """The files of a folder, each read into the table that its name says."""
    found: dict[str, Path] = {}
    has_settings, policy_text = False, ""
    for file in sorted(path.iterdir()):
        table = table_named(file.stem) if file.suffix.lower() == ".csv" else None
        if file.name.lower() == SETTINGS_FILE:
            has_settings = True
        elif file.name.lower() == POLICY_FILE:
            policy_text = _filled_lines((_text_of(file, limits, faults) or "").split("\n"))
        elif table is None:
            _report_stranger(file, faults)
        elif table in found:
            faults.add("table_twice", place=Place(file.name), other=found[table].name)
        else:
            found[table] = file
    settings = None
    if has_settings:
        settings = _settings_of_folder(path / SETTINGS_FILE, limits, faults)
    else:
        words = table_words(SETTINGS_SHEET)
        faults.add("missing_file", place=Place(SETTINGS_FILE), meaning=(words.label_zh, words.label_en))
    raw = {table: read_csv(file, limits=limits, faults=faults) for table, file in found.items()}
    return _Contents(settings, raw, "missing_file", ".csv", policy_text)


def _report_stranger(file: Path, faults: Gathering) -> None:
    """A file that no case has is named, but for papers, hidden files and folders."""
    if file.name.startswith(".") or file.suffix.lower() in _PAPERS or file.is_dir():
        return
    faults.add("unknown_file", place=Place(file.name))


def _settings_of_folder(file: Path, limits: Limits, faults: Gathering) -> Settings | None:
    text = _text_of(file, limits, faults)
    written = None if text is None else written_in_toml(text, file=file.name, faults=faults)
    return None if written is None else read_settings(written, file=file.name, faults=faults)


def _text_of(file: Path, limits: Limits, faults: Gathering) -> str | None:
    """A whole text file in whatever encoding a clerk saved it; None, with a fault, if it is none."""
    content = read_bytes(file, limit=limits.file_bytes, faults=faults)
    if content is None:
        return None
    encoding = encoding_of(content)
    if encoding is None:
        faults.add("not_text", place=Place(file.name))
        return None
    return content.decode(encoding).replace("\r\n", "\n")


def _workbook(path: Path, limits: Limits, faults: Gathering) -> _Contents | None:
    """The sheets of a workbook, each read into the table that its name says."""
    sheets = read_workbook(path, limits=limits, faults=faults)
    if sheets is None:
        return None
    raw: dict[str, RawTable | None] = {}
    settings, has_settings, policy_text = None, False, ""
    for name, sheet in sheets.items():
        table = table_named(name)
        if plain(name) in (SETTINGS_SHEET, plain(table_words(SETTINGS_SHEET).label_zh)):
            has_settings = True
            if sheet is not None:
                settings = read_settings(written_in_sheet(sheet), file=name, faults=faults)
        elif plain(name) == POLICY_SHEET:
            policy_text = (
                "" if sheet is None else _filled_lines(str(row[0]) for row in (sheet.header, *sheet.rows))
            )
        elif table is not None and sheet is not None:
            if table in raw:
                faults.add("table_twice", place=Place(name), other=table)
            raw.setdefault(table, sheet)
        elif sheet is not None:
            faults.add("unknown_sheet", place=Place(name))
    if not has_settings:
        words = table_words(SETTINGS_SHEET)
        faults.add("missing_sheet", place=Place(SETTINGS_SHEET), meaning=(words.label_zh, words.label_en))
    return _Contents(settings, raw, "missing_sheet", "", policy_text)


def _assemble(contents: _Contents, faults: Gathering) -> Case | None:
    """The tables read and held against each other; the case, were it not for the faults."""
    tables: dict[str, ReadTable] = {}
    for name in TABLES:
        raw = contents.raw.get(name)
        words = table_words(name)
        if raw is not None:
            tables[name] = read_table(name, raw, faults=faults)
            continue
        if name not in contents.raw and words.required:
            place = Place(name + contents.suffix)
            faults.add(contents.missing_code, place=place, meaning=(words.label_zh, words.label_en))
        tables[name] = replace(empty_table(name), is_whole=name not in contents.raw and not words.required)
    report_disagreements(tables, contents.settings, faults=faults)
    report_terms(tables, contents.settings, faults=faults)
    report_unit_slips(tables, faults=faults)
    network = _network(tables)
    if all(tables[name].is_whole for name in ("regions", "nodes", "arcs", "sources", "stores")):
        counties = set(tables["demand_models"].columns["county"]) - {""}
        faults.extend(relocated(check_network(network=network, demand_counties=counties), tables))
    if contents.settings is not None and contents.policy_text:
        faults.extend(_policy_faults(contents.settings.province, contents.policy_text))
    if contents.settings is None or faults.findings.errors:
        return None
    case = Case(
        settings=contents.settings,
        network=network,
        models=tables["demand_models"].as_dataclass(),
        weather=tables["weather"].as_dataclass(),
        reports=tables["use_reports"].as_dataclass(),
        users=_user_book(tables),
        hour_shapes=tables["hour_shapes"].as_dataclass(),
        past_use=tables["use_history"].as_dataclass(),
        held_back=tables["use_held_back"].as_dataclass(),
        use_plans=tables["use_plans"].as_dataclass(),
        policy_text=contents.policy_text,
    )
    return replace(case, input_hash=input_hash(case=case))


def _filled_lines(lines: Iterable[str]) -> str:
    """The lines that hold something, as one text: the same from a file and from the rows of a sheet."""
    kept = [line.rstrip() for line in lines if line.strip()]
    return "\n".join([*kept, ""]) if kept else ""


def _policy_faults(province: str, policy_text: str) -> Findings:
    """What is wrong with the rules that a case adds to its province's."""
    try:
        read_policy(province=province, overrides=policy_text)
    except FaultyPolicy as faulty:
        return faulty.findings
    except UnknownProvince:
        pass  # already a finding of case.toml
    return Findings()


def _network(tables: dict[str, ReadTable]) -> Network:
    return Network(**_named(tables, Network))


def _user_book(tables: dict[str, ReadTable]) -> UserBook:
    return UserBook(**_named(tables, UserBook))


def _named(tables: dict[str, ReadTable], holder: type[Any]) -> dict[str, Any]:
    return {field.name: tables[field.name].as_dataclass() for field in fields(holder)}
