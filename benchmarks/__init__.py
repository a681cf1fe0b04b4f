"""Speed, as ratios taken in one run: a ratio holds on a slow machine and on a busy one."""
