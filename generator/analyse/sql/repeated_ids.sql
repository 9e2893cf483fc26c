-- Transaction ids of more than one readable row.
select transaction_id, count(*) as n
from classified
where fault is null and transaction_id <> ''
group by transaction_id
having count(*) > 1
