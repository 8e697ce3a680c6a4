"""Products: what is made, its bills of materials as table and tree, its routings."""

from __future__ import annotations

from django.urls import path

from callboard.web.products import bills, pages, routings

app_name = "products"

urlpatterns = [
    path("", pages.products, name="list"),
    path("table.<str:suffix>", pages.table, name="table"),
    path("codes/", pages.codes, name="codes"),
    path("items/<uuid:public_id>/", pages.product, name="product"),
    path("items/<uuid:public_id>/bills/", bills.create, name="create_bom"),
    path("items/<uuid:public_id>/routings/", routings.create, name="create_routing"),
    path("bills/<uuid:public_id>/", bills.bill, name="bom"),
    path("bills/<uuid:public_id>/table.<str:suffix>", bills.table, name="bom_table"),
    path("bills/<uuid:public_id>/change/", bills.change, name="change_bom"),
    path("bills/<uuid:public_id>/copy/", bills.copy, name="copy_bom"),
    path("bills/<uuid:public_id>/release/", bills.release, name="release_bom"),
    path("bills/<uuid:public_id>/retire/", bills.retire, name="retire_bom"),
    path("bills/<uuid:public_id>/lines/", bills.add_line, name="add_line"),
    path("lines/<uuid:public_id>/", bills.change_line, name="change_line"),
    path("lines/<uuid:public_id>/remove/", bills.remove_line, name="remove_line"),
    path("routings/<uuid:public_id>/", routings.routing, name="routing"),
    path("routings/<uuid:public_id>/table.<str:suffix>", routings.table, name="routing_table"),
    path("routings/<uuid:public_id>/change/", routings.change, name="change_routing"),
    path("routings/<uuid:public_id>/copy/", routings.copy, name="copy_routing"),
    path("routings/<uuid:public_id>/release/", routings.release, name="release_routing"),
    path("routings/<uuid:public_id>/retire/", routings.retire, name="retire_routing"),
    path("routings/<uuid:public_id>/operations/", routings.add, name="add_operation"),
    path("operations/<uuid:public_id>/", routings.change_one, name="change_operation"),
    path("operations/<uuid:public_id>/remove/", routings.remove, name="remove_operation"),
]
