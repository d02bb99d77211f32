"""The network: nodes, arcs, stores, sources and offtakes as columns, with their own checks."""
