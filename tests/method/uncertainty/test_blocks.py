"""Work in blocks: what is kept is taken up again, whatever has befallen it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from smeclusters import Choices, Prepared, example_study
from smeclusters.analysis.uncertainty.blocks import ENTRIES, PARTS, Found, Kept, Where, digest, gather, parts
from smeclusters.analysis.uncertainty.scheme import Scheme
from smeclusters.analysis.uncertainty.worlds import Tables
from smeclusters.claims.theses import theses


def squares(part: range) -> Found:
    return {"of": np.array([block**2 for block in part])}


class Counted:
    """Counts the parts that are worked out."""

    def __init__(self) -> None:
        self.done: list[range] = []

    def __call__(self, part: range) -> Found:
        self.done.append(part)
        return squares(part)


def numbers(found: Iterable[Found]) -> list[int]:
    return np.concatenate([each["of"] for each in found]).tolist()


EXPECTED = [block**2 for block in range(100)]


def test_what_is_kept_is_not_worked_out_again(tmp_path: Path):
    kept, work = Kept.of(tmp_path / "a" / "b", "key"), Counted()
    assert numbers(gather(work, parts(100)[:10], Where(kept=kept))) == EXPECTED[: parts(100)[9].stop]
    assert numbers(gather(work, parts(100), Where(kept=kept))) == EXPECTED
    assert sorted(part.start for part in work.done) == [part.start for part in parts(100)]  # each once


DAMAGES = {
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "other": lambda content: b"what is this?",
    "in the middle": lambda content: content[:100] + b"\xff" * 40 + content[140:],
    "at the end": lambda content: content[:-30] + b"\0" * 30,
    "of a number": lambda content: content.replace(np.int64(4).tobytes(), np.int64(5).tobytes()),
}


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_part_is_worked_out_anew(how: str, tmp_path: Path):
    kept, work = Kept.of(tmp_path, "key"), Counted()
    wanted = parts(6)
    list(gather(squares, wanted, Where(kept=kept)))
    path = sorted(kept.folder.iterdir())[2]
    content = path.read_bytes()
    path.write_bytes(DAMAGES[how](content))
    assert path.read_bytes() != content
    assert numbers(gather(work, wanted, Where(kept=kept))) == EXPECTED[:6]
    assert work.done == [wanted[2]] and path.read_bytes() == content


def test_every_byte_that_is_flipped_or_missing_is_noticed(tmp_path: Path):
    kept = Kept.of(tmp_path, "key")
    given = {"of": np.arange(3), "sum": np.array(0.5)}
    kept.write(range(1), given)
    (path,) = kept.folder.iterdir()
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        assert kept.read(range(1)) is None
        path.write_bytes(content[:at])
        assert kept.read(range(1)) is None
    path.write_bytes(content)
    np.testing.assert_equal(dict(kept.read(range(1))), given)


def test_a_folder_that_cannot_be_written_is_told_and_the_work_goes_on(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    told: list[OSError] = []
    kept = Kept.of(tmp_path / "file", "key", told.append)
    assert numbers(gather(squares, parts(100), Where(kept=kept))) == EXPECTED
    assert len(told) == 1 + PARTS and all(isinstance(error, NotADirectoryError) for error in told)


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    told: list[OSError] = []
    kept = Kept.of(tmp_path, "key", told.append)
    monkeypatch.setattr(np, "savez", full)
    assert numbers(gather(squares, parts(3), Where(kept=kept))) == EXPECTED[:3]
    assert len(told) == 3 and list(kept.folder.iterdir()) == []


def test_a_part_that_finds_no_room_when_it_is_flushed_leaves_nothing(tmp_path: Path):
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    told: list[OSError] = []
    kept = Kept.of(tmp_path, "key", told.append)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, usual[1]))  # less than a part takes, more than nothing
    try:
        kept.write(range(1), squares(range(1)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert len(told) == 1 and list(kept.folder.iterdir()) == []


def test_only_what_was_used_last_stays(tmp_path: Path):
    for number in range(ENTRIES):
        folder = Kept.of(tmp_path, f"{number}").folder
        os.utime(folder, ns=(number, number))
    Kept.of(tmp_path, "0")  # is used again
    Kept.of(tmp_path, "new")
    assert {path.name for path in tmp_path.iterdir()} == {"0", "new", *(str(each) for each in range(2, ENTRIES))}


@pytest.mark.parametrize("count", [1, 3, 64, 100, 1000])
def test_it_ticks_as_often_whatever_the_parts(count: int):
    ticks: list[None] = []
    list(gather(squares, parts(count), Where(tick=lambda: ticks.append(None))))
    assert len(ticks) == PARTS


def test_an_error_of_the_work_comes_up():
    with pytest.raises(ZeroDivisionError):
        list(gather(lambda part: {"of": np.array(1 // 0)}, parts(3)))


# ---- What tells one piece of work from another.

OTHERS = [
    (np.zeros(2),),
    (np.zeros((1, 2)),),
    (np.zeros(2, dtype=np.float32),),
    (np.array([0.0, 1.0]),),
    (0,),
    (False,),
    (0.0,),
    ("0",),
    (None,),
    ((),),
    (("a", "b"),),
    (("ab",),),
    ("a", "b"),
    ({"a": 1},),
    (squares,),
    (numbers,),
    (partial(squares, 1),),
    (partial(squares, 2),),
    (range(1),),
]


def test_no_two_pieces_of_work_are_taken_for_one():
    assert len({digest(*values) for values in OTHERS}) == len(OTHERS)


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(TypeError):
        digest(object())


def of_the_example() -> str:
    study = example_study()
    choices = Choices.of(study)
    return digest(Tables.of(choices), Scheme.of(choices), theses(Prepared(study)), 1)


def test_every_process_has_the_same_digest():
    code = "from tests.method.uncertainty.test_blocks import of_the_example; print(of_the_example())"
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        found = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
        )
        assert found.stdout.strip() == of_the_example()
