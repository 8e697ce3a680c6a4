"""Stock: what lies where, every move, who is short, lots, what to order, and what does not add up."""

from __future__ import annotations

from django.urls import path

from callboard.web.stock import history, lists, lots, moving, needs, reconciling, stores

app_name = "stock"

urlpatterns = [
    path("", lists.on_hand, name="list"),
    path("table.<str:suffix>", lists.table, name="table"),
    path("move/<slug:kind>/", moving.move, name="move"),
    path("moves/", history.moves, name="moves"),
    path("moves.<str:suffix>", history.table, name="moves_table"),
    path("moves/<uuid:public_id>/", history.reverse_one, name="reverse"),
    path("needs/", needs.needs, name="needs"),
    path("needs.<str:suffix>", needs.table, name="needs_table"),
    path("reorder/", needs.reorder, name="reorder"),
    path("reorder.<str:suffix>", needs.reorder_table, name="reorder_table"),
    path("lots/", lots.all_lots, name="lots"),
    path("lots/<uuid:public_id>/", lots.lot, name="lot"),
    path("lots/<uuid:public_id>/hold/", lots.hold, name="hold"),
    path("lots/<uuid:public_id>/release/", lots.release, name="release"),
    path("quarantine/", lots.quarantine, name="quarantine"),
    path("quarantine/release/", lots.release_quarantine, name="release_quarantine"),
    path("reconcile/", reconciling.reconcile, name="reconcile"),
    path("reconcile/<uuid:public_id>/", reconciling.settle, name="settle"),
    path("places/", stores.all_stores, name="stores"),
    path("places/new/", stores.new, name="new_store"),
    path("places/<uuid:public_id>/", stores.change, name="change_store"),
]
