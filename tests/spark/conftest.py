"""One Spark on this machine for all tests of the folder.
What is measured on it is each test's matter."""

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    from pipelines.spark import session

    conf = {
        "spark.driver.memory": "3g",
        # Two cores: Spark's own two hundred parts would be most of the time.
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
    }
    told = " ".join(f"--conf {name}={value}" for name, value in conf.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = f"--master local[2] {told} pyspark-shell"
    started = session.session()
    yield started
    started.stop()
