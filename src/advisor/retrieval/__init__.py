"""Finding passages and fiches: French analysis, lexical and dense indexes, fusion."""
