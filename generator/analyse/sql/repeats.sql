-- How repeated transaction ids repeat: how many there are, of how many rows, how many have rows that differ, and how many
-- occur twice within one file.
with in_files as (
    select transaction_id, file, count(*) as n, max(content) as contents
    from repeated_rows
    group by transaction_id, file
),

ids as (
    select transaction_id, sum(n) as n, max(n) as within, max(contents) as contents
    from in_files
    group by transaction_id
)

select
    count(*) as ids,
    cast(coalesce(sum(n), 0) as bigint) as rows_of_ids,
    count(*) filter (where contents > 1) as differing,
    count(*) filter (where within > 1) as within_files
from ids
