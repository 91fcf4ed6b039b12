"""The knowledge: every shipped page is whole, and a page that isn't is refused with everything that is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from assistant.errors import KnowledgeError
from assistant.knowledge import KINDS, Document, cross_faults, load, slugs
from assistant.passages import cut_all
from assistant.settings import built_in_knowledge
from tests.conftest import Write, stretch_page

FACTS = Path(__file__).parent / "article_facts.yaml"
PAGES = sorted(
    file.relative_to(built_in_knowledge()).as_posix() for kind in KINDS for file in (built_in_knowledge() / kind).glob("*.md")
)


# ------------------------------------------------------------------ the shipped pages


def test_there_are_pages_of_every_kind() -> None:
    kinds = Counter(page.split("/")[0] for page in PAGES)
    assert set(kinds) == set(KINDS)
    assert kinds["stretches"] >= 13
    assert kinds["articles"] >= 10


def test_every_shipped_page_loads_and_has_a_text(documents: tuple[Document, ...]) -> None:
    assert sorted(document.file for document in documents) == PAGES
    for document in documents:
        assert document.page is not None, document.file
        assert document.title, document.file
        assert any(block.kind != "heading" for block in document.blocks), document.file


def test_every_page_that_states_something_names_its_sources(documents: tuple[Document, ...]) -> None:
    unsourced = [d.file for d in documents if d.kind != "out_of_scope" and not (d.page and d.page.sources)]
    assert unsourced == []


def test_no_reference_of_the_shipped_pages_is_loose(documents: tuple[Document, ...]) -> None:
    assert cross_faults(documents) == []


def test_a_stretch_page_says_how_where_and_when_to_leave_it_out(documents: tuple[Document, ...]) -> None:
    wanted = {
        "how-to-do-it",
        "where-you-feel-it",
        "how-long-and-how-often",
        "common-mistakes",
        "make-it-easier",
        "make-it-harder",
    }
    wanted |= {"leave-it-out-if"}
    stretches = [document for document in documents if document.stretch]
    assert len(stretches) >= 13
    for document in stretches:
        has = set(slugs(block.text for block in document.blocks if block.kind == "heading"))
        assert wanted - has == set(), document.file


def test_a_hold_in_words_and_in_seconds_agree(documents: tuple[Document, ...]) -> None:
    checked = 0
    for document in documents:
        stretch = document.stretch
        if stretch and stretch.hold and stretch.hold_seconds and "second" in stretch.hold:
            numbers = [int(number) for number in re.findall(r"\d+", stretch.hold)]
            assert stretch.hold_seconds[0] in numbers, document.file
            assert stretch.hold_seconds[0] <= stretch.hold_seconds[1], document.file
            checked += 1
    assert checked >= 13


def test_the_times_of_a_routine_add_up_to_its_minutes(documents: tuple[Document, ...]) -> None:
    routines = [document.routine for document in documents if document.routine]
    assert len(routines) >= 5
    assert {routine.id: routine.seconds for routine in routines} == {routine.id: routine.minutes * 60 for routine in routines}


def test_every_fact_of_the_starting_article_is_stated_by_a_passage(documents: tuple[Document, ...]) -> None:
    table = yaml.safe_load(FACTS.read_text("utf-8"))
    passages = {passage.id for passage in cut_all(documents)}
    assert sorted(table) == [f"F{number:03}" for number in range(1, 133)]
    named = {fact: [where] if isinstance(where, str) else where for fact, where in table.items()}
    assert {fact: [p for p in where if p not in passages] for fact, where in named.items() if not set(where) <= passages} == {}
    assert all(named.values())


# ------------------------------------------------------------------ faults of one page


def refusal(root: Path) -> str:
    """What is said when a folder of checked pages is refused."""
    with pytest.raises(KnowledgeError) as fault:
        load([root], checked=root)
    return str(fault.value)


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_a_page_without_fault_is_accepted(write: Write) -> None:
    root = write("stretches/wall.md", stretch_page("wall"))
    (document,) = load([root], checked=root).documents
    assert document.id == "stretches/wall"
    assert document.stretch
    assert document.stretch.hold_seconds == (20, 30)


SPOILT = [
    pytest.param("position: standing\n", "", "'position'", "Field required", id="missing key"),
    pytest.param("sets: 2 to 3\n", "sets: 2 to 3\nsest: 4\n", "'sest'", "not permitted", id="unknown key"),
    pytest.param(
        "areas: [calves]",
        "areas: [calfs]",
        "'areas.0'",
        "'calfs' is not in the vocabulary; expected one of neck",
        id="bad area",
    ),
    pytest.param(
        "equipment: [wall]", "equipment: [fence]", "'equipment.0'", "'fence' is not in the vocabulary", id="bad equipment"
    ),
    pytest.param(
        "caution_with: []",
        "caution_with: [boredom]",
        "'caution_with.0'",
        "'boredom' is not in the vocabulary",
        id="bad condition",
    ),
    pytest.param("hold_seconds: [20, 30]", "hold_seconds: soon", "'hold_seconds'", "valid tuple", id="wrong type"),
    pytest.param(
        "hold_seconds: [20, 30]", "hold_seconds: [20, long]", "'hold_seconds.1'", "valid integer", id="wrong type inside"
    ),
    pytest.param("sides: each", "sides: left", "'sides'", "'each', 'both' or 'alternating'", id="wrong choice"),
    pytest.param("areas: [calves]", "areas: []", "'areas'", "at least 1", id="too few"),
    pytest.param(
        '  - {name: "A book on stretching"}\n',
        "  - {title: A book}\n",
        "'sources.0.name'",
        "Field required",
        id="source without name",
    ),
]


@pytest.mark.parametrize(("before", "after", "key", "expected"), SPOILT)
def test_a_fault_is_told_with_file_key_and_what_was_expected(
    before: str, after: str, key: str, expected: str, write: Write
) -> None:
    page = stretch_page("wall")
    assert before in page
    spoilt = page.replace(before, after)
    said = refusal(write("stretches/wall.md", spoilt))
    assert said.startswith("stretches/wall.md"), said
    assert key in said
    assert expected in said
    top = key.strip("'").split(".")[0]
    if any(line.startswith(f"{top}:") for line in spoilt.splitlines()):
        assert f"line {line_of(spoilt, top + ':')}," in said


def test_broken_yaml_is_told_with_its_line(write: Write) -> None:
    spoilt = stretch_page("wall").replace("sides: each", "sides: [each")
    said = refusal(write("stretches/wall.md", spoilt))
    assert re.match(r"stretches/wall\.md, line \d+: is not YAML", said)
    told = int(re.search(r"line (\d+)", said).group(1))  # type: ignore[union-attr]
    assert 0 <= told - line_of(spoilt, "sides:") <= 2


def test_front_matter_that_is_no_mapping_is_told(write: Write) -> None:
    assert "expected keys and values, found list" in refusal(write("articles/a.md", "---\n- one\n- two\n---\nText.\n"))


def test_a_page_without_front_matter_is_told(write: Write) -> None:
    assert (
        refusal(write("articles/a.md", "# Title\n\nText.\n"))
        == "articles/a.md, line 1: expected front matter between two lines of ---"
    )


def test_an_id_unlike_the_name_of_its_file_is_told(write: Write) -> None:
    said = refusal(write("stretches/wall.md", stretch_page("fence")))
    assert said == "stretches/wall.md, 'id': is 'fence', expected 'wall' as the file is named"


def test_a_page_without_text_is_told(write: Write) -> None:
    page = stretch_page("wall")
    assert "stretches/wall.md: holds no text" in refusal(write("stretches/wall.md", page[: page.index("Lean on")]))


def test_all_faults_of_all_pages_are_told_at_once(write: Write) -> None:
    write(
        "stretches/one.md",
        stretch_page("one").replace("areas: [calves]", "areas: [calfs]").replace("type: static", "type: rubber"),
    )
    write("stretches/two.md", stretch_page("two").replace("level: beginner\n", ""))
    root = write("stretches/three.md", stretch_page("three", aliases="a, b").replace("pairs_with: []", "pairs_with: [four]"))
    lines = refusal(root).splitlines()
    assert len(lines) == 4
    for part in ("one.md", "'areas.0'"), ("one.md", "'type'"), ("two.md", "'level'"), ("three.md", "'pairs_with'"):
        assert any(all(piece in line for piece in part) for line in lines), part


# ------------------------------------------------------------------ faults between pages


def test_a_name_may_belong_to_one_stretch_only(write: Write) -> None:
    write("stretches/one.md", stretch_page("one", aliases="wall lean"))
    said = refusal(write("stretches/two.md", stretch_page("two", aliases="Wall Lean")))
    assert "stretches/two.md, 'aliases': 'wall lean' already names stretches/one.md" in said


def test_a_title_may_not_be_the_alias_of_another_stretch(write: Write) -> None:
    write("stretches/one.md", stretch_page("one", title="Wall lean"))
    assert "'wall lean' already names" in refusal(write("stretches/two.md", stretch_page("two", aliases="wall lean")))


def test_a_stretch_that_pairs_with_nothing_there_is_told(write: Write) -> None:
    said = refusal(write("stretches/one.md", stretch_page("one").replace("pairs_with: []", "pairs_with: [gone]")))
    assert "stretches/one.md, 'pairs_with': 'gone' is no stretch" in said


def test_a_routine_of_stretches_that_are_not_there_is_told(write: Write) -> None:
    routine = (
        "---\nid: short\ntitle: Short\nminutes: 1\nwhen: now\nequipment: []\nsteps:\n"
        "  - {stretch: gone, seconds: 50, sides: 1, sets: 1}\nchange_over_seconds: 10\nsources: [{name: A book}]\n---\nText.\n"
    )
    assert "routines/short.md, 'steps': 'gone' is no stretch" in refusal(write("routines/short.md", routine))


def test_questions_for_a_section_that_is_not_there_are_told_with_the_sections_there_are(write: Write) -> None:
    said = refusal(write("stretches/one.md", stretch_page("one").replace("  how-to-do-it: [", "  how-to: [")))
    assert said == "stretches/one.md, 'questions': no section 'how-to'; expected one of how-to-do-it, summary"


# ------------------------------------------------------------------ folders


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such file or folder; expected the knowledge there"):
        load([tmp_path / "absent"])


def test_an_empty_folder_is_told_with_the_formats_that_are_read(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no file of \.md, .*\.pdf in it; add one"):
        load([tmp_path])


def test_the_readme_and_hidden_files_are_no_knowledge(write: Write) -> None:
    for name in ("README.md", ".draft.md", "_drafts/a.md", "notes.md"):
        root = write(name, "Some text to read.\n")
    assert [document.file for document in load([root]).documents] == ["notes.md"]


def test_two_headings_of_one_name_get_two_slugs() -> None:
    assert slugs(["Why?", "How long, and how often", "Why?"]) == ["why", "how-long-and-how-often", "why-2"]


def test_documents_of_one_name_in_two_folders_get_two_ids(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.md").write_text(f"# {folder}\n\nText of {folder}.\n", "utf-8")
    ids = [document.id for document in load([tmp_path / "one", tmp_path / "two"]).documents]
    assert ids == ["notes", "notes-2"]
