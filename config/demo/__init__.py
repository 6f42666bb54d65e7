"""The demo: a German MSP with about forty customers, and a second MSP that must never see any of them."""
