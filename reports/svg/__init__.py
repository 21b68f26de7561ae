"""A Chart as static SVG; ``picture`` begins, and only ``paper`` knows matplotlib."""
