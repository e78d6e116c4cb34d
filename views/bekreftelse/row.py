"""The page *Bekreftelsesliste*."""

from views.bekreftelse.page import page
from views.page_row import Page

ROWS = (Page("bekreftelse", 3, page, act="decide"),)
