"""The day's, the week's and the flash report: made from records, edited, signed, kept as signed."""
