"""What one can ask: statements at module level, each with the type of its rows."""

import msgspec

from kontor_sdk.models import Customer, Day, Id, bindparam, columns, func, select

from .models import Animal, Vaccination

animal, vaccination = columns(Animal), columns(Vaccination)
customer = columns(Customer)


class AnimalRow(msgspec.Struct):
    id: str
    name: str
    species: str
    due_on: str | None


ANIMALS = (
    select(animal.id, animal.name, animal.species, func.max(vaccination.due_on).label("due_on"))
    .outerjoin(Vaccination, vaccination.animal_id == animal.id)
    .where(animal.customer_id == bindparam("customer"))
    .group_by(animal.id, animal.name, animal.species)
    .order_by(animal.name)
    .limit(20)
)


class VaccinationRow(msgspec.Struct):
    id: str
    name: str
    against: str
    given_on: str
    due_on: str


VACCINATIONS = (
    select(
        vaccination.id,
        animal.name,
        vaccination.against,
        vaccination.given_on,
        vaccination.due_on,
    )
    .join(Animal, vaccination.animal_id == animal.id)
    .where(animal.customer_id == bindparam("customer"))
    .order_by(vaccination.due_on.desc())
    .limit(100)
)


class DueRow(msgspec.Struct):
    id: str
    customer_id: str
    against: str
    due_on: str


DUE = (
    select(vaccination.id, animal.customer_id, vaccination.against, vaccination.due_on)
    .join(Animal, vaccination.animal_id == animal.id)
    .where(vaccination.due_on <= bindparam("until"))
    .where(vaccination.reminded_on.is_(None))
    .order_by(vaccination.due_on)
    .limit(200)
)


class HolderRow(msgspec.Struct):
    id: str
    name: str
    owner_id: str | None


HOLDERS = (
    select(animal.id, animal.name, customer.owner_id)
    .join(Customer, animal.customer_id == customer.id)
    .where(animal.id.in_(bindparam("animals", expanding=True, type_=Id())))
)


class PlannedRow(msgspec.Struct):
    id: str
    name: str
    against: str
    due_on: str


PLANNED = (
    select(vaccination.id, animal.name, vaccination.against, vaccination.due_on)
    .join(Animal, animal.id == vaccination.animal_id)
    .where(
        vaccination.due_on >= bindparam("first", type_=Day()),
        vaccination.due_on <= bindparam("last", type_=Day()),
    )
    .order_by(vaccination.due_on, animal.name)
    .limit(500)
)
