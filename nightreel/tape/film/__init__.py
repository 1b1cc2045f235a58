"""The film of a run: cards, pages, pictures, sound, and the encoder that keeps to a size."""
