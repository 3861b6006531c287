"""The comparison rules, one module a kind of statement. Each takes the two readings and yields opinions."""
