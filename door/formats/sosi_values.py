"""The values of a SOSI table counted by the names in the text of its groups."""

from collections import Counter

from door.formats import sosi_groups
from door.formats.value_counts import ValueCounts


def counts(text: str, numbers: list[int]) -> ValueCounts:
    """Of the groups that are rows of the table; of none where the rows have no numbers.

    Parameters
    ----------
    numbers : `sosi.row_numbers` of the table
    """
    wanted = set(numbers)
    if not wanted or len(wanted) != len(numbers):
        return ValueCounts()
    found: Counter[str] = Counter()
    for group in sosi_groups.groups(text):
        if group.number in wanted:
            found.update(set(sosi_groups.names_with_value(group.text)))
    return ValueCounts(dict(found))
