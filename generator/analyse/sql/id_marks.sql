-- What occurs in the customer column at all, so that most columns need no closer examination.
select
    count(*) filter (where regexp_matches(bare, '^[0-9]+[.,][0-9]*[1-9][0-9]*$')) as fractions,
    count(*) filter (where regexp_matches(bare, '^[0-9]([.,][0-9]+)?[eE][+][0-9]{1,3}$|^[0-9][.,][0-9]+[eE][0-9]{1,3}$'))
        as rounded,
    count(*) filter (where regexp_matches(bare, '[a-z]')) as small,
    count(*) filter (where regexp_matches(bare, '[A-Z]')) as capital,
    count(*) filter (where regexp_matches(bare, '^0[0-9]')) as led
from written_ids
where not placeholder
