"""Read and draw: one file per layer, and the only code that opens other people's geodata."""
