"""What a question says: the stretch it names, the body part, the facets, the kind of question, however it is worded."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.knowledge import Document
from assistant.passages import cut_all
from assistant.understanding import Reader, documents_named, intents, plain, smalltalk

LYING = {"lying-on-back", "lying-on-front", "lying-on-side"}


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("  How LONG,  should I hold it?! ", "how long should i hold it"),
        ("Child\u2019s pose", "childs pose"),
        ("warm-up - then stretch", "warm-up then stretch"),
        ("pls show u r best streches", "please show you are best stretches"),
        ("<b>calf</b>", "b calf b"),
        ("**calf** `stretch`", "calf stretch"),
        ("", ""),
        ("\x00\x07", ""),
    ],
)
def test_plain_text_is_lower_case_words(message: str, text: str) -> None:
    assert plain(message) == text


@given(st.text(max_size=300))
def test_any_text_becomes_plain_and_stays_so(message: str) -> None:
    assert plain(plain(message)) == plain(message)


# ------------------------------------------------------------------ kinds of question

FAMILIES = {
    "how-to": [
        "how do i do the pigeon pose",
        "pigeon pose steps",
        "show me how to do child's pose",
        "walk me through the cat-cow",
    ],
    "dose": [
        "how long should i hold it",
        "hold time",
        "how often should I stretch",
        "how many reps",
        "should i do it every day",
    ],
    "easier": [
        "and something easier?",
        "is there a gentler version",
        "it's too hard for me",
        "a beginner version?",
        "can i modify it",
    ],
    "harder": ["make it harder", "i want it more intense", "how do I progress it", "it feels too easy"],
    "mistakes": ["what are common mistakes", "am i doing it wrong", "what should I watch out for"],
    "feel": ["where should i feel it", "where am i supposed to feel this", "I don't feel anything"],
    "safe": ["is it safe when pregnant", "who should not do it", "is it bad for my knees", "when should i skip it"],
    "breathing": ["how should i breathe", "do I inhale or exhale", "breathing?"],
    "pairs": ["what goes well with it", "what can i combine it with", "what should I do after it"],
    "compare": ["difference between pigeon pose and figure four", "cobra vs sphinx"],
    "why": ["why does sitting all day make my back ache", "how come my calves are tight", "what causes tight hips"],
    "routine": ["give me a morning routine", "10 minute routine for runners", "a short sequence for the evening"],
}


@pytest.mark.parametrize(
    ("intent", "message"), [(intent, message) for intent, family in FAMILIES.items() for message in family]
)
def test_the_kind_of_question_is_seen_in_many_wordings(intent: str, message: str, reader: Reader) -> None:
    assert reader.read(message).intent == intent


def test_every_kind_that_names_a_section_names_one_that_stretch_pages_have(documents: tuple[Document, ...]) -> None:
    sections = {passage.section for passage in cut_all(d for d in documents if d.stretch)}
    named = {intent.id: intent.section for intent in intents() if intent.section}
    assert len(named) >= 8
    assert {name: section for name, section in named.items() if section not in sections} == {}
    assert set(FAMILIES) <= {intent.id for intent in intents()}


# ------------------------------------------------------------------ names of stretches


@pytest.mark.parametrize(
    ("message", "stretches"),
    [
        ("how do i do the pigeon pose", ("modified-pigeon",)),
        ("balasana", ("childs-pose",)),
        ("Child\u2019s Pose?", ("childs-pose",)),
        ("catcow", ("cat-cow",)),
        ("cat cow", ("cat-cow",)),
        ("figure-4 stretch", ("figure-four",)),
        ("difference between pigeon pose and figure four", ("modified-pigeon", "figure-four")),
        ("hamstirng strech with towl", ("supine-hamstring-strap",)),
        ("pidgeon pose", ("modified-pigeon",)),
        ("which stretches for my hips", ()),
        ("there was a pigeon on my window sill all morning and it looked at me", ()),
    ],
)
def test_a_stretch_is_recognised_by_any_of_its_names(message: str, stretches: tuple[str, ...], reader: Reader) -> None:
    assert reader.read(message).stretches == stretches


def test_every_title_names_its_own_page(documents: tuple[Document, ...], reader: Reader) -> None:
    titles = {document.page.id: document.title for document in documents if document.stretch and document.page}
    assert len(titles) >= 13
    missed = {
        title: found
        for name, title in titles.items()
        if name not in (found := reader.read(f"How do I do the {title}?").stretches)
    }
    assert missed == {}


def test_every_alias_names_its_own_page_and_no_other(documents: tuple[Document, ...], reader: Reader) -> None:
    aliases = {
        alias: d.page.id for d in documents if d.stretch and d.page for alias in d.page.aliases if len(plain(alias).split()) > 1
    }
    assert len(aliases) > 200
    others = {alias: found for alias, name in aliases.items() if (found := reader.read(alias).stretches) and found != (name,)}
    assert len(others) <= len(aliases) // 20, others
    unknown = [alias for alias in aliases if not reader.read(alias).stretches and reader.read(alias).text in reader.names]
    assert unknown == []


def test_pages_of_other_kinds_are_recognised_by_their_titles(documents: tuple[Document, ...]) -> None:
    by_id = {document.id: document for document in documents}
    muscles = {document.id: document.title for document in documents if document.kind == "muscles"}
    assert len(muscles) > 10
    found = {name: documents_named(by_id, plain(f"tell me about {title}"), "muscles") for name, title in muscles.items()}
    assert {name: pages for name, pages in found.items() if name not in pages} == {}
    assert documents_named(by_id, plain("tell me about the weather"), "muscles") == ()


# ------------------------------------------------------------------ body parts and facets


@pytest.mark.parametrize(
    ("message", "areas"),
    [
        ("tight hamstrings", {"back-of-thigh"}),
        ("my hammies are tight", {"back-of-thigh"}),
        ("sore bum", {"buttocks"}),
        ("stiff neck and shoulders", {"neck", "shoulders"}),
        ("my calfs are tite", {"calves"}),
        ("hip flexors", {"front-of-hip"}),
        ("the front of my thigh", {"front-of-thigh"}),
        ("how often should i stretch", set()),
    ],
)
def test_the_body_part_is_seen_in_everyday_words(message: str, areas: set[str], reader: Reader) -> None:
    assert set(reader.read(message).areas) == areas


@pytest.mark.parametrize(
    ("message", "facet", "keys"),
    [
        ("hamstring stretches lying down", "positions", LYING),
        ("what can I do standing up for my calves", "positions", {"standing"}),
        ("stretches at my desk for a stiff neck", "places", {"at-desk"}),
        ("something in bed for my back", "places", {"in-bed"}),
        ("i have a towel and tight calves, what can i do", "equipment", {"strap"}),
        ("dynamic stretches before running", "types", {"dynamic"}),
        ("advanced hamstring stretches", "levels", {"advanced"}),
        ("I'm pregnant, which stretches for my lower back", "conditions", {"pregnancy"}),
    ],
)
def test_facets_are_seen(message: str, facet: str, keys: set[str], reader: Reader) -> None:
    assert set(getattr(reader.read(message), facet)) == keys


@pytest.mark.parametrize(
    ("message", "minutes"), [("5 minute stretch", 5), ("ten minutes for my hips", 10), ("15 mins", 15), ("a stretch", None)]
)
def test_minutes_are_read(message: str, minutes: int | None, reader: Reader) -> None:
    assert reader.read(message).minutes == minutes


def test_no_equipment_is_a_wish_of_its_own(reader: Reader) -> None:
    said = reader.read("quad stretches without equipment")
    assert said.no_equipment
    assert said.equipment == ()


# ------------------------------------------------------------------ negation


@pytest.mark.parametrize(
    ("message", "position"),
    [
        ("inner thighs, something that isn't on all fours", "on-all-fours"),
        ("feet stiff before I stand up, is there anything", "standing"),
        ("tight bum from driving", "sitting-on-chair"),
    ],
)
def test_a_position_ruled_out_or_named_as_the_cause_is_not_asked_for(message: str, position: str, reader: Reader) -> None:
    assert position not in reader.read(message).positions


def test_the_bottom_step_is_no_part_of_the_body_and_the_outside_of_a_thigh_no_place(reader: Reader) -> None:
    assert not reader.read("anything I can use the bottom step for").areas
    assert not reader.read("outside of the thigh, after running").places


@pytest.mark.parametrize(
    "message",
    [
        "which stretches for my hips without kneeling",
        "hip stretches, no kneeling please",
        "I hate kneeling, something for hip flexors",
        "hip stretches but not on my knees",
        "avoid kneeling, what helps tight hips",
        "rather than kneeling, what else for my hips",
        "I can't kneel, what can I do for my hips",
        "anything but kneeling for my hips",
    ],
)
def test_a_position_that_is_ruled_out_is_not_asked_for(message: str, reader: Reader) -> None:
    said = reader.read(message)
    assert "kneeling" in said.not_positions
    assert "on-all-fours" in said.not_positions
    assert said.positions == ()
    assert said.areas


@pytest.mark.parametrize(
    ("message", "wanted", "ruled_out"),
    [
        ("hamstrings standing, not lying down", {"standing"}, LYING),
        ("hamstrings lying down, not standing", LYING, {"standing"}),
        ("hamstrings without standing", set(), {"standing"}),
    ],
)
def test_what_is_wanted_and_what_is_ruled_out_are_kept_apart(
    message: str, wanted: set[str], ruled_out: set[str], reader: Reader
) -> None:
    said = reader.read(message)
    assert set(said.positions) == wanted
    assert set(said.not_positions) == ruled_out


def test_equipment_that_is_ruled_out_is_not_asked_for(reader: Reader) -> None:
    said = reader.read("calf stretches without a wall")
    assert said.not_equipment == ("wall",)
    assert said.equipment == ()


# ------------------------------------------------------------------ spelling


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("hamstirng", "hamstring"),
        ("towl", "towel"),
        ("piriformus", "piriformis"),
        ("sholder", "shoulder"),
        ("stretchng", "stretching"),
    ],
)
def test_misspelt_words_of_the_subject_are_put_right(wrong: str, right: str, reader: Reader) -> None:
    text, changed = reader.correct(f"my {wrong} please")
    assert text == f"my {right} please"
    assert changed == ((wrong, right),)


@pytest.mark.parametrize(
    "sentence", ["my house has a wide hall", "the cat sat on the chain", "a quiet evening at the beach", "hold the rail"]
)
def test_words_that_exist_are_left_alone(sentence: str, reader: Reader) -> None:
    assert reader.correct(sentence) == (sentence, ())


def test_words_of_the_knowledge_itself_are_left_alone(documents: tuple[Document, ...], reader: Reader) -> None:
    titles = [plain(document.title) for document in documents if document.kind == "stretches"]
    assert [title for title in titles if reader.correct(title)[1]] == []


# ------------------------------------------------------------------ smalltalk


@pytest.mark.parametrize(
    ("message", "talk"),
    [
        ("Hello!", "greeting"),
        ("good morning", "greeting"),
        ("Thanks a lot", "thanks"),
        ("bye", "bye"),
        ("What can you do?", "capabilities"),
        ("help", "capabilities"),
        ("hello, how do I do the pigeon pose?", None),
        ("thanks, and how long should I hold it?", None),
        ("help my back hurts", None),
        ("good morning stretches", None),
    ],
)
def test_only_a_message_that_is_nothing_else_is_smalltalk(message: str, talk: str | None) -> None:
    assert smalltalk(message) == talk


# ------------------------------------------------------------------ anything at all


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.text(max_size=120))
def test_any_message_is_read_the_same_way_twice(message: str, reader: Reader) -> None:
    assert reader.read(message) == reader.read(message)


# ------------------------------------------------------------------ occasions and numbers


@pytest.mark.parametrize(
    ("message", "occasion"),
    [
        ("best ones for golf", "golf"),
        ("bricklayer 31, shoulders like wood by friday", "bricklaying"),
        ("Marathon in Berlin done! Which stretches now?", "marathon"),
        ("a dental nurse after her shift", "dentist"),
    ],
)
def test_an_occasion_is_seen_by_its_longest_phrase(message: str, occasion: str, reader: Reader) -> None:
    assert occasion in reader.read(message).occasions


@pytest.mark.parametrize("message", ["a tennis ball under my foot", "pain running down my leg", "the nurse said rest"])
def test_what_only_sounds_like_an_occasion_is_none(message: str, reader: Reader) -> None:
    assert reader.read(message).occasions == ()


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("give me 3 stretches for feet", 3),
        ("five quick desk stretches", 5),
        ("two more gentle moves", 2),
        ("hamstring stretches", None),
        ("hold 30 seconds", None),
    ],
)
def test_how_many_stretches_are_wanted_is_read(message: str, count: int | None, reader: Reader) -> None:
    assert reader.read(message).count == count


def test_of_all_ways_of_lying_the_one_that_is_named_counts(reader: Reader) -> None:
    assert reader.read("quad stretches lying face down").positions == ("lying-on-front",)


def test_the_back_one_lies_on_is_no_part_to_stretch(reader: Reader) -> None:
    said = reader.read("and lying on my back?")
    assert (said.positions, said.areas) == (("lying-on-back",), ())


def test_being_on_ones_feet_all_day_is_no_position_to_stretch_in(reader: Reader) -> None:
    said = reader.read("foot stretches, im on my feet 10 hrs")
    assert said.positions == ()
    assert "ankles-feet" in said.areas


@pytest.mark.parametrize("message", ["great, thanks. and my calves?", "haha, love it! and my calves?", "Ta! And my calves?"])
def test_thanks_in_front_of_a_question_are_left_out(message: str, reader: Reader) -> None:
    assert reader.read(message).text == "and my calves"


@pytest.mark.parametrize("word", ["shouldn't", "couldn't", "you're", "we've"])
def test_a_word_without_its_apostrophe_is_not_put_right(word: str, reader: Reader) -> None:
    assert reader.read(f"anyone who {word} do it").corrected == ()


def test_everything_at_one_place_is_not_the_whole_body(reader: Reader) -> None:
    assert reader.read("everything between my shoulder blades is concrete").areas == ("upper-back",)


def test_a_long_story_says_where_and_its_question_what(reader: Reader) -> None:
    story = "Every evening this week my lower back and the backs of my legs have been as stiff as boards after digging. " * 2
    said = reader.read(f"{story} I have a firm chair and a wall. Which stretches would you do?")
    assert said.areas == ("lower-back", "back-of-thigh")
