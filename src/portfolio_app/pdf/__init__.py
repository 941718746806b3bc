"""The tree as a tagged, archival, signed PDF, and its verification.

Only this package knows reportlab, pikepdf and pyHanko.
"""
