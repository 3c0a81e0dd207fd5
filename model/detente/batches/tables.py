"""Arrow tables of a batch: plain columns that any reader of Parquet takes for what they are.

The names of points, borders and variables are text, dates are timestamps in microseconds, and no
metadata of a single library is written.
"""

from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["COMPRESSION", "RUNS", "bytes_of", "frame_of", "plain_table"]

COMPRESSION: Final = "zstd"

RUNS: Final = pa.schema(
    [
        ("point", pa.string()),
        ("digest", pa.string()),
        ("seed", pa.int64()),
        ("replicate", pa.int64()),
        ("status", pa.string()),
        ("round", pa.int64()),
        ("stage", pa.string()),
        ("message", pa.string()),
    ]
)
"""Columns of the table of runs."""


def plain_table(table: pd.DataFrame, point: str | None = None) -> pa.Table:
    """Turn a DataFrame into a plain Arrow table.

    Parameters
    ----------
    table : DataFrame
        Numbers, texts, categories of texts, and dates.
    point : str, optional
        Name of a point, to be put in front as a column.

    Returns
    -------
    Table
        The same rows.
    """
    rows = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    rows = rows.cast(pa.schema([(field.name, _plain_type(field.type)) for field in rows.schema]))
    if point is None:
        return rows
    names = pa.repeat(pa.scalar(point, pa.string()), rows.num_rows)
    return rows.add_column(0, "point", names)


def _plain_type(kind: pa.DataType) -> pa.DataType:
    """Type that every reader knows."""
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return pa.string()
    return kind


def bytes_of(rows: pa.Table) -> bytes:
    """Write a table as Parquet in memory."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression=COMPRESSION)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def frame_of(rows: pa.Table) -> pd.DataFrame:
    """Turn an Arrow table into a DataFrame."""
    table: pd.DataFrame = rows.to_pandas()
    return table
