"""Roles that a column of a bank's file can play, and the columns of the public data that play them."""

#: Roles that a source column can play. The first four are required.
ROLES = (
    "customer",
    "date",
    "amount",
    "place",
    "transaction",
    "time",
    "birth_date",
    "gender",
    "balance",
    "state",
    "direction",
    "currency",
)
REQUIRED_ROLES = ROLES[:4]

KAGGLE_COLUMNS = {
    "transaction": "TransactionID",
    "customer": "CustomerID",
    "birth_date": "CustomerDOB",
    "gender": "CustGender",
    "place": "CustLocation",
    "balance": "CustAccountBalance",
    "date": "TransactionDate",
    "time": "TransactionTime",
    "amount": "TransactionAmount (INR)",
}

#: Roles that say how to read a row, not who made it.
NO_KEY = ("direction", "currency")
