-- A row whose amount, in text, is a plain number with a point: it proves that points separate decimals.
select location
from (
    select trim(coalesce(@column, '')) as text, location
    from @rows
    where currency_text is null or upper(trim(currency_text)) in (@currencies)
)
where contains(text, '.') and not @typed and @plain
limit 1
