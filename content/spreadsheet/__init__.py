"""Questions in a spreadsheet: a template to fill in, an import that names cells, an export."""
