"""Counts on a public site: rounded, large enough, adding up."""

import dataclasses

import pytest
from click.testing import CliRunner

from generator.check import check_site
from generator.check.counts import check_counts
from generator.check.walk import walk
from generator.cli import atlas
from generator.errors import CheckError
from generator.release import Bin, Count, Cross, Histogram, Policy
from generator.release.codec import dump
from tests.support.releases import sample_release
from tests.support.sites import clean_files, put


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


def findings(folder, release, threshold=None):
    return {(finding.code, finding.path) for finding in check_counts(walk(folder), release, threshold)}


def spoiled(path, change):
    """Return files with the `customers` of the last row of a CSV changed."""
    files = clean_files()
    head, last = files[path].decode().rstrip().rsplit("\n", 1)
    start, n = last.rsplit(",", 1)
    files[path] = f"{head}\n{start},{change(int(n))}\n".encode()
    return files


@pytest.mark.parametrize("path", ["data/cities.csv", "data/city-segments.csv", "data/segments.csv"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda n: n + 1, "count-base"),
        (lambda n: 10, "count-threshold"),
        (lambda n: 0, "count-threshold"),
        (lambda n: f"{n}.5", "csv-broken"),
        (lambda n: -n, "csv-broken"),
    ],
)
def test_a_wrong_count_is_found(site, path, change, code):
    report = check_site(put(site, spoiled(path, change)))
    assert (code, path) in {(finding.code, finding.path) for finding in report.findings}


@pytest.mark.parametrize("path", ["data/cities.csv", "data/segments.csv"])
def test_totals_that_disagree_are_found(site, path):
    report = check_site(put(site, spoiled(path, lambda n: n + 10)))
    assert {(finding.code, finding.path) for finding in report.findings} == {("sum", path)}


def test_groups_of_a_city_that_disagree_with_it_are_found(site):
    files = clean_files()
    lines = files["data/city-segments.csv"].decode().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("pune"))
    start, n = lines[at].rsplit(",", 1)
    lines[at] = f"{start},{int(n) + 10}"
    files["data/city-segments.csv"] = "\n".join(lines).encode()
    report = check_site(put(site, files))
    assert [finding.message.partition(":")[0] for finding in report.findings] == ["pune-maharashtra"]


def test_the_file_of_a_city_is_checked_against_the_release(site):
    files = clean_files()
    files["cities/pune-maharashtra/city.csv"] = b"segment,customers\nA,20\n"
    files["cities/nowhere/city.csv"] = b"segment,customers\nA,20\n"
    files["cities/mumbai-maharashtra/city.csv"] = b"segment,share\nA,20\n"
    report = check_site(put(site, files))
    assert {(finding.code, finding.path) for finding in report.findings} == {
        ("sum", "cities/pune-maharashtra/city.csv"),
        ("sum", "cities/nowhere/city.csv"),
    }


def test_a_file_of_cities_may_omit_the_pools(site):
    files = clean_files()
    lines = files["data/cities.csv"].decode().splitlines()
    cities = [line for line in lines if not line.startswith(",")]
    assert len(cities) < len(lines)
    assert check_site(put(site, files | {"data/cities.csv": "\n".join(cities).encode()})).findings == ()
    report = check_site(put(site, files | {"data/cities.csv": "\n".join(cities[:-1]).encode()}))
    assert [finding.code for finding in report.findings] == ["sum"]


def test_a_row_for_all_is_excluded_from_the_sum(site):
    files = clean_files()
    total = sum(atom.n for atom in sample_release().atoms)
    files["data/cities.csv"] += f",all,All customers,{total}\n".encode()
    assert check_site(put(site, files)).findings == ()
    files["data/cities.csv"] = files["data/cities.csv"].replace(f",{total}\n".encode(), f",{total + 10}\n".encode())
    assert [finding.code for finding in check_site(put(site, files)).findings] == ["sum"]


def test_a_higher_threshold_can_be_demanded(site):
    put(site, clean_files())
    assert check_site(site, threshold=20).ok
    assert "count-threshold" in {finding.code for finding in check_site(site, threshold=100).findings}


