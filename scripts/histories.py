"""The real histories that comparisons are made on, where a folder of them is at hand: which file, which question.

Dates are those that no choice in the model was made on; what was looked at is said in docs/accuracy.md.
"""

CDNOW = ("cdnow_master.parquet", {"customer_id": "customer_id", "timestamp": "date", "amount": "dollar_value"})
RETAIL = ("online_retail.parquet", {"customer_id": "CustomerID", "timestamp": "InvoiceDate", "quantity": "Quantity",
                                    "unit_price": "UnitPrice",
                                    "more": ["--order-id", "InvoiceNo", "--product-id", "StockCode"]})
VISITS = ("ms_usage.parquet", {"customer_id": "user", "timestamp": "time", "more": ["--product-id", "item"]})
STAYS = ("airbnb_boston.parquet", {"customer_id": "listing_id", "timestamp": "date", "amount": "amount"})

# Name: file and columns, horizon and lookback in days, dates.
REAL = {
    "CDNOW, 91 days": (*CDNOW, 91, 3650, ["1997-10-01", "1998-01-15"]),
    "CDNOW, 180 days": (*CDNOW, 180, 3650, ["1997-10-15", "1998-01-01"]),
    "Online Retail, 60 days": (*RETAIL, 60, 365, ["2011-07-15", "2011-10-10"]),
    "store visits, 28 days": (*VISITS, 28, 180, ["2015-05-13"]),
    "stays in Boston, 60 days": (*STAYS, 60, 365, ["2018-01-01", "2019-01-01", "2019-05-01", "2020-01-01"]),
}
