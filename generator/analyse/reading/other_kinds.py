"""Kinds of files that may hold transactions and are not read: what to do with each instead."""

from pathlib import Path

_DUCKDB = "duckdb -c \"COPY (FROM {reader}('{path}')) TO 'transactions.parquet'\""
_INTO_FOLDER = "Unpack it into a folder and name the folder."
_WAYS = {
    (".zip",): "Read the file in it with: unzip -p '{path}' | atlas build -\n"
    "Where it holds several, unpack them and name the folder: unzip '{path}' -d transactions",
    (".xlsx",): 'Save the sheet as CSV, or convert it with: duckdb -c "INSTALL excel; LOAD excel; '
    "COPY (FROM read_xlsx('{path}')) TO 'transactions.parquet'\"",
    (".xls", ".xlsb", ".xlsm", ".ods", ".numbers"): "Save the sheet as CSV, or convert it with: "
    "soffice --headless --convert-to csv '{path}'",
    (".bz2",): "Read it with: bzcat '{path}' | atlas build -",
    (".xz",): "Read it with: xzcat '{path}' | atlas build -",
    (".zst",): "Read it with: zstdcat '{path}' | atlas build -",
    (".json", ".jsonl", ".ndjson"): f"Convert it with: {_DUCKDB.replace('{reader}', 'read_json')}",
}
_ARCHIVES = (".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")


def way_out(path: Path) -> str:
    """Return what to do with a file of a kind that is known and not read; empty for any other kind."""
    name = path.name.lower()
    if name.endswith(_ARCHIVES):
        return _INTO_FOLDER
    found = next((way for endings, way in _WAYS.items() if name.endswith(endings)), "")
    return found.format(path=str(path).replace("'", "'\\''")) if found else ""
