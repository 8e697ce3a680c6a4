"""Purchasing: orders to suppliers, their dates and receipts."""
