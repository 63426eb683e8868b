"""Who stands in the place of somebody who left, on need-to-know lists of the agency's own records."""
