"""Intelligence products: terms of reference, writing with citations, senior review, issue, and what readers see."""
