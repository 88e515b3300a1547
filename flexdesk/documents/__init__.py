"""Official papers as PDF: measured, reproducible, checked before they are printed."""

from flexdesk.documents.combine import Form, Issued, combine, draw, draw_each, lay_out

__all__ = ["Form", "Issued", "combine", "draw", "draw_each", "lay_out"]
