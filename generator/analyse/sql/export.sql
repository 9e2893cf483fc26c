-- One row per customer, for the bank's own systems. Personal data, never for the site.
select
    @key_columns
    coalesce(homes.city, '') as city,
    coalesce(homes.state, '') as state,
    gridded.recency as recency_days,
    gridded.frequency as frequency,
    gridded.spend_paise as spend_paise,
    gridded.spend_paise // gridded.frequency as mean_paise,
    ages.age as age,
    bins.segment as segment,
    bins.distance as distance
from gridded
inner join scored_bins as bins on @same_bin
left join export_homes as homes on gridded.place_text = homes.place_text and gridded.state_text = homes.state_text
left join ages on gridded.birth_day = ages.birth_day
order by @key_order
