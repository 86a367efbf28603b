"""Whether Java is asked for before Spark is started. What Spark does once it runs is tested where there is one."""

import pytest

from pipelines.spark.session import needs_java


@pytest.mark.parametrize(
    "environment",
    [{}, {"SPARK_REMOTE": ""}, {"SPARK_REMOTE": "local[2]"}, {"SPARK_REMOTE": "local"}, {"MASTER": "sc://host"}],
)
def test_spark_that_starts_here_needs_java(environment: dict[str, str]) -> None:
    assert needs_java(environment)


@pytest.mark.parametrize("server", ["sc://spark.example.org", "sc://spark.example.org:15002/;use_ssl=true"])
def test_a_spark_connect_server_has_a_java_of_its_own(server: str) -> None:
    assert not needs_java({"SPARK_REMOTE": server, "JAVA_HOME": "/nowhere", "PATH": ""})
