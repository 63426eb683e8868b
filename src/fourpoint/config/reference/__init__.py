"""Reference pages written from the code and the catalogue, so that they cannot say what is not so."""
