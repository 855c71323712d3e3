"""The outline: one research theme made of papers, with budgets, as the user writes it in YAML."""
