"""The semantic tree of a document, and its composition from the portfolio."""
