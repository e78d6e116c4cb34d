"""The seeded generator of the example industrial parks: `python -m examples`.

Everything here is invented, at the real parks' places. The output is layers only (data/parcels/<park>/); the classes that were
intended on the ground go to a truth file that only tests read.
"""
