"""A city's gas balance plan week by week (T-023): gaps told by the outlook, measures with owners, the picture."""
