-- The columns that expressions name, besides all others: trimmed, and as plain numbers where they are read as numbers.
--
-- Each number has the digits before its point and the decimals, by which the next query chooses types without rounding.
with texts as (
    select * @texts
    from given
),

shaped as (
    select * @shapes
    from texts
),

numbers as (
    select shaped.* @numbers
    from shaped
    @joins
)

select * @sizes
from numbers
