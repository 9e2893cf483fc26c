-- Transaction ids of more than one readable row, without words such as N/A, 0 or -, which are no ids.
with ids as (
    select
        transaction_id,
        count(*) as n,
        case
            when regexp_matches(transaction_id, '[1-8]') then transaction_id
            else upper(regexp_replace(transaction_id, '[^\p{L}\p{N}]+', '', 'g'))
        end as word
    from classified
    where fault is null and transaction_id <> ''
    group by transaction_id
    having count(*) > 1
)

select ids.transaction_id as transaction_id, ids.n as n
from ids
left join missing_words on ids.word = missing_words.word
where missing_words.word is null and not regexp_matches(ids.word, '@runs')
