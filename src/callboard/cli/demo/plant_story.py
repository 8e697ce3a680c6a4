"""A week in the demonstration's plant: orders taken, goods late, work on the floor, a list published, a plan made."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from callboard.cli.demo import PASSWORD, PLANT_LOGINS
from callboard.cli.demo.plant import Plant
from callboard.cli.demo.plant_goods import CLIENTS
from callboard.cli.demo.plant_people import ORDERS
from callboard.core.members.actions import NewMember, add_member
from callboard.core.messages.sending import claim_due, deliver_claimed
from callboard.core.organizations.rules import Role
from callboard.core.people.rules import PartyDetails
from callboard.core.resources.actions import record_absence, stop_machine
from callboard.core.resources.rules import AbsenceTerms, StopTerms
from callboard.manufacturing.dispatch.actions import Shift, create_dispatch_list
from callboard.manufacturing.dispatch.publish import publish_dispatch
from callboard.manufacturing.orders.actions import OrderHead, OrderLineTerms, name_date, take_order
from callboard.manufacturing.orders.rules import OrderDateKind
from callboard.manufacturing.orders.shipments import ship_orders
from callboard.manufacturing.requirements.actions import ask_for_plan
from callboard.manufacturing.requirements.running import carry_out
from callboard.manufacturing.shop_floor.actions import accept_handover, report_work
from callboard.manufacturing.shop_floor.rules import ReportKind
from callboard.manufacturing.work_orders.actions import create_work_order, release_work_order, stage_kit
from callboard.manufacturing.work_orders.rules import NothingToPick
from callboard.stock.counts.actions import open_count
from callboard.stock.counts.rules import CountTerms
from callboard.stock.purchasing.actions import (
    Delivery,
    PurchaseLineTerms,
    confirm_purchase,
    create_purchase,
    receive_purchase,
    send_purchase,
    slip_line,
)
from callboard.stock.shipping.actions import PackageTerms, PackTerms, add_package, create_shipment, pack

if TYPE_CHECKING:
    from callboard.core.organizations.models import Membership
    from callboard.manufacturing.orders.models import ClientOrder
    from callboard.manufacturing.work_orders.models import WorkOperation, WorkOrder

PRICES = {"LAN-S": 8900, "LAN-M": 11900, "LAN-L": 19900, "LAN-W": 9900}


def load_plant(by: Membership, *, at: dt.datetime) -> None:
    """Everything of the plant, in the order in which it happened."""
    plant = Plant(by, began=at - dt.timedelta(days=12), now=at)
    _members(plant)
    orders = _orders(plant)
    _purchases(plant)
    _floor(plant, at=at)
    _shipment(plant, orders["KA-701"], at=at)
    _troubles(plant, at=at)
    _dispatch(plant, at=at)
    carry_out(ask_for_plan(plant.production, by=by, at=at), lambda: at)


def _members(plant: Plant) -> None:
    """Log-ins for those who buy, supervise and keep the store: each sees the plant only."""
    roles = (
        ("Pia Marchetti", Role.BUYER),
        ("Otto Brandvik", Role.SUPERVISOR),
        ("Samir Haddad", Role.STOREKEEPER),
    )
    for (email, _), (name, role) in zip(PLANT_LOGINS, roles, strict=True):
        _member, user = add_member(
            NewMember(name, email, role), productions=[plant.production], by=plant.by, at=plant.at
        )
        user.set_password(PASSWORD)
        user.save()


def _orders(plant: Plant) -> dict[str, ClientOrder]:
    """Thirty orders of six clients, each promised for the day that was asked for; by the client's number."""
    taken: dict[str, ClientOrder] = {}
    clients = {
        place: PartyDetails(name=name, kind="company", email=email) for place, (name, email) in enumerate(CLIENTS)
    }
    known: dict[int, object] = {}
    for place, number, lines, due in ORDERS:
        terms = [OrderLineTerms(plant.items[code], quantity, plant.day(due), PRICES[code]) for code, quantity in lines]
        head = OrderHead(client_number=number, ordered_on=plant.day(-10))
        client = known.get(place, clients[place])
        order = take_order(plant.production, client, terms, head, by=plant.by, at=plant.at)  # type: ignore[arg-type]
        known[place] = order.client
        for line in order.lines.all():
            name_date(line, OrderDateKind.PROMISED, line.due_on, by=plant.by, at=plant.at)
        taken[number] = order
    return taken


def _purchases(plant: Plant) -> None:
    """Glass that slips and hurts the large lanterns; tube of which half came; boards that are only asked for."""
    by, at = plant.by, plant.at
    glass = _bought(plant, "Clearwater Glass", (("GLASS-L", "24"), ("GLASS-M", "40")), due=5)
    lines = list(glass.lines.order_by("position"))
    confirm_purchase(glass, {line.public_id: line.due_on for line in lines}, supplier_number="CG-20877", by=by, at=at)
    late = at + dt.timedelta(days=9)
    slip_line(lines[0], plant.day(13), "Furnace relined, a week and a half late", by=by, at=late)
    tube = _bought(plant, "Bay Tube and Sheet", (("TUBE-12", "240"), ("SHEET-1", "20")), due=2)
    confirm_purchase(tube, {line.public_id: line.due_on for line in tube.lines.all()}, by=by, at=at)
    first = tube.lines.order_by("position")[0]
    came = Delivery(plant.steps("TUBE-12", "120"), plant.stores["A-01"])
    receive_purchase(first, came, by=by, at=at + dt.timedelta(days=7))
    _bought(plant, "Brightboard Electronics", (("LED-24", "40"), ("DRIVER", "60")), due=12)
    _bought(plant, "Carton and Crate", (("BOX-L", "120"),), due=3)


