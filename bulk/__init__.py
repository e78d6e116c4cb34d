"""The nation-wide overlay: sorted sources read tile by tile, never held in memory whole."""
