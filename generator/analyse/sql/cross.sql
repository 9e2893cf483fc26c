-- Customers of each segment by gender and by birth day; ages are put on it in Python.
select bins.segment as segment, gridded.gender as gender, gridded.birth_day as birth_day, count(*) as n
from gridded
inner join bins
    on
        gridded.recency = bins.recency
        and gridded.frequency = bins.frequency
        and gridded.amount_bin = bins.amount_bin
group by 1, 2, 3
