"""Its import ends the process."""

raise SystemExit(3)
