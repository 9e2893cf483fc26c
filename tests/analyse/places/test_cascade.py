import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.analyse.places import Match, load_gazetteer, locate
from tests.support.paths import CASES

INDIA = load_gazetteer("IN")
STATES = {"IN-KL": "Kerala", "IN-TG": "Telangana", "IN-TR": "Tripura"}


def read(spelling: str) -> Match:
    return locate([spelling], INDIA)[spelling]


def said(match: Match) -> str:
    """Return the match as the labelled set writes it: a place's id, a state's name, or the kind."""
    return match.place.id if match.place else match.state or match.kind


# Methods and grades


@pytest.mark.parametrize(
    ("spelling", "name", "method", "grade"),
    [
        ("MUMBAI", "Mumbai", "exact", "A"),
        ("  mumbai ", "Mumbai", "exact", "A"),
        ("Mūmbai", "Mumbai", "exact", "A"),
        ("BANGALORE", "Bengaluru", "alias", "A"),
        ("RANGA REDDY", "Ranga Reddy district", "exact", "A"),
        ("TANJAVUR", "Thanjavur", "alternate", "B"),
        ("THANE (WEST)", "Thane", "cleaned", "B"),
        ("CHITTO0R", "Chittoor", "cleaned", "B"),
        ("NAVIMUMBAI", "Navi Mumbai", "cleaned", "B"),
        ("GUNTUR DIST", "Guntur district", "cleaned", "B"),
        ("BHAWANI SHANKAR MUMBAI", "Mumbai", "token", "B"),
        ("SHILLLONG", "Shillong", "phonetic", "C"),
        ("BENGUSARAI", "Begusarai", "fuzzy", "C"),
        ("FLYOVER ROAD HYDERABAAD", "Hyderabad", "phonetic", "C"),
    ],
)
def test_method_and_grade(spelling: str, name: str, method: str, grade: str) -> None:
    match = read(spelling)
    assert match.place is not None
    assert (match.place.name, match.method, match.grade) == (name, method, grade)
    assert match.state == match.place.state
    assert match.kind == match.place.kind
    assert (match.score is not None) == (grade == "C")


@pytest.mark.parametrize(
    ("spelling", "kind", "state"),
    [
        ("KERALA", "state", "Kerala"),
        ("STATE KERALA", "state", "Kerala"),
        ("TELANGANA", "state", "Telangana"),
        ("DUBAI", "foreign", None),
        ("DOHA", "foreign", None),
        ("MUNCHEN", "foreign", None),
        ("München", "foreign", None),
        ("PO BOX 1 DUBAI", "foreign", None),
        ("NOTTINGHAM", "foreign", None),
        ("", "unmatched", None),
        (".", "unmatched", None),
        ("24", "unmatched", None),
        ("INDIA", "unmatched", None),
        ("ZZYXW QQQ", "unmatched", None),
    ],
)
def test_kinds_without_a_place(spelling: str, kind: str, state: str | None) -> None:
    match = read(spelling)
    assert (match.kind, match.place, match.state) == (kind, None, state)


# Traps seen in real rows


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NEW DELHI", "DELHI"),
        ("NAVI MUMBAI", "MUMBAI"),
        ("THANE", "MUMBAI"),
        ("NOIDA", "GREATER NOIDA"),
        ("NOIDA", "GREATAR NOIDA"),
        ("HYDERABAD", "SECUNDERABAD"),
        ("BERHAMPORE", "BERHAMPUR"),
        ("RAIGAD", "RAIGARH"),
        ("GIRGAON", "GURGAON"),
        ("KANPUR", "KANPUR DEHAT"),
        ("GUNTUR", "GUNTUR DIST"),
        ("BHADRAKALI", "BHADRAVATI"),
        ("GUNJUR", "GUNTUR"),
    ],
)
def test_kept_apart(one: str, other: str) -> None:
    assert said(read(one)) != said(read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BANGALORE", "BENGALURU"),
        ("GURGAON", "GURUGRAM"),
        ("SAS NAGAR", "MOHALI"),
        ("ALLAHABAD", "PRAYAGRAJ"),
        ("SHOLAPUR", "SOLAPUR"),
        ("KULU", "KULLU"),
        ("ZERAKPUR", "ZIRAKPUR"),
        ("SOUTH WEST DELHI", "DELHI"),
        ("N DELHI", "NEW DELHI"),
        ("YAMUNA NAGAR", "YAMUNANAGAR"),
        ("HOSUR TALUK", "HOSUR"),
        ("TAL DIST BHIND", "BHIND"),
    ],
)
def test_one_place(one: str, other: str) -> None:
    assert read(one).place == read(other).place is not None


