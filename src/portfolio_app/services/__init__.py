"""Use cases, one verb each: one operation is one transaction, one undo step and one change notice."""
