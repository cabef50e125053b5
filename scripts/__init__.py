"""The project's tasks, on the standard library alone: they run before anything is installed."""
