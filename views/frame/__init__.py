"""What stands around every page: the bar, and the strip and panel of a page whose map fills the window."""
