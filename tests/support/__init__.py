"""Shared test helpers: sample banks and releases, built sites, browser tools."""
