"""The brief as a paper: one sheet of words and tables, set as .docx, .xlsx, PDF or a page that stands alone."""
