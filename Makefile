# Each target is one task of scripts/; `./scripts/task` finds Python and says what it does.
.PHONY: help run dev build test test-peers lint format bench clean

help:
	@./scripts/task help

run dev build test test-peers lint format bench clean:
	@./scripts/task $@ $(ARGS)
