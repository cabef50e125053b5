"""``python -m tests.bench``: the product's figures, beside the machine's limit and a naive alternative."""
