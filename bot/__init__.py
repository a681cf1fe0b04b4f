"""Questions become answers that cite what they rest on."""
