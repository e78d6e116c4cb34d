"""The pages *Tomter* and, while one is open, *Tomten*."""

from views.page_row import Page
from views.tomter import one_plot
from views.tomter.page import PAGE, page

ROWS = (
    Page(PAGE, 5, page, act="published"),
    Page("tomt", 6, one_plot.page, needs="plot", act="published"),
)
