# Tincan. `make run` opens the app, `make test` runs every test; both install
# what is missing on Debian and Ubuntu first, and say what.

.PHONY: run test test-camera bench fuzz lint screenshots

run:
	@scripts/install-missing run
	cargo run --release --package tincan $$(scripts/features tincan)

# The programs come first: end-to-end tests start them.
test:
	@scripts/install-missing run test
	cargo build --workspace --bins $$(scripts/features tincan-tests)
	cargo test --workspace --doc $$(scripts/features tincan-tests)
	@scripts/run-tests

bench:
	@scripts/install-missing run test
	cargo build --release --workspace --bins
	cargo bench --package tincan-tests --bench join

# Calls with the kernel's camera for tests, in a machine that QEMU emulates.
test-camera:
	scripts/test-camera

# What takes a peer's media, a minute each.
fuzz:
	scripts/fuzz

# Every screen of the real app, by day and by night.
screenshots:
	@scripts/install-missing run test
	cargo build --release --package tincan --package tincan-relay
	cargo run --release --package tincan-tests --example screenshots -- assets/screenshots

lint:
	cargo fmt --check
	cargo clippy --workspace --all-targets $$(scripts/features tincan-tests) -- -D warnings
	cargo clippy --package tincan-media -- -D warnings
