"""How much of a file is read; more is refused in words."""

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 40_000  # characters; Excel ends at 32,767, and a quote that is never closed goes on for ever
MAX_ROW = 200_000
MAX_UNPACKED = 400 * 1024 * 1024  # bytes of a workbook once unpacked
MAX_RATIO = 250  # unpacked to packed, of one part of a workbook beyond a megabyte
MAX_PARTS = 2_000
MEMORY = 1024 * 1024 * 1024  # bytes of address space for the process that reads
SECONDS = 120  # of processor time for it
