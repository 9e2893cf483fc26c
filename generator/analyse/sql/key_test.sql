-- Tests whether each customer id belongs to one person: ids with several rows, and how many of them have two birth
-- dates or two genders.
with ids as (
    select
        count(*) as rows_of_id,
        min(birth_day) <> max(birth_day) or min(birth_state) <> max(birth_state) as two_births,
        min(nullif(gender, '')) <> max(nullif(gender, '')) as two_genders
    from accepted
    group by customer_id
    having count(*) > 1
)

select
    count(*) as repeated,
    count(*) filter (where coalesce(two_births, false) or coalesce(two_genders, false)) as conflicting
from ids
