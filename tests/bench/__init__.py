"""``python -m tests.bench``: the product's figures, beside the machine's limit and a naive alternative."""

import logging

import structlog

# what is prepared for a measurement belongs into no table of figures
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
