"""
Search before create: which names and identifiers could be of one subject, with reasons that a person can read.

Every kind gives what it is looked up by in a plain index, and `compare`, which orders what was found. A score orders
candidates and decides nothing: that two records are of one subject is a person's judgement. Ethnicity, religion,
nationality and sex are never asked for and never guessed from a name.
"""
