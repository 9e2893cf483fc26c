-- Bins of the grid, sorted: number of customers, and the sum of ln(spend) × 1e6 (spend of at least one currency unit),
-- which determines the order of the segments.
select
    @keys,
    count(*) as n,
    cast(sum(cast(round(ln(greatest(spend_paise, @unit) / @unit.0) * 1e6) as bigint)) as bigint) as log_spend
from gridded
group by @keys
order by @keys
