"""The page *Ledig først*."""

from views.ledig_forst.page import PAGE, page
from views.page_row import Page

ROWS = (Page(PAGE, 4, page, act="case"),)
