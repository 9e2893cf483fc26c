-- Customers of each segment by gender and birth day; ages are added in Python.
select bins.segment as segment, gridded.gender as gender, gridded.birth_day as birth_day, count(*) as n
from gridded
inner join bins on @same_bin
group by 1, 2, 3
