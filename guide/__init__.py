"""A site of film guides that withholds, on the server, what a reader has not watched."""
