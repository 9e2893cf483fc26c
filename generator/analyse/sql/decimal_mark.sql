-- How many amounts end in a decimal comma, and how many in a decimal point.
select
    count(*) filter (where contains(amount_text, ',') and regexp_matches(trim(amount_text), ',[0-9]{1,2}$')) as comma,
    count(*) filter (where contains(amount_text, '.') and regexp_matches(trim(amount_text), '[.][0-9]{1,2}$')) as point
from raw
