"""Work orders: the list, one order and its steps, what is clear to build, kits, papers."""

from __future__ import annotations

from django.urls import path

from callboard.web.work_orders import kits, lists, order, papers, quality, writing

app_name = "work_orders"

urlpatterns = [
    path("", lists.work_orders, name="list"),
    path("table.<str:suffix>", lists.table, name="table"),
    path("clear/", lists.clear, name="clear"),
    path("clear.<str:suffix>", lists.clear_table, name="clear_table"),
    path("quality/", quality.nonconformances, name="quality"),
    path("quality/<uuid:public_id>/", quality.decide, name="decide"),
    path("new/", writing.new, name="new"),
    path("<uuid:public_id>/", order.order, name="order"),
    path("<uuid:public_id>/change/", writing.change, name="change"),
    path("<uuid:public_id>/step/", order.step, name="step"),
    path("<uuid:public_id>/release/", order.release, name="release"),
    path("<uuid:public_id>/split/", order.split, name="split"),
    path("<uuid:public_id>/make-up/", order.make_up, name="make_up"),
    path("<uuid:public_id>/reports/<uuid:report>/reverse/", order.reverse, name="reverse"),
    path("<uuid:public_id>/kit/", kits.kit, name="kit"),
    path("<uuid:public_id>/kit/stage/", kits.stage, name="stage"),
    path("<uuid:public_id>/kit/<uuid:material>/pick/", kits.pick, name="pick"),
    path("<uuid:public_id>/kit/<uuid:material>/return/", kits.bring_back, name="return"),
    path("<uuid:public_id>/traveler.pdf", papers.traveler, name="traveler"),
    path("<uuid:public_id>/pick-list.pdf", papers.picks, name="pick_list"),
    path("<uuid:public_id>/labels.pdf", papers.labels, name="labels"),
]
