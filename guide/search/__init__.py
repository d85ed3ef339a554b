"""Search over titles and the text that a reader may see."""
