-- The texts of the customer column that are no customer, or that are another spelling of one: which id they get.
--
-- Of the spellings of one form, the id is the one with most rows, and of equal ones the first.
with ids as (
    select @id as id, @form as form, sum(n) as n
    from written_ids
    where not placeholder
    group by 1, 2
),

chosen as (
    select id, form, row_number() over (partition by form order by n desc, id) as turn
    from ids
)

select
    written_ids.text as text,
    case when placeholder then '' else chosen.id end as customer,
    placeholder
from written_ids
left join chosen on @form = chosen.form and chosen.turn = 1
where placeholder or written_ids.text <> chosen.id
