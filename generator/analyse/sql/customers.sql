-- One row per customer: all rows with the same key `@key`. The key itself is kept only for an export.
--
-- A customer's place, gender, birth date and balance are those of the latest transaction, in the total order
-- (day, second, transaction_id, place, amount, customer_id): not the first or the most frequent value. If several rows
-- are equal in that order, a known birth date or balance wins over an unknown one, even if engines order nulls
-- differently.
with latest as (
    select
        @keep_inner
        count(*) as frequency,
        cast(sum(paise) as bigint) as spend_paise,
        max(struct_pack(
            day := day,
            second := second,
            transaction_id := transaction_id,
            place_text := place_text,
            paise := paise,
            customer_id := customer_id,
            state_text := state_text,
            gender := gender,
            birth_day := coalesce(birth_day, -1000000),
            balance_paise := coalesce(balance_paise, @no_balance)
        )) as last
    from accepted
    group by @key
)

select
    @keep
    frequency,
    spend_paise,
    spend_paise // frequency as mean_paise,
    last.day as last_day,
    last.place_text as place_text,
    last.state_text as state_text,
    last.gender as gender,
    nullif(last.birth_day, -1000000) as birth_day,
    nullif(last.balance_paise, @no_balance) as balance_paise
from latest
