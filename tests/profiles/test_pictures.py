"""A picture is drawn once: an edition that has it of the same drawing gives it to the next, byte for byte."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import profiles
from pipelines.profiles import pictures
from tests.profiles import mart

NAME = "08/charts/sv/08-map-2022.png"


@pytest.fixture(autouse=True)
def renderer() -> Iterator[None]:
    """What the renderer is is asked once per run; tests change it."""
    pictures._renderer.cache_clear()
    yield
    pictures._renderer.cache_clear()


@pytest.fixture
def published(tmp_path: Path, pages: Path) -> Path:
    """An edition with one picture of the hand-made mart, and the manifest that knows it."""
    path = tmp_path / "profiles" / NAME
    path.parent.mkdir(parents=True)
    path.write_bytes(content(pages, "png"))
    return mart.sealed(tmp_path)


def content(pages: Path, kind: str) -> bytes:
    return (pages / NAME).with_suffix(f".{kind}").read_bytes()


def test_the_picture_of_the_same_drawing_is_taken_over(
    published: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, drawn = profiles.Earlier.published(published), content(pages, "svg").decode()
    monkeypatch.setattr(pictures.resvg_py, "svg_to_bytes", lambda **_: pytest.fail("drawn anew"))
    assert pictures.png(drawn, NAME, earlier) == content(pages, "png")


def test_another_drawing_is_drawn(published: Path, pages: Path) -> None:
    drawn = content(pages, "svg").decode().replace(">Kalmar", ">Calmar")
    assert pictures.png(drawn, NAME, profiles.Earlier.published(published)) == pictures.png(drawn)
    assert pictures.png(drawn) != content(pages, "png")


@pytest.mark.parametrize(
    ("part", "changed"), [("version", lambda _: "99.0"), ("ZOOM", 1.25), ("FONTS", ("DejaVuSans.ttf",))]
)
def test_a_picture_by_another_renderer_is_not_trusted(
    published: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, part: str, changed: object
) -> None:
    drawn = content(pages, "svg").decode()
    monkeypatch.setattr(pictures, part, changed)
    pictures.fonts.cache_clear()
    assert not content(pages, "png")[pictures.HEADER :].startswith(pictures._sign(drawn))
    marked = published / "profiles" / NAME
    marked.write_bytes(marked.read_bytes() + b"as published")
    mart.sealed(published)
    assert not pictures.png(drawn, NAME, profiles.Earlier.published(published)).endswith(b"as published")
    monkeypatch.undo()
    pictures.fonts.cache_clear()


def test_a_picture_that_was_changed_since_is_not_taken_over(published: Path, pages: Path) -> None:
    drawn, whole = content(pages, "svg").decode(), content(pages, "png")
    (published / "profiles" / NAME).write_bytes(whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:])
    assert pictures.png(drawn, NAME, profiles.Earlier.published(published)) == whole


@pytest.mark.parametrize("manifest", [None, "{", "[]"])
def test_without_an_edition_that_can_be_read_all_is_drawn(tmp_path: Path, pages: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "edition.json").write_text(manifest, "utf-8")
    earlier = profiles.Earlier.published(tmp_path)
    assert pictures.png(content(pages, "svg").decode(), NAME, earlier) == content(pages, "png")


def test_a_picture_says_what_it_was_drawn_from_where_readers_skip_it(pages: Path) -> None:
    """The chunk's length and checksum are those that the format asks for, so that any reader passes over it."""
    whole = content(pages, "png")
    length, kind = struct.unpack(">I4s", whole[33:41])
    text = whole[41 : 41 + length]
    assert (kind, struct.unpack(">I", whole[41 + length : 45 + length])[0]) == (b"tEXt", zlib.crc32(kind + text))
    keyword, sign = text.split(b"\0")
    assert (keyword, len(sign)) == (b"styrka-drawing", 64)