@pytest.mark.parametrize(
    ("stated", "options", "toml", "fine"),
    [
        (20, [], "", True),
        (20, ["--set", "threshold=20"], "", True),
        (20, ["--set", "threshold=50"], "", False),
        (20, [], "threshold = 50\n", False),
        (20, ["--set", "threshold=20"], "threshold = 50\n", True),
        # Without a setting the site's own threshold applies, not the default of new builds.
        (10, [], "", True),
        (10, [], 'title = "Atlas"\n', True),
        (10, ["--set", "threshold=20"], "", False),
    ],
)
def test_check_demands_the_threshold_of_the_settings(site, monkeypatch, stated, options, toml, fine):
    release = dataclasses.replace(sample_release(), policy=Policy("public", stated, 10))
    files = clean_files() | {"data/release.json": dump(release).encode()}
    put(site, files)
    monkeypatch.chdir(site.parent)
    (site.parent / "atlas.toml").write_text(toml)
    done = CliRunner().invoke(atlas, ["check", "site", *options])
    if fine:
        assert done.exit_code == 0, done.output
    else:
        assert done.exit_code == CheckError.exit_code
        assert "count-threshold: data/" in done.output


@pytest.mark.parametrize("options", [["--internal"], ["--set", 'policy="internal"']])
def test_an_internal_site_gives_exact_counts_whatever_the_threshold(site, monkeypatch, options):
    put(site, clean_files("internal"))
    monkeypatch.chdir(site.parent)
    done = CliRunner().invoke(atlas, ["check", "site", "--set", "threshold=50", *options])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("threshold", "least"), [(20, 20), (24, 20), (25, 30), (29, 30)])
def test_a_count_at_the_threshold_is_rounded_before_it_is_compared(site, threshold, least):
    put(site, clean_files("total"))
    release = sample_release("total")
    release = dataclasses.replace(release, policy=Policy("public", threshold, 10))
    low = dataclasses.replace(release.overall, cross=(Cross("gender:F", "a", least),))
    lower = dataclasses.replace(release.overall, cross=(Cross("gender:F", "a", least - 10),))
    ours = ("count-threshold", "data/release.json")
    calm = dataclasses.replace(low, histograms=(), quality=(), matches=())
    low_release = dataclasses.replace(release, overall=calm, atoms=(), margin=())
    assert ours not in findings(site, low_release)
    calm = dataclasses.replace(lower, histograms=(), quality=(), matches=())
    assert ours in findings(site, dataclasses.replace(low_release, overall=calm))


@pytest.mark.parametrize(
    "part",
    [
        {"histograms": (Histogram("spend", (Bin(0.0, 1.0, 10),)),)},
        {"histograms": (Histogram("spend", (Bin(0.0, 1.0, 0),)),)},
        {"cross": (Cross("gender:F", "a", 10),)},
        {"quality": (Count("dob_missing", 10, 500),)},
        {"matches": (Count("city:exact", 10, 500),)},
    ],
)
def test_the_figures_for_all_customers_count_too(site, part):
    put(site, clean_files())
    release = sample_release()
    release = dataclasses.replace(release, overall=dataclasses.replace(release.overall, **part))
    assert findings(site, release) == {("count-threshold", "data/release.json")}


def test_suppressed_and_absent_counts_are_no_findings(site):
    put(site, clean_files())
    release = sample_release()
    quality = (Count("dob_missing", None, 500), Count("repeated", 0, 500))
    release = dataclasses.replace(release, overall=dataclasses.replace(release.overall, quality=quality))
    assert findings(site, release) == set()


def test_a_margin_that_does_not_add_up(site):
    put(site, clean_files())
    release = dataclasses.replace(sample_release(), margin=())
    assert ("sum", "data/release.json") in findings(site, release)


def test_a_release_below_the_floor(site):
    put(site, clean_files())
    release = dataclasses.replace(sample_release(), policy=Policy("public", 5, 5))
    assert ("count-threshold", "data/release.json") in findings(site, release)


def test_exact_counts_are_for_internal_sites(site):
    files = spoiled("data/segments.csv", lambda n: n)
    put(site, files)
    release = dataclasses.replace(sample_release(), policy=Policy("internal", 1, 1))
    assert findings(site, release) == set()