@pytest.mark.parametrize(
    ("spelling", "name", "state"),
    [
        ("DELHI", "Delhi", "Delhi"),
        ("CHANDIGARH", "Chandigarh", "Chandigarh"),
        ("PUDUCHERRY", "Puducherry", "Puducherry"),
        ("SALAI PUDUCHERRY", "Puducherry", "Puducherry"),
        ("KRISHNA", "Krishna district", "Andhra Pradesh"),
        ("AHMADNAGAR", "Ahilyanagar", "Maharashtra"),
        ("THANA", "Thane", "Maharashtra"),
        ("ASHOK NAGAR MORADABAD", "Moradabad", "Uttar Pradesh"),
        ("DHARAMSHALA AMBALA", "Ambala", "Haryana"),
        ("GIRGAON", "Mumbai", "Maharashtra"),
        ("RAIGARH (CHHATTISGARH)", "Raigarh", "Chhattisgarh"),
        ("KHAMMAM (ANDHRA PRADESH)", "Khammam", "Telangana"),
        ("BILASPUR HP", "Bilaspur", "Himachal Pradesh"),
        ("AURANGABAD BIHAR", "Aurangabad", "Bihar"),
        ("VASAI THANE", "Vasai", "Maharashtra"),
        ("MUMBAI THANE", "Thane", "Maharashtra"),
        ("KATRA DISTT REASI", "Katra", "Jammu and Kashmir"),
        ("PALGHAR DIST THANE BOISAR", "Boisar", "Maharashtra"),
        ("BETIM BARDEZ", "Betim", "Goa"),
        ("BETIM", "Betim", "Goa"),
        ("INDIRANAGAR LUCKNOW", "Lucknow", "Uttar Pradesh"),
    ],
)
def test_traps(spelling: str, name: str, state: str) -> None:
    match = read(spelling)
    assert match.place is not None
    assert (match.place.name, match.place.state) == (name, state)


# The labelled set


def labelled() -> dict[str, str]:
    with (CASES / "labelled.csv").open(encoding="utf-8") as file:
        return {row["spelling"]: STATES.get(row["id"], row["id"]) for row in csv.DictReader(file)}


def test_labelled_spellings() -> None:
    labels = labelled()
    matches = locate(labels, INDIA)
    wrong = {s: (said(matches[s]), right) for s, right in labels.items() if said(matches[s]) != right}
    assert len(labels) >= 250
    assert len(wrong) <= 0.015 * len(labels), wrong


# The real rows


@pytest.fixture(scope="module")
def rows(real_data: Path) -> Counter[str]:
    with real_data.open(encoding="utf-8-sig", newline="") as file:
        return Counter(row["CustLocation"] for row in csv.DictReader(file))


def share(kinds: set[str], rows: Counter[str]) -> float:
    matches = locate(rows, INDIA)
    return sum(n for spelling, n in rows.items() if matches[spelling].kind in kinds) / rows.total()


@pytest.mark.data
def test_reach_in_rows(rows: Counter[str]) -> None:
    assert share({"city"}, rows) >= 0.96
    assert share({"city", "district"}, rows) >= 0.98


@pytest.mark.data
def test_reach_in_spellings(rows: Counter[str]) -> None:
    once = Counter(dict.fromkeys(rows, 1))
    assert len(once) == 1_782
    assert share({"city", "district"}, once) >= 0.88


@pytest.mark.data
def test_precision_in_rows(rows: Counter[str]) -> None:
    labels = labelled()
    assert set(labels) <= set(rows)
    matches = locate(labels, INDIA)
    right = sum(rows[s] for s, label in labels.items() if said(matches[s]) == label)
    assert right >= 0.995 * sum(rows[s] for s in labels)


@pytest.mark.data
def test_guesses_are_rare(rows: Counter[str]) -> None:
    matches = locate(rows, INDIA)
    assert sum(n for s, n in rows.items() if matches[s].grade == "C") <= 0.01 * rows.total()


# Hostile text

HOSTILE = [
    "A" * 10_000,
    "MUMBAI " * 2_000,
    "." * 10_000,
    "\u202e\u202d\u200f",
    "\u202eIABMUM",
    "<script>alert(1)</script>",
    "MUMBAI\0",
    "\0",
    " ".join(f"W{i}" for i in range(200)),
    " ".join(["DIST"] * 200),
    "\ufdfa" * 500,
    "e\u0301" * 5_000,
    "\ud800",
    "मुंबई",
    "0" * 300,
    "DIST",
    "WEST",
    "DIST DIST",
    "KERALA KERALA",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_or_left(text: str) -> None:
    match = read(text)
    assert match.kind in {"city", "district", "state", "foreign", "unmatched"}


def test_a_name_at_the_end_of_a_long_text_is_found() -> None:
    match = read("X " * 5_000 + "MUMBAI")
    assert match.place is not None
    assert match.place.name == "Mumbai"


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_sound_match(text: str) -> None:
    match = read(text)
    assert (match.place is not None) == (match.kind in {"city", "district"})
    assert (match.grade is None) == (match.kind in {"foreign", "unmatched"})
    assert match.place is None or INDIA.places[match.place.id] is match.place


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["MUMBAI", "DIST", "WEST", "NEW", "DELHI", "(E)", "ROAD", "KERALA", "24", "NAVI", "UP", "TAL", "-"]
        ),
        max_size=30,
    )
)
def test_words_of_addresses_in_any_order(words: list[str]) -> None:
    text = " ".join(words)
    assert read(text) == read(text.lower())


@pytest.mark.slow
@given(st.lists(st.sampled_from(["MUMBAI", "PUNE WEST", "SHILLLONG", "X", "NEW DELHI", ""]), max_size=12), st.randoms())
@settings(deadline=None, max_examples=20)
def test_results_do_not_depend_on_order_or_company(spellings: list[str], random: object) -> None:
    shuffled = list(spellings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    together = locate(shuffled, INDIA)
    assert together == locate(spellings, INDIA)
    assert all(together[s] == read(s) for s in spellings)
