"""The page *Bekreftelsesliste*."""

from views.bekreftelse import ADDRESS
from views.bekreftelse.page import page
from views.page_row import Page

ROWS = (Page(ADDRESS, 3, page, act="decide"),)
