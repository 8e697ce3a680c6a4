"""All tables of the floor, listed here so that a model may change rooms without a migration."""

from callboard.paperwork.documents.models import Paper, PaperKind, SignedCopy

__all__ = ["Paper", "PaperKind", "SignedCopy"]
