"""The Spark session that the user's own configuration asks for, with what the statements rely on.
Which cluster, how much memory and how many executors are the user's to say, in Spark's own ways."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import StyrkaError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
# What the statements rely on: errors instead of silent nulls, and days that are the same everywhere.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}


def session() -> "SparkSession":
    """A session as configured (``spark-submit``, ``SPARK_CONF_DIR``), on this machine unless told otherwise.

    StyrkaError says what is missing: the extra ``spark``, or Java where Spark is to run here.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise StyrkaError('Spark is not installed; install it with: pip install "styrka[spark]"') from error
    if needs_java(os.environ):
        _java()
    # It says so on every call; the tables that pass between it and us are Arrow's, and no frame is.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    # Executors on this machine are to be of this environment, not of whatever python3 comes first.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("styrka")
    # Nothing is kept there, and Spark would make the folder wherever the user stands.
    warehouse = {"spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "styrka-spark")}
    for name, value in {**SETTINGS, **warehouse}.items():
        builder = builder.config(name, value)
    with told():
        return builder.getOrCreate()


def needs_java(environment: Mapping[str, str]) -> bool:
    """Whether Spark itself starts on this machine, as it does unless ``SPARK_REMOTE`` names a Spark Connect server.

    ``SPARK_REMOTE=local`` names none: it starts one here.
    """
    return not environment.get("SPARK_REMOTE", "").startswith("sc://")


@contextmanager
def told() -> Iterator[None]:
    """What Spark gives up on, as one line; its log has the rest."""
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise StyrkaError(f"Spark gave up: {' '.join(str(error).split())}") from error


def _java() -> None:
    home = os.environ.get("JAVA_HOME", "").strip()
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None or not Path(java).is_file():
        raise StyrkaError(f"Spark needs Java {OLDEST_JAVA} or newer, and {java or 'java'} is not there; install it")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise StyrkaError(f"Spark needs Java {OLDEST_JAVA} or newer, and {java} is not; set JAVA_HOME to one that is")
