-- Computes roles from other columns, and marks the rows that the setting `where` leaves out: its condition does not hold
-- (`where`), or a number in it decides and is missing or cannot be read (`where_unread`).
--
-- The widths of decimals follow from the digits of the data; where a query is printed before a row is read, they are an
-- example.
with exact as (
    select * @exact
    from inputs
),

computed as (
    select * @amounts
    from exact
)

select
    @roles
    @others
    location,
    @left_out as left_out
from computed
