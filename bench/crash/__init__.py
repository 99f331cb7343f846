"""Deliveries under fire: real worker processes that die, freeze and lose their database.

`run.py` is one run, `plans.py` what goes wrong in it, `worker.py` the process, `naive.py` the two
orders that can't work, to show that the harness sees what they do wrong.
"""
