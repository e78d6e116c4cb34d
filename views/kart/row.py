"""The page *Kart*."""

from views.kart import ADDRESS
from views.kart.page import page
from views.page_row import Page

ROWS = (Page(ADDRESS, 1, page, act="units"),)
