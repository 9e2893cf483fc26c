"""Extracts all texts of a file, however encoded: gzip, base64, PNG chunks, entities, percent-encoding, escapes.

Yields each text with its encoding. Fails closed: content that is nested too deep or too large is an error.
"""

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

_MAX_DEPTH = 6
_MAX_UNPACKED = 64_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_GZIP = b"\x1f\x8b\x08"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_DATA_URI = re.compile(r"data:[^,\"'\s<>]{0,200};base64,([A-Za-z0-9+/=_-]+)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|(/))")
_RUNS = re.compile(rb"[\x20-\x7e]{6,}")
_HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_MARK = re.compile(rf"&[#\w]|%[0-9A-Fa-f]{{2}}|\\[ux/]|[{_HIDDEN}]")
_LAST = 0x10FFFF


class UnreadableError(Exception):
    """Content is nested too deep or too large to be read."""


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield all texts of a file, the outermost first, each with its encoding ("" for plain text).

    Raises:
        UnreadableError: Content is nested too deep or too large.
    """
    yield from _of_bytes(data, "", 0)


def hidden_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the texts encoded in a text by entities, percent-encoding, escapes and base64.

    Raises:
        UnreadableError: As for `texts`.
    """
    yield from _inside(text, "", 0)


def _of_bytes(data: bytes, how: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        raise UnreadableError("it is nested more than six levels deep")
    if data.startswith(_GZIP):
        plain, rest = _unpack(data, 31)
        yield from _of_bytes(plain, f"{how}gzip, ", depth + 1)
        if rest:
            yield from _of_bytes(rest, f"{how}after gzip, ", depth + 1)
    elif data.startswith(_PNG):
        for chunk in _png_texts(data):
            yield from _of_bytes(chunk, f"{how}PNG text, ", depth + 1)
    else:
        for text in _decoded(data):
            yield how, text
            yield from _inside(text, how, depth)


def decode(data: bytes) -> str | None:
    """Decode UTF-8; None if the data are not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes) -> Iterator[str]:
    """Yield the data as text; if they are not UTF-8, the runs of ASCII text in them, and UTF-16 text."""
    if (text := decode(data)) is not None:
        yield text
        return
    yield "\n".join(run.decode("ascii") for run in _RUNS.findall(data))
    if data.startswith(_WIDE):
        yield data.decode("utf-16", "replace")


def _inside(text: str, how: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MAX_DEPTH:
        raise UnreadableError("it is nested more than six levels deep")
    if (plain := _unescaped(text)) is not None:
        yield f"{how}escapes, ", plain
        yield from _inside(plain, f"{how}escapes, ", depth + 1)
    for match in _DATA_URI.finditer(text):
        if (data := _base64(match[1])) is not None:
            yield from _of_bytes(data, f"{how}base64, ", depth + 1)
    for match in _BASE64.finditer(text):
        for data in _base64_texts(match[0]):
            yield from _of_bytes(data, f"{how}base64, ", depth + 1)


def _unescaped(text: str) -> str | None:
    """Decode the lines with entities, percent-encoding, escapes or invisible characters; None if there are none."""
    marked = "\n".join(_marked_lines(text))
    plain = _INVISIBLE.sub("", _ESCAPE.sub(_letter, unquote(unescape(marked))))
    return plain if plain != marked else None


def _marked_lines(text: str) -> Iterator[str]:
    place = 0
    while match := _MARK.search(text, place):
        end = text.find("\n", match.end())
        place = len(text) if end < 0 else end
        yield text[text.rfind("\n", 0, match.start()) + 1 : place]


def _letter(match: re.Match[str]) -> str:
    code = next(group for group in match.groups() if group is not None)
    if code == "/":
        return "/"
    number = int(code, 16)
    # Half a surrogate pair is not valid in UTF-8, and not part of a name or an id.
    return chr(number) if number <= _LAST and not 0xD800 <= number <= 0xDFFF else " "


def _base64(text: str) -> bytes | None:
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return None


def _base64_texts(run: str) -> Iterator[bytes]:
    """Yield the decoded data of a possible base64 run, for all four alignments, if they are text or compressed text."""
    for offset in range(4):
        data = _base64(run[offset:])
        if data and (data.startswith((_GZIP, _PNG, *_WIDE)) or _is_text(data)):
            yield data


def _is_text(data: bytes) -> bool:
    text = decode(data)
    return text is not None and sum(letter.isprintable() or letter in "\r\n\t" for letter in text) > 0.9 * len(text)


def _unpack(data: bytes, window: int) -> tuple[bytes, bytes]:
    """Return the decompressed data, and the bytes after the compressed ones."""
    unpacker = zlib.decompressobj(window)
    try:
        plain = unpacker.decompress(data, _MAX_UNPACKED)
    except zlib.error as error:
        raise UnreadableError(f"it cannot be decompressed: {error}") from error
    if unpacker.unconsumed_tail:
        raise UnreadableError("it decompresses to more than 64 MB")
    return plain, unpacker.unused_data


def _png_texts(data: bytes) -> Iterator[bytes]:
    """Yield the keywords and texts of a PNG, its unknown chunks, and the bytes after its end."""
    place = len(_PNG)
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IEND":
            break
        if kind == b"tEXt":
            yield body.replace(b"\0", b"\n").decode("latin-1").encode()
        elif kind == b"zTXt":
            keyword, _, packed = body.partition(b"\0")
            yield keyword + b"\n" + _unpack(packed[1:], 15)[0]
        elif kind == b"iTXt":
            yield _international(body)
        elif kind not in (b"IHDR", b"IDAT", b"PLTE"):
            yield body
    if place < len(data):
        yield data[place:]


def _international(body: bytes) -> bytes:
    keyword, _, rest = body.partition(b"\0")
    packed, rest = rest[:1] == b"\1", rest[2:]
    language, _, rest = rest.partition(b"\0")
    translated, _, text = rest.partition(b"\0")
    return b"\n".join((keyword, language, translated, _unpack(text, 15)[0] if packed else text))