def _bought(plant: Plant, supplier: str, goods: tuple[tuple[str, str], ...], *, due: int):  # type: ignore[no-untyped-def]
    lines = []
    for code, amount in goods:
        item = plant.items[code]
        offer = item.suppliers.get()
        lines.append(
            PurchaseLineTerms(item, plant.steps(code, amount), plant.day(due), offer.price_minor, offer.price_quantity)
        )
    order = create_purchase(plant.production, plant.suppliers[supplier], lines, by=plant.by, at=plant.at)
    return send_purchase(order, by=plant.by, at=plant.at)


def _floor(plant: Plant, *, at: dt.datetime) -> None:
    """Work in every state: bodies between welding and paint with two that nobody finds, light units half done."""
    began = at - dt.timedelta(hours=26)
    bodies = _released(plant, "BODY-S", 24, due=2, at=began)
    weld, paint = bodies.operations.order_by("number")
    report_work(weld, ReportKind.START, operator=plant.people["Dov Peretz"], by=plant.by, at=began)
    done = began + dt.timedelta(hours=4)
    report_work(weld, ReportKind.GOOD, 22, operator=plant.people["Dov Peretz"], by=plant.by, at=done)
    report_work(weld, ReportKind.SCRAP, 2, reason="Burned through at the base", by=plant.by, at=done)
    report_work(weld, ReportKind.SEND, 22, by=plant.by, at=done + dt.timedelta(minutes=10))
    accept_handover(paint, 20, 2, by=plant.by, at=done + dt.timedelta(minutes=40))
    lights = _released(plant, "LIGHT", 40, due=3, at=began)
    solder = lights.operations.get()
    _work(plant, solder, 15, "Nils Okafor", at=at - dt.timedelta(hours=5))
    rings = _released(plant, "RING-240", 40, due=1, at=began)
    _work(plant, rings.operations.get(), 40, "Milo Svec", at=at - dt.timedelta(hours=3))
    _released(plant, "LAN-S", 10, due=3, at=at - dt.timedelta(hours=2))
    _released(plant, "LID-S", 30, due=4, at=at - dt.timedelta(hours=2))
    _released(plant, "BASE-L", 20, due=4, at=at - dt.timedelta(hours=2))
    create_work_order(
        plant.production, plant.items["LAN-M"], 12, plant.day(4), by=plant.by, at=at - dt.timedelta(hours=1)
    )


def _released(plant: Plant, code: str, quantity: int, *, due: int, at: dt.datetime) -> WorkOrder:
    order = create_work_order(plant.production, plant.items[code], quantity, plant.day(due), by=plant.by, at=at)
    release_work_order(order, reason="Started with what is there, the rest follows", by=plant.by, at=at)
    with suppress(NothingToPick):  # an order of which nothing is there yet is released all the same
        stage_kit(order, by=plant.by, at=at)
    return order


def _work(plant: Plant, operation: WorkOperation, good: int, who: str, *, at: dt.datetime) -> None:
    operator = plant.people[who]
    report_work(operation, ReportKind.START, operator=operator, by=plant.by, at=at - dt.timedelta(hours=1))
    report_work(operation, ReportKind.GOOD, good, operator=operator, by=plant.by, at=at)


def _shipment(plant: Plant, order: ClientOrder, *, at: dt.datetime) -> None:
    """Half of a client's order has left: the other half follows."""
    line = order.lines.get()
    left_at = at - dt.timedelta(hours=20)
    shipment = create_shipment(plant.production, order.client, by=plant.by, at=left_at)
    box = add_package(shipment, PackageTerms(supply=plant.items["BOX-S"], weight_grams=14200), by=plant.by, at=left_at)
    label = f"{order.number}/{line.position}"
    terms = PackTerms(line.item, 4, plant.stores["FG-01"], line.public_id, label, package=box)
    pack(shipment, terms, by=plant.by, at=left_at)
    ship_orders(shipment, by=plant.by, at=left_at)


def _troubles(plant: Plant, *, at: dt.datetime) -> None:
    """Somebody is ill, a welding cell is down, and the paint store is being counted."""
    terms = AbsenceTerms(plant.today, plant.today + dt.timedelta(days=2))
    record_absence(plant.people["Rana Aziz"], terms, by=plant.by, at=at - dt.timedelta(hours=3))
    stop = StopTerms("breakdown", "Wire feed jams", "Dov Peretz", at - dt.timedelta(minutes=95))
    stop_machine(plant.machines["WE-2"], stop, by=plant.by, at=at - dt.timedelta(minutes=90))
    terms_of_count = CountTerms(title="Paint store", store_ids=(plant.stores["A-06"].pk,))
    open_count(plant.production, terms_of_count, by=plant.by, at=at - dt.timedelta(hours=1))


def _dispatch(plant: Plant, *, at: dt.datetime) -> None:
    """The next early shift of assembly, published; the press shop's list waits as a draft."""
    early = Shift(plant.day(1), "Early", 360, 840)
    assembly = create_dispatch_list(
        plant.production, plant.departments["Assembly"], early, by=plant.by, at=at - dt.timedelta(minutes=50)
    )
    publish_dispatch(assembly, expected_number=1, by=plant.by, at=at - dt.timedelta(minutes=45))
    while batch := claim_due(at - dt.timedelta(minutes=44), 50):
        for message in batch:
            deliver_claimed(message, lambda: at - dt.timedelta(minutes=44))
    create_dispatch_list(
        plant.production, plant.departments["Cutting and bending"], early, by=plant.by, at=at - dt.timedelta(minutes=30)
    )
