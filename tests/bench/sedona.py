"""Runs one query of SedonaDB on demand, its tables in memory: the peer outside the database of the row commune_point_sedona.

Arguments: two files (points, communes), each a line `id,WKB in hexadecimal` for each geometry, then the query. Prints `ready`
when everything is loaded. For each line read, `table` or `parquet`, runs the query on what it names (Arrow tables in memory, or
GeoParquet files written beside the inputs) and prints its seconds and its answer. The harness counts the faster of the two.
"""

import os
import sys
import time

import pyarrow
import pyarrow.parquet
import sedonadb

# As many batches as there can be partitions: one batch would leave a core idle.
ROWS_OF_A_BATCH = 8192


def read(path):
    ids, geometries = [], []
    with open(path, encoding="ascii") as lines:
        for line in lines:
            number, wkb = line.rstrip("\n").split(",")
            ids.append(int(number))
            geometries.append(bytes.fromhex(wkb))
    geometry = pyarrow.field(
        "geom", pyarrow.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": '{"crs": "EPSG:2154"}'}
    )
    schema = pyarrow.schema([pyarrow.field("id_area" if "communes" in path else "id", pyarrow.int64()), geometry])
    return pyarrow.table([pyarrow.array(ids, pyarrow.int64()), pyarrow.array(geometries, pyarrow.binary())], schema=schema)


def main():
    paths, query = sys.argv[1:3], sys.argv[3]
    engines = {"table": sedonadb.connect(), "parquet": sedonadb.connect()}
    for path in paths:
        name = os.path.basename(path).removesuffix(".csv")
        table = read(path)
        batches = pyarrow.Table.from_batches(table.to_batches(max_chunksize=ROWS_OF_A_BATCH))
        engines["table"].create_data_frame(batches).to_memtable().to_view(name)
        parquet = os.path.join(os.path.dirname(path), name + ".parquet")
        engines["parquet"].create_data_frame(table).to_parquet(parquet)
        engines["parquet"].read_parquet(parquet).to_view(name)
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        answer = pyarrow.table(engines[line.strip()].sql(query))
        seconds = time.perf_counter() - started
        print(seconds, answer.column("total")[0].as_py(), flush=True)


main()
