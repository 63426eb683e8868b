"""Pages of intelligence products: terms of reference, writing with citations, senior review, reading, copies."""
