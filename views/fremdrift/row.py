"""The page *Fremdrift*."""

from views.fremdrift.page import page
from views.page_row import Page

ROWS = (Page("fremdrift", 2, page, act="figures"),)
