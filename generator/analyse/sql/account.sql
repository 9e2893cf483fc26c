-- Summary of the accepted rows: number, days, total spend, a count for each flag, and counts of rounded money.
select
    count(*) as accepted,
    min(day) as first_day,
    max(day) as last_day,
    count(distinct day) as distinct_days,
    coalesce(sum(paise), 0) as spend_paise,
    count(*) filter (where birth_state = 'placeholder') as dob_placeholder,
    count(*) filter (where birth_state = 'missing') as dob_missing,
    count(*) filter (where birth_state = 'future') as dob_future,
    count(*) filter (where birth_state = 'unreadable') as dob_unreadable,
    count(*) filter (where paise = 0) as amount_zero,
    count(*) filter (where balance_paise is null and not balance_unreadable) as balance_missing,
    count(*) filter (where balance_unreadable) as balance_unreadable,
    count(*) filter (where gender = '') as gender_unknown,
    count(*) filter (where place_text = '') as location_missing,
    count(*) filter (where amount_rounded) as amount_rounded,
    count(*) filter (where balance_rounded) as balance_rounded
from accepted
