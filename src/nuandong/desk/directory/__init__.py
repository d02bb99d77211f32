"""The directory: regions, supply zones, organisations, people and their scope, network, users, reporting units."""
