"""Lists of who may be cut, orders with their approvals and receipts, and the relief that the meters show."""
