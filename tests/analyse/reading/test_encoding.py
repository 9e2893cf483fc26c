import codecs
import io
import re
import zipfile
from random import Random

import pytest

from generator.analyse.reading.encoding import Encoding, decode, guess_encoding, require_western
from generator.errors import SourceError


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", Random(1).randbytes(999).hex())
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("Köln".encode(), "Köln", "utf-8"),
        ("\ufeffKöln".encode(), "Köln", "utf-8"),
        ("Köln".encode("cp1252"), "Köln", "cp1252"),
        (b"Caf\xe9", "Café", "cp1252"),
        ("मुंबई".encode() + b"\xff", "मुंबई\ufffd", "utf-8"),
        ("Köln".encode("utf-16"), "Köln", "utf-16"),
        (b"\xfe\xff" + "Köln".encode("utf-16-be"), "Köln", "utf-16"),
        (b"a\tb\r\n\x0c\x0b" * 100, "a\tb\r\n\x0c\x0b" * 100, "utf-8"),
        (b"\x1b[31m" * 8, "\x1b[31m" * 8, "utf-8"),
        (b"a" * 512 + bytes(9), "a" * 512 + "\0" * 9, "utf-8"),
    ],
)
def test_text_is_read_in_its_encoding(data: bytes, text: str, encoding: Encoding) -> None:
    assert decode(data, "x") == (text, encoding)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_last_character_that_is_cut_is_left_out(mark: bytes) -> None:
    assert decode(mark + "aé".encode()[:-1], "x", whole=False) == ("a", "utf-8")


def test_half_a_character_of_two_words_is_left_out() -> None:
    assert decode("a😀".encode("utf-16")[:-1], "x", whole=False) == ("a", "utf-16")


@pytest.mark.parametrize(
    "data",
    [
        *(Random(seed).randbytes(512) for seed in range(20)),
        zipped(),
        bytes(600),
        "customer".encode("utf-16-le"),
        b"\x1b[31m" * 9,
        b"a" * 200 + b"\x02" * 20 + b"a" * 100,
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.csv: not a text file"):
        decode(data, "a.csv")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (("é" * 50 + "a").encode(), "utf-8"),
        (("a" * (1 << 21) + "é" * 3).encode(), "utf-8"),
        (b"\xe9" * 3 + "é".encode(), "cp1252"),
        (b"a" * (1 << 21) + b"\xe9", "cp1252"),
        (b"\xe9" + "éé".encode(), "utf-8"),
    ],
)
def test_a_whole_file_decides_between_broken_utf8_and_latin(data: bytes, expected: Encoding) -> None:
    assert guess_encoding(io.BytesIO(data)) == expected


#: Names of places, of which each page of one byte makes other letters.
PLACES = {
    "cp1254": "İzmir Muğla Şırnak Iğdır Çorum Kadıköy", "cp1250": "Łódź Gdańsk Poznań Wrocław Częstochowa",
    "cp1251": "Москва Казань Пермь", "koi8-r": "Москва Казань Пермь", "cp1253": "Αθήνα Πάτρα Βόλος",
    "cp1255": "תל אביב חיפה ירושלים", "cp1256": "القاهرة الرياض بغداد", "cp874": "กรุงเทพ เชียงใหม่ ภูเก็ต",
    "cp1257": "Klaipėda Šiauliai Panevėžys Mažeikiai", "cp932": "東京 大阪 札幌", "gb18030": "北京 上海 广州",
    "cp950": "臺北 高雄 臺中", "cp949": "서울 부산 대구", "iso8859-15": "Orléans 5,00 €", "cp850": "São Paulo Münster",
    "mac_roman": "São Paulo Ribeirão Preto", "iso8859-2": "Łódź Gdańsk Częstochowa Plzeň",
}  # fmt: skip
CENTRAL = ("Plzeň Děčín Třebíč Žďár", "Győr Székesfehérvár Szőlős", "Čakovec Šibenik Đakovo Metković",
           "Škofja Loka Črnomelj Kočevje", "Timişoara Piteşti Brăila", "Košice Topoľčany Levoča")  # fmt: skip
#: What Windows-1252 has the letters of.
WESTERN = (
    "Reykjavík Hafnarfjörður Garðabær Þorlákshöfn", "Hafnarfjörður", "Forlì Cantù Mondovì", "Võru Jõhvi Türi Pärnu",
    "Tromsø Bodø", "Århus Ålesund Malmö", "Genève Neuchâtel Köln", "Maringá Itajaí São João d'El-Rei",
    "Jyväskylä Hämeenlinna Škoda", "A Coruña Málaga Ñuñoa L'Haÿ",
    "Zürich 5 £ £5 12 € 1º nº 3 25° “q” Col·legi ½ x §5 «a»",
    "Klaksvík Tórshavn Sandavágur", "Straße Nœuds ’s-Hertogenbosch Citroën – Ž",
)  # fmt: skip


def written(places: str, page: str) -> bytes:
    return ("id,city\n" + "\n".join(f"1,{place}" for place in places.split())).encode(page)


@pytest.mark.parametrize(("page", "places"), [*PLACES.items(), *(("cp1250", places) for places in CENTRAL)])
def test_another_code_page_is_refused_with_the_command_that_converts_it(page: str, places: str) -> None:
    """As Windows-1252 it would be read without a fault, and its names would be wrong."""
    raw = written(places, page)
    text, encoding = decode(raw, "a.csv")
    assert encoding == "cp1252"
    with pytest.raises(SourceError, match=r"neither UTF-8 nor Windows-1252") as error:
        require_western(text, raw, "a.csv")
    assert "-t UTF-8 'a.csv'" in (error.value.hint or "")
    named = re.findall(r"[A-Z0-9-]+(?= \()", error.value.message.partition("They may be")[2])
    assert page in named or codecs.lookup(page).name in {codecs.lookup(name).name for name in named} or page == "cp1250"
    assert not any(place in error.value.format_message() for place in text.split()[2:])


@pytest.mark.parametrize("places", WESTERN)
def test_words_of_windows_1252_are_read(places: str) -> None:
    raw = written(places, "cp1252")
    text, _ = decode(raw, "a.csv")
    require_western(text, raw, "a.csv")
