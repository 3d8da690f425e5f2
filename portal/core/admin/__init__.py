"""The author's side of the portal: choosing clauses, warnings before something is taken away, reports."""
