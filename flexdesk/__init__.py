"""FlexDesk: flexible work of an Indonesian civil-service unit, planned and followed offline first."""

__version__ = "0.1.0"
