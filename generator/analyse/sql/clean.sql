-- Parses and validates each row of the source. `fault` is null for a row that is accepted unless it is a duplicate.
--
-- Reads   raw (every column as text); days, births, spellings and amount_shapes (each distinct date, place or shape of
--         an amount, parsed once); customer_spellings and missing_words
-- Words   of tools for a missing value: see values/missing_words.py
-- Ids     of a transaction: words such as N/A, 0 or - are none; words for "no customer", such as TEST, may be
-- Money   a whole number of the currency's smallest unit ("paise", whatever its name: hundredths, or thousandths of a
--         currency with three decimals), so that all engines give the same sums
-- Order   everywhere: (day, second, transaction_id, place_text, paise, customer_id) on normalised text
with text_values as (
    select
        trim(coalesce(transaction_text, '')) as written_id,
        trim(coalesce(customer_text, '')) as customer_id,
        trim(coalesce(gender_text, '')) as gender_text,
        trim(coalesce(birth_text, '')) as birth_text,
        trim(coalesce(balance_text, '')) as balance_text,
        trim(coalesce(date_text, '')) as date_text,
        trim(coalesce(time_text, '')) as time_text,
        trim(coalesce(amount_text, '')) as amount_text,
        upper(trim(coalesce(direction_text, ''))) as direction_text,
        upper(trim(coalesce(currency_text, ''))) as currency_text,
        coalesce(place_text, '') as raw_place,
        coalesce(state_text, '') as raw_state,
        @extra_columns
        location
    from raw
),

plain as (
    select
        *,
        case
            when upper(birth_text) in (@tool_words) then ''
            else birth_text
        end as known_birth,
        case
            when gender_text in ('M', 'F') then gender_text
            when upper(gender_text) = 'MALE' or gender_text = 'm' then 'M'
            when upper(gender_text) = 'FEMALE' or gender_text = 'f' then 'F'
            else ''
        end as gender,
        @amount_paise as plain_amount,
        @balance_paise as plain_balance
    from text_values
),

written as (
    select
        *,
        case when plain_amount is null then @amount_latin end as amount_latin,
        case when plain_balance is null then @balance_latin end as balance_latin
    from plain
),

shaped as (
    select
        *,
        case when plain_amount is null then @amount_shape end as amount_shape,
        case when plain_balance is null then @balance_shape end as balance_shape,
        @amount_digits as amount_digits,
        @balance_digits as balance_digits,
        case
            when plain_balance is null then upper(regexp_replace(balance_text, '[^\p{L}\p{N}]+', '', 'g'))
        end as balance_word,
        case
            when not regexp_matches(written_id, '[1-8]') then upper(regexp_replace(written_id, '[^\p{L}\p{N}]+', '', 'g'))
        end as id_word
    from written
),

parsed as (
    select
        shaped.*,
        coalesce(customer_spellings.customer, customer_id) as known_customer,
        upper(customer_id) in (@tool_words) as missing_customer,
        case when id_words.missing or regexp_matches(id_word, '@runs') then '' else written_id end as transaction_id,
        not coalesce(balance_words.missing, false) as balance_stated,
        coalesce(plain_amount, @amount_written) as paise,
        coalesce(plain_balance, @balance_written) as balance_paise,
        @amount_rounded as amount_rounded,
        @balance_rounded as balance_rounded,
        amount_shapes.fault as amount_fault,
        days.day as day,
        coalesce(days.far, false) as far_day,
        case
            when try_cast(time_text as integer) between 0 and 235959
                and try_cast(time_text as integer) // 100 % 100 < 60
                and try_cast(time_text as integer) % 100 < 60 then
                try_cast(time_text as integer) // 10000 * 3600
                + try_cast(time_text as integer) // 100 % 100 * 60
                + try_cast(time_text as integer) % 100
            when regexp_matches(time_text, '^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?($|[^0-9:])')
                then cast(split_part(time_text, ':', 1) as integer) * 3600
                + cast(substr(split_part(time_text, ':', 2), 1, 2) as integer) * 60
                + cast(substr(concat(split_part(time_text, ':', 3), '00'), 1, 2) as integer)
                + case
                    when regexp_matches(time_text, '^(0?[1-9]|1[01]):[0-9:.]*[^0-9A-Za-z:.]?[Pp][.]?[Mm]') then 43200
                    when regexp_matches(time_text, '^12:[0-9:.]*[^0-9A-Za-z:.]?[Aa][.]?[Mm]') then -43200
                    else 0
                end
            else coalesce(days.second, 0)
        end as second,
        case
            when births.two_digit and births.day > days.day then births.day_century_before
            else births.day
        end as birth_day,
        births.state as birth_state,
        births.two_digit as birth_two_digit,
        spellings.place_text as known_place,
        states.state_text as state_text
    from shaped
    left join days on shaped.date_text = days.text
    left join births on shaped.known_birth = births.text
    left join spellings on shaped.raw_place = spellings.text
    left join spellings as states on shaped.raw_state = states.text
    left join amount_shapes on shaped.amount_shape = amount_shapes.shape
    left join amount_shapes as balance_shapes on shaped.balance_shape = balance_shapes.shape
    left join customer_spellings on shaped.customer_id = customer_spellings.text
    left join missing_words as balance_words on shaped.balance_word = balance_words.word
    left join missing_words as id_words on shaped.id_word = id_words.word
)

select
    transaction_id,
    known_customer as customer_id,
    day,
    second,
    known_place as place_text,
    state_text,
    @spend_paise as paise,
    paise as signed_paise,
    balance_paise,
    balance_paise is null and balance_stated as balance_unreadable,
    amount_rounded,
    balance_rounded,
    gender,
    case when birth_state = 'known' and birth_day <= day then birth_day end as birth_day,
    case
        when known_birth = '' then 'missing'
        when birth_state is null or birth_state = 'unreadable' then 'unreadable'
        when birth_state = 'placeholder' then 'placeholder'
        when birth_day > day then 'future'
        else 'known'
    end as birth_state,
    @extra_names
    location,
    case
        when not (@is_debit) then 'not_spend'
        when currency_text not in (@currencies) then 'currency'
        when known_customer = '' and not missing_customer then 'customer_placeholder'
        when known_customer = '' then 'customer'
        when day is null then 'date'
        when far_day then 'date_apart'
        when paise is null then coalesce(nullif(amount_fault, ''), 'amount')
        when not (@is_spend) then 'not_spend'
    end as fault
from parsed
