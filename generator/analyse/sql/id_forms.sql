-- Evidence on spellings in the customer column: ids that meet once case or leading zeros are set aside.
with ids as (
    select distinct @id as id, @cased as cased, @zeroed as zeroed
    from written_ids
    where not placeholder
),

shaped as (
    select
        case when cased <> id then cased else zeroed end as form,
        case when regexp_matches(id, '[A-Za-z]') then 1 else 0 end as worded,
        case when regexp_matches(id, '[a-z][A-Z]') then 1 else 0 end as odd,
        case when not regexp_matches(id, '[a-z]') or not regexp_matches(id, '[A-Z]') then 1 else 0 end as uniform,
        case when regexp_matches(id, '^0[0-9]+$') then length(id) end as led,
        case when regexp_matches(id, '^[1-9][0-9]*$') then length(id) end as unled
    from ids
),

forms as (
    select
        count(*) as spellings,
        max(worded) as worded,
        sum(odd) as odd,
        max(uniform) as uniform,
        min(led) as shortest_led,
        max(led) as longest_led,
        max(unled) as longest_unled
    from shaped
    group by form
)

select
    cast(coalesce(sum(worded * spellings), 0) as bigint) as worded,
    cast(coalesce(sum(odd), 0) as bigint) as odd,
    count(*) filter (where worded = 1 and spellings > 1) as cased,
    count(*) filter (where worded = 1 and spellings > 1 and uniform = 1) as uniform,
    count(*) filter (where worded = 0 and spellings > 1) as zeroed,
    min(shortest_led) as shortest_led,
    max(longest_led) as longest_led,
    max(longest_unled) as longest_unled
from forms
