"""Any utility's plain table of days, read without a case around it, and what is drawn and written from it.

`read` turns a CSV or workbook into a history with every fault told at once; `measure`, `headings`, `figures` and
`moments` know how the world writes units, columns, numbers and dates. Clause: T-022.
"""
