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
#: Why one of them is the place.
NO_PLACE = (
    "A site has one page per place, so it needs a column that says where a customer banks; any column that groups "
    "customers serves, such as a branch, a district or a region."
)

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
