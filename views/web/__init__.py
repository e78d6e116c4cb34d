"""Routes, headers, caches: what the server is beside its pages."""
