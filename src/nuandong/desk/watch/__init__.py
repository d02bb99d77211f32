"""The watch: sites on the wall, liquefaction plants held against their orders, departments at their benches."""
