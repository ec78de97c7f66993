"""What a field can hold; light, so that declarations may name it without the storage stack."""

from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and so how it is edited, shown, filtered and sorted."""

    TEXT = "text"
    LONGTEXT = "longtext"
    INT = "int"
    NUMBER = "number"
    MONEY = "money"  # minor units; the currency stands in the column named by ``currency``
    UNIT_PRICE = "unit_price"
    QUANTITY = "quantity"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"  # several choices at once, a JSON list
    REF = "ref"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    JSON = "json"
    ID = "id"
