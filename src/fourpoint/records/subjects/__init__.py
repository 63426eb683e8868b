"""Tables of subjects, what is stated of them, and judgements that two are one."""
