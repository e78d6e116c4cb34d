"""The page *Om tallene*."""

from views.om_tallene.page import page
from views.page_row import Page

ROWS = (Page("om_tallene", 8, page, act="units"),)
