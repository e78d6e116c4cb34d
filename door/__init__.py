"""Let strangers' files in: counted, placed, mended, set aside with a reason; opened only in a process of their own."""
