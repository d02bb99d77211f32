"""Reports by workbook: a template goes out, filled workbooks come in, are shown, and are filed when confirmed."""
