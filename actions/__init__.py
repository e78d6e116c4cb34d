"""Do: one module per thing that a user can do; the pages and the command line call only these."""
