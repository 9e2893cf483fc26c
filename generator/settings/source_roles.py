"""Roles of the columns of a bank's file, and their names in the public data."""

#: Roles of source columns. The first four are required.
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

#: Roles that say how to read a row, so that they cannot identify a customer.
NO_KEY = ("direction", "currency")
