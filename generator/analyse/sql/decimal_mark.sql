-- Number of amounts that end in the decimal mark `@mark` and one or two digits.
select count(*) as found
from raw
where contains(amount_text, @mark) and regexp_matches(trim(amount_text), concat('[', @mark, '][0-9]{1,2}$'))
