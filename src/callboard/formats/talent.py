"""Reads talent-scheduling problems: MiniZinc data (`.dzn`) and the `talent/smith` text format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callboard.formats.faults import Unreadable, gettext_noop

MAX_TALENT_BYTES = 2_000_000
MAX_TALENT_SCENES = 2_000
MAX_TALENT_ACTORS = 2_000
MAX_TALENT_NUMBER = 1_000_000_000


class TalentFileTooLarge(Unreadable):
    """More bytes than a problem of 2,000 scenes has."""

    text = gettext_noop("Line %(line)s: the file is larger than %(megabytes)s MB. Plan a part of the scenes at a time.")


class TalentTextUnknown(Unreadable):
    """Bytes that are no text."""

    text = gettext_noop("Line %(line)s: the letters here cannot be read. Save the file as plain text (UTF-8).")


class TalentFileEmpty(Unreadable):
    """Nothing but white space and comments."""

    text = gettext_noop("Line %(line)s: the file is empty. Give a .dzn file or a talent-scheduling text file.")


class TalentValueMissing(Unreadable):
    """A name that must be given is not."""

    text = gettext_noop("Line %(line)s: the file ends without “%(name)s”. Add it as %(example)s.")


class TalentValueTwice(Unreadable):
    """A name is given twice."""

    text = gettext_noop("Line %(line)s: “%(name)s” is given a second time. Take one of the two out.")


class NotTalentNumber(Unreadable):
    """Something else where a whole number of 0 or more must stand."""

    text = gettext_noop(
        "Line %(line)s: “%(found)s” stands where a whole number from 0 to %(most)s must stand. Write the number there."
    )


class NotTalentMark(Unreadable):
    """In the table of scenes and actors only 0 and 1 may stand."""

    text = gettext_noop(
        "Line %(line)s: %(found)s stands in the table of actors and scenes. Write 1 for “in it”, else 0."
    )


class TalentCountWrong(Unreadable):
    """A list or row with more or fewer numbers than scenes or actors."""

    text = gettext_noop(
        "Line %(line)s: %(name)s has %(found)s numbers where %(wanted)s must stand. Mend this line or the counts above."
    )


class TalentMarkMissing(Unreadable):
    """Punctuation that MiniZinc data need."""

    text = gettext_noop("Line %(line)s: “%(found)s” stands where “%(wanted)s” must stand. Put the sign in.")


class TooManyTalents(Unreadable):
    """More scenes or actors than a reader accepts; none at all is refused as well."""

    text = gettext_noop("Line %(line)s: %(found)s %(name)s are asked for; 1 to %(most)s can be read.")


@dataclass(frozen=True, slots=True)
class TalentScene:
    """A scene; keys are "1", "2" and so on in the order of the file. Durations in the file's own unit of time."""

    key: str
    duration: int


@dataclass(frozen=True, slots=True)
class TalentActor:
    """An actor; keys as those of scenes. `pay` is for one unit of time; `scenes` are keys in the order of the file."""

    key: str
    pay: int
    scenes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalentProblem:
    """Scenes with durations, actors with pay and scenes."""

    scenes: tuple[TalentScene, ...]
    actors: tuple[TalentActor, ...]


