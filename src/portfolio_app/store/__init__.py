"""The encrypted database: records, history, links and search. Only this package knows SQLAlchemy."""
