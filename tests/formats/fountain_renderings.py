"""Our elements written in the notations of the two foreign test corpora, habits included."""

from __future__ import annotations

from callboard.formats.cues import read_cue
from callboard.formats.fountain import Element, FountainScript
from callboard.formats.fountain_emphasis import Span, read_emphasis
from callboard.formats.fountain_marks import BONEYARD_MARK, MARKS, NOTE_MARK
from callboard.formats.scenes import Kind, Screenplay

JOUVENCE_SIGNS = {
    Kind.HEADING: ".",
    Kind.ACTION: "!",
    Kind.CENTERED: "!><",
    Kind.CHARACTER: "@",
    Kind.DIALOGUE: "=",
    Kind.PARENTHETICAL: "_",
    Kind.TRANSITION: ">",
    Kind.LYRICS: "~",
    Kind.SYNOPSIS: "+",
    Kind.SECTION: "#",
    Kind.PAGE_BREAK: "<pagebreak>",
}


def as_jouvence(script: FountainScript) -> list[str]:
    """Jouvence keeps empty lines: one before a heading, cue or transition is its own, all others are action."""
    pieces: list[tuple[Kind, str]] = []
    blanks = 0

    def add_blank_action(count: int) -> None:
        if count and pieces and pieces[-1][0] is Kind.ACTION:
            pieces[-1] = (Kind.ACTION, pieces[-1][1] + "\n" * count)
        elif count:
            pieces.append((Kind.ACTION, "\n" * (count - 1)))

    elements = [e for e in script.elements if not MARKS.search(e.marked) or MARKS.sub("", e.marked).strip()]
    for position, element in enumerate(elements):
        following = elements[position + 1] if position + 1 < len(elements) else None
        last = pieces[-1][0] if pieces else None
        kind, text = element.kind, MARKS.sub("", element.marked)
        if kind is Kind.BLANK and element.marked and last is Kind.CENTERED:
            pieces[-1] = (last, pieces[-1][1] + "\n")  # to Jouvence a line of spaces goes on with what is above it
        elif kind is Kind.BLANK:
            blanks += 1
        elif kind is Kind.LYRICS and following is not None and following.kind is Kind.ACTION:
            pieces.append((Kind.ACTION, "\n" * blanks + "~" + text))  # lyrics running into text are text to Jouvence
            blanks = 0
        elif kind is Kind.ACTION and last is Kind.ACTION:
            pieces[-1] = (kind, pieces[-1][1] + "\n" * (blanks + 1) + text)
            blanks = 0
        elif kind is Kind.DIALOGUE and last is Kind.DIALOGUE:
            pieces[-1] = (kind, pieces[-1][1] + "\n" + text)
        else:
            if kind is Kind.ACTION:
                text = "\n" * blanks + text
            else:
                add_blank_action(blanks - 1 if blanks else 0)
            pieces.append((kind, text))
            blanks = 0
    add_blank_action(blanks)
    return [JOUVENCE_SIGNS[kind] + text for kind, text in pieces]


def as_wildwinter(script: FountainScript, *, merge_action: bool = True, merge_dialogue: bool = True) -> str:
    """Lines like HEADING:"INT. HOUSE" (3); empty lines count only between two pieces of action."""
    lines = [f'TITLEENTRY:"{entry.key}":"{_joined(entry.lines)}"' for entry in script.title_page]
    merged: list[Element] = []
    for element in _with_inner_blanks(script.elements):
        last = merged[-1] if merged else None
        goes_on = last is not None and last.kind is element.kind and last.marked != "" and not element.tags
        wanted = (element.kind is Kind.ACTION and merge_action) or (element.kind is Kind.DIALOGUE and merge_dialogue)
        if goes_on and wanted and last is not None:
            merged[-1] = Element(last.kind, last.text, last.line, f"{last.marked}\n{element.marked}", tags=last.tags)
        else:
            merged.append(element)
    lines += [_wildwinter_line(element, is_first=not lines and i == 0) for i, element in enumerate(merged)]
    text = _numbered("\n".join(lines), BONEYARD_MARK, "/*{}*/")
    text = _numbered(text, NOTE_MARK, "[[{}]]")
    text += "".join(f'\n[[{i}]]NOTE:"{note.text}"' for i, note in enumerate(script.notes))
    return text + "".join(f'\n/*{i}*/BONEYARD:"{bone.text}"' for i, bone in enumerate(script.boneyards))


def _joined(lines: tuple[str, ...]) -> str:
    return "\n".join(lines)


