-- Places customers on an integer grid: days since the last transaction, number of transactions, amount bin, balance bin.
--
-- A bin is named by its lower edge in paise. Edges are round numbers of three leading digits (steps of 1 to 199, of 2
-- to 499, of 5 above), at most 1 % apart, so that engines agree exactly and memory does not grow with the number of
-- customers. `spend_bin` is the same for the total spend. Bins of balances have a sign and are twice as wide; one that
-- is not known has a bin of its own.
with edges as (
    select
        *,
        cast(concat('1', repeat('0', greatest(length(cast(mean_paise as varchar)) - 3, 0))) as bigint) as mean_unit,
        cast(concat('1', repeat('0', greatest(length(cast(spend_paise as varchar)) - 3, 0))) as bigint) as spend_unit,
        abs(balance_paise) as balance_size,
        cast(
            concat('1', repeat('0', greatest(length(cast(abs(balance_paise) as varchar)) - 3, 0))) as bigint
        ) as balance_unit
    from customers
)

select
    @keep
    @last_day - last_day as recency,
    frequency,
    (mean_paise // mean_unit - mean_paise // mean_unit % case
        when mean_unit = 1 then 1
        when mean_paise // mean_unit < 200 then 1
        when mean_paise // mean_unit < 500 then 2
        else 5
    end) * mean_unit as amount_bin,
    (spend_paise // spend_unit - spend_paise // spend_unit % case
        when spend_unit = 1 then 1
        when spend_paise // spend_unit < 200 then 1
        when spend_paise // spend_unit < 500 then 2
        else 5
    end) * spend_unit as spend_bin,
    coalesce(
        case when balance_paise < 0 then -1 else 1 end * (balance_size // balance_unit - balance_size // balance_unit % case
            when balance_unit = 1 then 1
            when balance_size // balance_unit < 200 then 2
            when balance_size // balance_unit < 500 then 5
            else 10
        end) * balance_unit,
        @no_balance
    ) as balance_bin,
    spend_paise,
    balance_paise,
    place_text,
    state_text,
    gender,
    birth_day
from edges
