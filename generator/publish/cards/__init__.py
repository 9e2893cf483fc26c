"""Social cards: text, layout, PNG and the tags that name them."""
