"""The fields of the engine's tests."""

CATALOGUE = {
    "customer.first_name": "text",
    "customer.name": "text",
    "customer.fields.debt": "number",
    "customer.fields.site": "link",
    "customer.fields.since": "date",
    "line.brand": "text",
    "today": "date",
    "now": "moment",
}
