"""The park's own lists: which row has the headings, what they mean, and the records that their rows are."""
