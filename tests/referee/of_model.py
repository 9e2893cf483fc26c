"""Window, features, centres, standard deviations and ranges of a release, recomputed."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.referee.exact import Exact, Figure, at_least

#: What amounts in bins of 1 % may move: a mean of logarithms, z-scores or percentiles (0..1), and a centre.
_BIN, _CENTRE = 0.005, 0.01


def window(exact: Exact) -> Iterator[Figure]:
    """Yield the days of the data."""
    bank, found = exact.bank, exact.release.window
    for name, text, day in (("first", found.first, bank.first), ("last", found.last, bank.last)):
        yield Figure(f"window {name}", (pd.Timestamp(text) - day).days, 0.0, 0.0)
    yield Figure("window days", found.days, (bank.last - bank.first).days + 1, 0.0)
    # Both banks book on every day of the week.
    days = pd.Series(bank.rows["day"].unique()).sort_values()
    yield Figure("working days", found.working_days, (bank.last - bank.first).days + 1, 0.0)
    yield Figure("days with rows", found.days_with_rows, len(days), 0.0)
    yield Figure("longest gap", found.longest_gap, days.diff().dt.days.max() - 1, 0.0)


def model(exact: Exact) -> Iterator[Figure]:
    """Yield features, centres and the percentiles that name segments; customers are in the segment of their centre."""
    release, people, raw = exact.release, exact.people, exact.raw()
    n, scaled = len(people), pd.DataFrame(index=people.index)
    for feature in release.model.features:
        allowed = 20 * feature.sd / n + _BIN
        yield Figure(f"mean of {feature.name}", feature.mean, raw[feature.name].mean(), allowed)
        yield Figure(f"sd of {feature.name}", feature.sd, raw[feature.name].std(ddof=0), allowed)
        scaled[feature.name] = (raw[feature.name] - feature.mean) / feature.sd
    centres = np.array(release.model.centres)
    # A feature that is not known of a customer does not count.
    nearest = np.nansum((scaled.to_numpy()[:, None, :] - centres) ** 2, axis=2).argmin(axis=1)
    agree = (np.array(exact.order)[nearest] == people["segment"]).mean()
    yield Figure("customers in the segment of the nearest centre", agree, 1.0, _BIN)
    percent = {
        "recency": people["recency_pct"],
        "frequency": people["frequency_pct"],
        "monetary": 100 * (raw["monetary"].rank() - 0.5) / n,
        "balance": people["balance_pct"],
    }
    for i, segment in enumerate(release.segments):
        inside = people["segment"] == segment.id
        for j, feature in enumerate(release.model.features):
            what = f"{segment.id} {feature.name}"
            yield Figure(f"centre {what}", centres[i, j], scaled.loc[inside, feature.name].mean(), _CENTRE)
            mean = percent[feature.name][inside].mean() / 100
            yield Figure(f"percentile {what}", segment.evidence[feature.name], mean, _BIN)
    for dropped in release.model.dropped:
        mode = raw[dropped.name].value_counts(normalize=True).iloc[0]
        yield Figure(f"mode of {dropped.name}", dropped.share, mode, 50 / n)


def spreads(exact: Exact) -> Iterator[Figure]:
    """Yield variances, which are rounded up by what T customers can change."""
    spend = exact.clips[None, "spend"]
    for spread in exact.release.model.spread:
        values = exact.values(exact.group(spread.segment), spread.measure, spend)
        low, high = exact.ends(spread.measure, spend)
        # A 1-2-5 number is at most two and a half times what it rounds up.
        step = 2.5 * exact.release.policy.threshold * (high - low) ** 2 / len(values)
        variance = float(values.var(ddof=0))
        name = f"variance of {spread.measure}, {spread.segment or 'all'}"
        yield Figure(name, spread.sd**2, variance + step / 2, step / 2 + 0.001 * variance)


def ranges(exact: Exact) -> Iterator[Figure]:
    """Yield the ranges of spend and balances, with T customers or more beyond each end, and the spend above them."""
    threshold = exact.release.policy.threshold
    for (segment, measure), (low, high) in exact.clips.items():
        if measure in {"spend", "spend_wide", "typical_balance"}:
            people, name = exact.group(segment), f"{measure} of {segment or 'all'}"
            values = people["balance"] if measure == "typical_balance" else people["spend"] / 100
            yield at_least(f"customers beyond the high end of {name}", (values >= high).sum(), threshold)
            if measure != "spend_wide":
                yield at_least(f"customers beyond the low end of {name}", (values <= low).sum(), threshold)
    share = exact.release.overall.above_caps
    if share is not None:
        spend = exact.people["spend"] / 100
        above = (spend - exact.clips[None, "spend"][1]).clip(lower=0).sum() / spend.sum()
        yield Figure("share of spend above the cap", share, above - 0.025, 0.025)
