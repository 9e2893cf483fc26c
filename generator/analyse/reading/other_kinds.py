"""Kinds of files that may hold transactions and are not read: what to do with each instead."""

from pathlib import Path

from generator.errors import SourceError

_DUCKDB = "duckdb -c \"COPY (FROM {reader}('{path}')) TO 'transactions.parquet'\""
_INTO_FOLDER = "Unpack it into a folder and name the folder."
_ZIP = (
    "Read the file in it with: unzip -p '{path}' | atlas build -\n"
    "Where it holds several, unpack them and name the folder: unzip '{path}' -d transactions"
)
_SPREADSHEET = "Save the sheet as CSV, or convert it with: soffice --headless --convert-to csv '{path}'"
_WAYS = {
    (".zip",): _ZIP,
    (".xlsx",): 'Save the sheet as CSV, or convert it with: duckdb -c "INSTALL excel; LOAD excel; '
    "COPY (FROM read_xlsx('{path}')) TO 'transactions.parquet'\"",
    (".xls", ".xlsb", ".xlsm", ".ods", ".numbers"): _SPREADSHEET,
    (".bz2",): "Read it with: bzcat '{path}' | atlas build -",
    (".xz",): "Read it with: xzcat '{path}' | atlas build -",
    (".zst",): "Read it with: zstdcat '{path}' | atlas build -",
    (".json", ".jsonl", ".ndjson"): f"Convert it with: {_DUCKDB.replace('{reader}', 'read_json')}",
}
_ARCHIVES = (".7z", ".rar", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_BINARY = 64
#: First bytes of kinds of files that a text file's name may hide, and what to do with each.
_STARTS = {
    (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"): (
        "a zip archive or a spreadsheet",
        f"If it is a spreadsheet, name it .xlsx and save the sheet as CSV. {_ZIP}",
    ),
    (b"\x1f\x8b",): (
        "gzipped",
        "Name it .csv.gz, or read it with: zcat < '{path}' | atlas build -",
    ),
    (b"BZh",): ("compressed by bzip2", "Read it with: bzcat < '{path}' | atlas build -"),
    (b"\xfd7zXZ\0",): ("compressed by xz", "Read it with: xzcat < '{path}' | atlas build -"),
    (b"\x28\xb5\x2f\xfd",): ("compressed by zstd", "Read it with: zstdcat < '{path}' | atlas build -"),
    (b"7z\xbc\xaf", b"Rar!\x1a\x07"): ("an archive", _INTO_FOLDER),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",): ("a spreadsheet", _SPREADSHEET),
    (b"PAR1",): ("a Parquet file", "Give it a name that ends in .parquet."),
    (b"SQLite format 3\0",): ("a SQLite database", "Give it a name that ends in .sqlite."),
    (b"%PDF-",): ("a PDF", "Export the transactions as CSV."),
}


def way_out(path: Path) -> str:
    """Return what to do with a file of a kind that is known and not read; empty for any other kind."""
    name = path.name.lower()
    if name.endswith(_ARCHIVES):
        return _INTO_FOLDER
    found = next((way for endings, way in _WAYS.items() if name.endswith(endings)), "")
    return _filled(found, path)


def require_text(head: bytes, path: Path, where: str) -> None:
    """Refuse a file that is of another kind than text, whatever its name.

    Raises:
        SourceError: Which kind, and what to do.
    """
    # A column may be called PAR1; no text has bytes below a tab at its beginning.
    binary = any(byte < ord("\t") for byte in head[:_BINARY])
    for starts, (kind, way) in _STARTS.items():
        if head.startswith(starts) and (binary or not starts[0].isascii()):
            packed = path.name.lower().endswith(".gz")
            raise SourceError(
                f"{where}: the {'unpacked ' if packed else ''}file is {kind}, not text.",
                "Unpack it (gunzip), and name it for what it is." if packed else _filled(way, path),
            )


def _filled(way: str, path: Path) -> str:
    return way.replace("{path}", str(path).replace("'", "'\\''"))
