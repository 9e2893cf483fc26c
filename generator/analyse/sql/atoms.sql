-- Sums over the customers of each place and segment: integers only, so that all engines give the same results.
--
-- Reads   gridded (one row per customer), bins (grid bin to segment), homes (place text to place), clips (fixed ranges
--         by segment, paise; of balances too where segments are formed of them), ranks_* (mid-rank percentile × 100 by value), ages (years by birth day)
-- Scales  logarithms × 1e6, percentiles × 100; squares of logarithms × 1e6 (of the logarithm × 1e3)
with customer as (
    select
        homes.place as place,
        homes.weak as weak,
        bins.segment as segment,
        least(gridded.recency, @recency_high) as recency,
        least(gridded.frequency, @frequency_high) as frequency,
        gridded.spend_paise as spend_paise,
        least(greatest(gridded.spend_paise, clips.low), clips.high) as spend_own,
        least(greatest(gridded.spend_paise, @low), @high) as spend_all,
        least(gridded.spend_paise, clips.wide) as spend_wide,
        ln(least(greatest(gridded.spend_paise, clips.low), clips.high) / @unit.0) as log_own,
        ln(least(greatest(gridded.spend_paise, @low), @high) / @unit.0) as log_all,
        -- `least` and `greatest` ignore nulls, but an unknown age must stay unknown.
        case when ages.age is not null then least(greatest(ages.age, @age_low), @age_high) end as age,
        ranks_recency.pct as recency_pct,
        ranks_frequency.pct as frequency_pct,
        ranks_spend.pct as spend_pct,
        @balance_values
        ages.pct as age_pct
    from gridded
    inner join bins on @same_bin
    inner join homes on gridded.place_text = homes.place_text and gridded.state_text = homes.state_text
    inner join clips on bins.segment = clips.segment
    inner join ranks_recency on gridded.recency = ranks_recency.value
    inner join ranks_frequency on gridded.frequency = ranks_frequency.value
    inner join ranks_spend on gridded.spend_bin = ranks_spend.value
    left join ages on gridded.birth_day = ages.birth_day
)

select
    place,
    weak,
    segment,
    count(*) as n,
    cast(sum(spend_paise) as bigint) as exact_paise,
    cast(sum(spend_own) as bigint) as spend_own,
    cast(sum(spend_all) as bigint) as spend_all,
    cast(sum(spend_wide) as bigint) as spend_wide,
    cast(sum(cast(round(log_own * 1e6) as bigint)) as bigint) as log_own,
    cast(sum(cast(round(log_all * 1e6) as bigint)) as bigint) as log_all,
    cast(sum(cast(round(log_all * 1e3) as bigint) * cast(round(log_all * 1e3) as bigint)) as bigint) as log_all_sq,
    cast(sum(frequency) as bigint) as frequency,
    cast(sum(frequency * frequency) as bigint) as frequency_sq,
    cast(sum(recency) as bigint) as recency,
    cast(sum(recency * recency) as bigint) as recency_sq,
    @balance_sums
    count(age) as aged,
    cast(coalesce(sum(age), 0) as bigint) as age,
    cast(coalesce(sum(age * age), 0) as bigint) as age_sq,
    cast(sum(spend_pct) as bigint) as spend_pct,
    cast(sum(spend_pct * spend_pct) as bigint) as spend_pct_sq,
    cast(sum(frequency_pct) as bigint) as frequency_pct,
    cast(sum(frequency_pct * frequency_pct) as bigint) as frequency_pct_sq,
    cast(sum(recency_pct) as bigint) as recency_pct,
    cast(sum(recency_pct * recency_pct) as bigint) as recency_pct_sq,
    cast(coalesce(sum(age_pct), 0) as bigint) as age_pct,
    cast(coalesce(sum(age_pct * age_pct), 0) as bigint) as age_pct_sq
from customer
group by place, weak, segment
order by place, weak, segment
