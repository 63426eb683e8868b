"""The same SQL on Spark gives the same rows as on DuckDB."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from fourpoint.warehouse.measures import concentration, counts
from fourpoint.warehouse.measures.steps import Measure, Scope, rows, text
from fourpoint.warehouse.store import Warehouse

NO_SPARK = importlib.util.find_spec("pyspark") is None
NO_JAVA = shutil.which("java") is None and "JAVA_HOME" not in os.environ

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(NO_SPARK, reason="pyspark is not installed: uv sync --extra spark"),
    pytest.mark.skipif(NO_JAVA, reason="no Java is found: install a Java 17 runtime"),
    # pyspark leaves sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

KENT = Scope(force="kent")
# What the two measures read: the cube as Parquet, the lists as the small tables they are.
SMALL = {
    "partition_info": "SELECT source_id, force, month, lsoa_vintage FROM partition_info",
    "lsoa": "SELECT code, name, vintage, district_code FROM lsoa",
    "district": "SELECT code, name, pfa_code FROM district",
    "force_area": "SELECT force, pfa_code FROM force_area",
}


@pytest.fixture(scope="module")
def spark(sample_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .appName("fourpoint-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    cubes = [str(path) for path in sorted(sample_warehouse.root.glob("police-street/*/*/outcome_cube.parquet"))]
    session.read.parquet(*cubes).createOrReplaceTempView("outcome_cube")
    folder = tmp_path_factory.mktemp("spark")
    with sample_warehouse.connect() as db:
        for name, query in SMALL.items():
            db.execute(f"COPY ({query}) TO '{folder}/{name}.parquet' (FORMAT parquet)")
            session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)
    yield session
    session.stop()


@pytest.mark.parametrize(
    "measure", [counts.MONTHLY_COUNTS, concentration.CONCENTRATION], ids=lambda measure: measure.name
)
def test_measure_on_spark_equals_duckdb(spark: Any, sample_warehouse: Warehouse, measure: Measure):
    theirs = [tuple(row) for row in spark.sql(text(measure, KENT)).collect()]

    with sample_warehouse.connect() as db:
        ours = rows(db, measure, KENT)
    assert len(ours) > 100
    assert sorted(theirs) == sorted(ours)
