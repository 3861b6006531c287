"""What houxu keeps in files beside its code: migrations, baselines, glossary, queries."""
