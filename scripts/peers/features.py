"""The benchmark's features, by winback's names: what every peer script must compute.

A purchase is an order: the rows of one customer and order_id that are not returns (a return has a
negative amount or quantity); its time is that of its earliest row. Windows are [as_of - W, as_of).
Counts are whole numbers and 0 where there is nothing; what cannot be computed is null.
"""

WINDOWS_DAYS = (30, 60, 90, 180, 365)
COUNTS = (
    "purchases",
    *(f"purchases_{w}d" for w in WINDOWS_DAYS),
    "distinct_products",
    "distinct_categories",
    "distinct_channels",
    "returns",
)
NUMBERS = (
    "spend",
    *(f"spend_{w}d" for w in WINDOWS_DAYS),
    "days_since_last_purchase",
    "days_since_first_purchase",
    "order_value_mean",
    "order_value_sd",
    "order_value_min",
    "order_value_max",
    "gap_mean_days",
    "gap_sd_days",
    "discounted_spend_share",
    "return_rate",
)
FEATURES = COUNTS + NUMBERS
DAY_US = 86_400_000_000
