"""The preview server: a built site under any base path, built again when words, templates or settings change."""
