"""What tests share: sample banks and releases, built sites, browser tools."""
