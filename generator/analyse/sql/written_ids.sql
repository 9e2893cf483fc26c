-- The distinct texts of the customer column, how many rows each has, and its simpler forms.
--
-- Reads   raw; missing_words (folded words that stand for "no customer")
-- Forms   bare: without blanks that nobody sees and a spreadsheet's marks for text (`="17850"`, `'17850`); whole: also
--         without decimals that are all zeros (17850.0), of which three may be a group of digits and stay
with texts as (
    select trim(coalesce(customer_text, '')) as text, count(*) as n
    from raw
    group by 1
),

seen_texts as (
    select
        text,
        n,
        case
            when regexp_matches(text, '[^!-~]')
                then trim(regexp_replace(regexp_replace(text, '\p{Cf}+', '', 'g'), '[\p{Z}\p{Cc}]+', ' ', 'g'))
            else text
        end as seen
    from texts
    where text <> ''
),

bare_texts as (
    select
        text,
        n,
        case
            when regexp_matches(seen, '^=?"[^"]*"$') then trim(replace(replace(seen, '=', ''), '"', ''))
            when regexp_matches(seen, '^''[^'']*$') then trim(substr(seen, 2))
            else seen
        end as bare,
        case
            when regexp_matches(seen, '[1-8]') then upper(seen)
            else upper(regexp_replace(seen, '[^\p{L}\p{N}]+', '', 'g'))
        end as word
    from seen_texts
)

select
    text,
    n,
    bare,
    case
        when regexp_matches(bare, '^[0-9]+[.,](0|00|0000+)$') then regexp_replace(bare, '[.,]0+$', '')
        else bare
    end as whole,
    (missing_words.word is not null or regexp_matches(bare_texts.word, '@runs')) and not (@genuine) as placeholder
from bare_texts
left join missing_words on bare_texts.word = missing_words.word
