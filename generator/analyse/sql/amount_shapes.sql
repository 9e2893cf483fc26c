-- The distinct shapes of the texts in one column of amounts that are no plain numbers, and how often each occurs.
--
-- A shape has a 9 for each digit; a 0 at its start says that the number begins with a lone zero. Rows that the currency
-- column sets aside say nothing.
select @shape as shape, count(*) as n
from (
    select text, @latin as latin
    from (
        select trim(coalesce(@column, '')) as text, location
        from @rows
        where currency_text is null or upper(trim(currency_text)) in (@currencies)
    )
    where not @plain and text <> ''
)
group by 1
