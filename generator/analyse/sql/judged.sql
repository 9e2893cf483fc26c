-- Every row with the reason why it is rejected, or null.
select
    classified.*,
    coalesce(fault, case when duplicates.location is not null then 'duplicate' end) as reason
from classified
left join duplicates on classified.location = duplicates.location
