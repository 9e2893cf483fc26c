"""`atlas proofread`: every sentence of a site on one private page, for an editor to read before it is published."""
