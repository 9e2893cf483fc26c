-- The rows of repeated transaction ids: their turn within the id, which of its contents each has, and their file.
--
-- The first turn is the row that stays if repetitions are left out; it does not depend on the order of the rows.
select
    classified.location as location,
    classified.transaction_id as transaction_id,
    row_number() over (partition by classified.transaction_id order by @content, classified.location) as turn,
    dense_rank() over (partition by classified.transaction_id order by @content) as content,
    @file as file
from classified
inner join repeated_ids on classified.transaction_id = repeated_ids.transaction_id
where fault is null
