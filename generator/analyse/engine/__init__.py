"""Engines that run the private half's queries: one small adapter each, the same SQL texts for all."""
