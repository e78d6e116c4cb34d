"""What the reading process leaves of a table for its caller, in two Arrow files."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow

from parks.shape_column import SCHEMA, WKB, shapes_beside


class Left:
    """What is left for the caller: the attributes as a stream, the geometry as a file whose parts can be read one by one."""

    def __init__(self, target: Path) -> None:
        self._target, self._open = target, ExitStack()
        self._schema: pyarrow.Schema | None = None
        self._attributes: Any = None
        self._shapes: Any = None

    def __enter__(self) -> "Left":
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.close()

    def add(self, batch: pyarrow.RecordBatch) -> None:
        """Write a batch; all have the columns of the first."""
        plain = batch.select([name for name in batch.schema.names if name != WKB])
        if self._schema is None:
            self._schema = plain.schema
            self._attributes = self._writer(self._target, pyarrow.ipc.new_stream, self._schema)
            if WKB in batch.schema.names:
                self._shapes = self._writer(shapes_beside(self._target), pyarrow.ipc.new_file, SCHEMA)
        self._attributes.write_batch(plain.cast(self._schema))
        if self._shapes is not None:
            self._shapes.write_batch(batch.select([WKB]).cast(SCHEMA))

    def _writer(self, path: Path, kind: Callable, schema: pyarrow.Schema) -> Any:
        return self._open.enter_context(kind(self._open.enter_context(pyarrow.OSFile(str(path), "wb")), schema))
