"""Shipping: packing lists and shipments."""
