"""What a person says of a file, where its content does not say enough or says it wrongly."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """Answers to the questions that a file leaves open; nothing where it may speak for itself.

    layer_id : which layer it is
    as_epsg : the CRS to read it in, whatever it says itself
    swapped : True where north stands before east
    columns : by a column's name in the file, the name of ours that it is; "" where it is none
    """

    layer_id: str | None = None
    as_epsg: int | None = None
    swapped: bool = False
    columns: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything was said at all."""
        return self != Asked()


NOTHING = Asked()