def read_talent(content: bytes) -> TalentProblem:
    """The problem in either format, told apart by the name `numScenes`. Raises the refusals of this file.

    MiniZinc: `numScenes`, `numActors`, `ia` (a row of 0 and 1 for each actor), `c` (pay), `d` (durations); other names
    are skipped (MiniZinc benchmarks, talent_scheduling). Text: a name on the first line, the counts of scenes and of
    actors, a line for each actor with 0 or 1 for each scene and then the pay, a line of durations (B. Smith).
    """
    if len(content) > MAX_TALENT_BYTES:
        raise TalentFileTooLarge(megabytes=MAX_TALENT_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise TalentTextUnknown(line=content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise TalentTextUnknown(line=text.count("\n", 0, text.index("\0")) + 1)
    lines = text.split("\n")
    if any(re.match(r"\s*numScenes\b", line.partition("%")[0]) for line in lines):
        return _MiniZinc(lines).problem()
    return _Plain(lines).problem()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int


def _number(word: _Word) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", word.text) or int(word.text) > MAX_TALENT_NUMBER:
        raise NotTalentNumber(line=word.line, found=word.text[:40], most=MAX_TALENT_NUMBER)
    return int(word.text)


def _count(word: _Word, name: str, most: int) -> int:
    number = _number(word)
    if not 1 <= number <= most:
        raise TooManyTalents(line=word.line, found=number, name=name, most=most)
    return number


def _marks(words: Sequence[_Word]) -> list[bool]:
    for word in words:
        if word.text not in {"0", "1"}:
            raise NotTalentMark(line=word.line, found=word.text[:40])
    return [word.text == "1" for word in words]


def _check_count(words: Sequence[_Word], wanted: int, name: str, line: int) -> None:
    if len(words) != wanted:
        raise TalentCountWrong(line=line, name=name, found=len(words), wanted=wanted)


def _problem(durations: Sequence[int], pays: Sequence[int], table: Sequence[Sequence[bool]]) -> TalentProblem:
    keys = [str(number) for number in range(1, len(durations) + 1)]
    scenes = tuple(TalentScene(key, duration) for key, duration in zip(keys, durations, strict=True))
    actors = tuple(
        TalentActor(str(number), pay, tuple(key for key, is_in in zip(keys, row, strict=True) if is_in))
        for number, (pay, row) in enumerate(zip(pays, table, strict=True), start=1)
    )
    return TalentProblem(scenes, actors)


class _MiniZinc:
    """Names with their values, up to the semicolon of each."""

    EXAMPLES = (("numScenes", "numScenes = 19;"), ("numActors", "numActors = 8;"), ("ia", "ia = [| 0, 1 | 1, 1 |];"),
                ("c", "c = [10, 4];"), ("d", "d = [1, 2];"))  # fmt: skip

    def __init__(self, lines: Sequence[str]) -> None:
        self.last_line = len(lines)
        self.values: dict[str, list[_Word]] = {}
        words = list(self._words(lines))
        while words:
            words = self._take(words)
        for name, example in self.EXAMPLES:
            if name not in self.values:
                raise TalentValueMissing(line=self.last_line, name=name, example=example)

    def _words(self, lines: Sequence[str]) -> Iterator[_Word]:
        for number, line in enumerate(lines, start=1):
            for found in re.findall(r"\[\||\|\]|[\[\]|,;=]|[^\s\[\]|,;=]+", line.partition("%")[0]):
                yield _Word(found, number)

    def _take(self, words: list[_Word]) -> list[_Word]:
        """One assignment; what comes after it."""
        end = next((place for place, word in enumerate(words) if word.text == ";"), len(words))
        name, value = words[0], words[2:end]
        if len(words) < 2 or words[1].text != "=":
            wrong = words[1] if len(words) > 1 else name
            raise TalentMarkMissing(line=wrong.line, found=wrong.text[:40], wanted="=")
        for word in value:
            if word.text == "=":  # the next name has begun
                raise TalentMarkMissing(line=word.line, found=word.text, wanted=";")
        if name.text in self.values:
            raise TalentValueTwice(line=name.line, name=name.text[:40])
        self.values[name.text] = value or [name]
        return words[end + 1 :]

    def problem(self) -> TalentProblem:
        scene_count = self._one("numScenes", "scenes", MAX_TALENT_SCENES)
        actor_count = self._one("numActors", "actors", MAX_TALENT_ACTORS)
        durations = self._list("d", scene_count)
        pays = self._list("c", actor_count)
        return _problem(durations, pays, self._table(actor_count, scene_count))

    def _one(self, name: str, what: str, most: int) -> int:
        words = self.values[name]
        _check_count(words, 1, name, words[0].line)
        return _count(words[0], what, most)

    def _inside(self, name: str, opening: str, closing: str) -> list[_Word]:
        words = self.values[name]
        for word, wanted in ((words[0], opening), (words[-1], closing)):
            if word.text != wanted:
                raise TalentMarkMissing(line=word.line, found=word.text[:40], wanted=wanted)
        return words[1:-1]

    def _list(self, name: str, wanted: int) -> list[int]:
        numbers = [word for word in self._inside(name, "[", "]") if word.text != ","]
        _check_count(numbers, wanted, name, self.values[name][0].line)
        return [_number(word) for word in numbers]

    def _table(self, rows_wanted: int, columns_wanted: int) -> list[list[bool]]:
        rows: list[list[_Word]] = [[]]
        first_lines = [self.values["ia"][0].line]
        for word in self._inside("ia", "[|", "|]"):
            if word.text == "|":
                rows.append([])
                first_lines.append(word.line)
            elif word.text != ",":
                rows[-1].append(word)
        if len(rows) != rows_wanted:
            raise TalentCountWrong(line=first_lines[0], name="ia", found=len(rows), wanted=rows_wanted)
        for row, line in zip(rows, first_lines, strict=True):
            _check_count(row, columns_wanted, "ia", row[0].line if row else line)
        return [_marks(row) for row in rows]


class _Plain:
    """Lines of numbers below a name."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.last_line = len(lines)
        filled = [
            [_Word(text, number) for text in line.split()] for number, line in enumerate(lines, start=1) if line.strip()
        ]
        if not filled:
            raise TalentFileEmpty
        self.rows = filled[1:]  # the first line is a name

    def problem(self) -> TalentProblem:
        scene_count, actor_count = self._counts()
        if len(self.rows) < actor_count + 1:
            raise TalentValueMissing(line=self.last_line, name="durations", example="1 2 1 1")
        if len(self.rows) > actor_count + 1:
            extra = self.rows[actor_count + 1]
            raise TalentCountWrong(line=extra[0].line, name="durations", found=len(extra), wanted=0)
        table, pays = [], []
        for row in self.rows[:actor_count]:
            _check_count(row, scene_count + 1, "actor", row[0].line)
            table.append(_marks(row[:-1]))
            pays.append(_number(row[-1]))
        last = self.rows[actor_count]
        _check_count(last, scene_count, "durations", last[0].line)
        return _problem([_number(word) for word in last], pays, table)

    def _counts(self) -> tuple[int, int]:
        """The counts of scenes and actors, on one line or on two; the rows that follow stay in `rows`."""
        words: list[_Word] = []
        while self.rows and len(words) < 2:
            words += self.rows.pop(0)
        if not words:
            raise TalentValueMissing(line=self.last_line, name="numScenes", example="19 8")
        _check_count(words, 2, "counts", words[0].line)
        return _count(words[0], "scenes", MAX_TALENT_SCENES), _count(words[1], "actors", MAX_TALENT_ACTORS)
