"""The page *Data og eksport*."""

from views.data_eksport.page import page
from views.page_row import Page

ROWS = (Page("data", 7, page, act="import"),)