def _with_inner_blanks(elements: tuple[Element, ...]) -> list[Element]:
    """Empty lines become empty actions between two actions, and vanish elsewhere."""
    kept: list[Element] = []
    waiting: list[Element] = []
    for element in elements:
        if element.kind is Kind.BLANK:
            waiting.append(Element(Kind.ACTION, "", element.line, ""))
            continue
        action = {Kind.ACTION, Kind.CENTERED}
        if kept and kept[-1].kind in action and element.kind in action:
            kept.extend(waiting)
        waiting = []
        kept.append(element)
    return kept


def _wildwinter_line(element: Element, *, is_first: bool) -> str:  # noqa: PLR0911 - one return for each kind
    tags = f" tags:{','.join(element.tags)}" if element.tags else ""
    match element.kind:
        case Kind.CHARACTER:
            cue = read_cue(element.marked)
            extension = f' "{" ".join(cue.extensions)}"' if cue.extensions else ""
            return f'CHARACTER:"{cue.name}"{extension}{" (Dual)" if element.dual else ""}{tags}'
        case Kind.HEADING:
            return f'HEADING:"{element.marked}"{f" ({element.number})" if element.number else ""}{tags}'
        case Kind.SECTION:
            return f'SECTION:"{element.marked}" ({element.level}){tags}'
        case Kind.CENTERED:
            return f'ACTION:"{element.marked}" (centered){tags}'
        case Kind.PARENTHETICAL:
            return f'PARENTHETICAL:"{element.marked[1:-1]}"{tags}'
        case Kind.LYRICS:
            return f'LYRIC:"{element.marked}"{tags}'
        case Kind.PAGE_BREAK:
            return 'PAGEBREAK:""'
        case Kind.TRANSITION if is_first and element.marked.endswith(":"):
            return f'TITLEENTRY:"{element.marked[:-1]}":""'  # to this corpus any first line with a colon is a title
        case kind:
            return f'{kind.value.upper()}:"{element.marked}"{tags}'


def _numbered(text: str, mark: str, form: str) -> str:
    first, *rest = text.split(mark)
    return first + "".join(form.format(i) + piece for i, piece in enumerate(rest))


def as_callbacks(script: FountainScript) -> str:
    """One line per callback, a speech as one record for each of its lines, empty lines left out."""
    entries = " ".join(f"{entry.key}:{_joined(entry.lines)}" for entry in script.title_page)
    lines = [f"TITLEPAGE: {entries}"]
    speaker = parenthetical = "null"
    for element in script.elements:
        text = element.marked
        match element.kind:
            case Kind.CHARACTER:
                cue = read_cue(text)
                extension = " ".join(part[1:-1] for part in cue.extensions) or "null"
                speaker, dual = f"character:{cue.name} extension:{extension}", str(element.dual).lower()
            case Kind.PARENTHETICAL:
                parenthetical = text[1:-1]
            case Kind.DIALOGUE if text:
                lines.append(f"DIALOGUE: {speaker} parenthetical:{parenthetical} line:{text} dual:{dual}")
                parenthetical = "null"
            case Kind.HEADING:
                lines.append(f"HEADING: text:{text} sceneNum:{element.number or 'null'}")
            case Kind.SECTION:
                lines.append(f"SECTION: level:{element.level} text:{text}")
            case Kind.ACTION | Kind.SYNOPSIS | Kind.TRANSITION as kind:
                lines.append(f"{kind.value.upper()}: text:{text}")
    return "\n".join(lines)


def as_html(text: str) -> str:
    """Emphasis as <b>, <i>, <u>. This corpus leaves italics within underlined text as they are written."""
    return "".join(_html(span, text) for span in _underlined_as_one(read_emphasis(text)))


def _underlined_as_one(spans: tuple[Span, ...]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if span.underline and joined and joined[-1].underline:
            joined[-1] = Span(joined[-1].text + (f"*{span.text}*" if span.italic else span.text), underline=True)
        else:
            joined.append(span)
    return joined


def _html(span: Span, _source: str) -> str:
    text = span.text
    for wanted, tag in ((span.italic, "i"), (span.bold, "b"), (span.underline, "u")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    return text


def as_fountain(screenplay: Screenplay) -> str:
    """A screenplay written as Fountain: what a Final Draft file says must read the same either way."""
    parts: list[str] = []
    for scene in screenplay.scenes:
        parts.append(f"\n{scene.heading} #{scene.number}#\n")
        for piece in scene.text:
            forced = piece.kind is Kind.TRANSITION and not piece.text.endswith("TO:")
            spoken = piece.kind in {Kind.DIALOGUE, Kind.PARENTHETICAL}
            parts.append(f"{'' if spoken else chr(10)}{'> ' if forced else ''}{piece.text}\n")
    return "".join(parts).strip()
