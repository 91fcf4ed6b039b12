"""Pictures: every pose holds together, faults are found, the SVG is safe to put anywhere."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import KnowledgeError
from assistant.figures import Pose, alt_text, check, contact_sheet, figure_svg, load_poses, style_sheet
from assistant.figures.body import stand
from assistant.figures.geometry import size, sub
from assistant.figures.pose import Limb, Position, parse
from assistant.figures.skeleton import FOREARM, SHIN, THIGH, UPPER_ARM, solve

FOLDER = Path(__file__).parent.parent / "knowledge" / "figures"
IDS = sorted(file.stem for file in FOLDER.glob("*.yaml"))
LARGEST = 25_000
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def poses() -> dict[str, Pose]:
    return load_poses(FOLDER)


def written(name: str) -> dict[str, Any]:
    """What the pose file says, to spoil it."""
    found = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return copy.deepcopy(found)


def upright() -> Position:
    down = {"first": (-90.0,), "second": (-90.0,), "end": (0.0,)}
    legs = {name: Limb(**down) for name in ("legR", "legL")}
    arms = {name: Limb(first=(-90.0,), second=(-90.0,)) for name in ("armR", "armL")}
    return Position(limbs=legs | arms, ground=("legR", "legL"))


# ------------------------------------------------------------------ the body


def test_upright_body_has_the_proportions_of_the_reference() -> None:
    body = stand(upright())
    joints = body.skeleton.joints
    top = joints["head"][1] + 6.6
    assert top == pytest.approx(100, abs=0.5)
    assert joints["pelvis"][1] == pytest.approx(53.0, abs=0.2)
    assert joints["shoulderR"][1] == pytest.approx(81.8, abs=0.3)
    assert joints["kneeR"][1] == pytest.approx(28.5, abs=0.2)
    assert joints["ankleR"][1] == pytest.approx(3.9, abs=0.2)


@pytest.mark.parametrize("name", IDS)
def test_bones_keep_their_length_on_the_whole_way(name: str, poses: dict[str, Pose]) -> None:
    for share in (0.0, 0.25, 0.5, 1.0):
        joints = solve(poses[name].between(share)).joints
        for side in "RL":
            for first, second, length in (
                ("hip", "knee", THIGH),
                ("knee", "ankle", SHIN),
                ("shoulder", "elbow", UPPER_ARM),
                ("elbow", "wrist", FOREARM),
            ):
                assert size(sub(joints[first + side], joints[second + side])) == pytest.approx(length, abs=0.01)


# ------------------------------------------------------------------ the poses


def test_there_are_poses() -> None:
    assert len(IDS) >= 94


@pytest.mark.parametrize("name", IDS)
def test_pose_has_no_fault(name: str, poses: dict[str, Pose]) -> None:
    assert check(poses[name]) == []


@pytest.mark.parametrize("name", IDS)
def test_pose_marks_what_is_stretched(name: str, poses: dict[str, Pose]) -> None:
    assert poses[name].end.feel


@pytest.mark.parametrize(
    ("name", "spoil", "expected"),
    [
        ("standing-calf", {"wall": 90}, "armR: its target is"),
        ("standing-calf", {"wall": 6}, "inside the wall"),
        ("standing-calf", {"legR": {"thigh": -106, "shin": -60, "foot": 0}}, "legR: hip turn is -180"),
        ("standing-calf", {"legR": {"thigh": -106, "shin": -106, "foot": 120}}, "legR: ankle is"),
        ("kneeling-hip-flexor", {"shift": [0, 5, 0]}, "contact 'kneeR floor'"),
        ("kneeling-hip-flexor", {"shift": [0, -5, 0]}, "below the floor"),
        ("childs-pose", {"head": {"nod": -30}}, "contact 'head floor'"),
        ("neck-rotation", {"end": {"head": {"turn": 120}}}, "neck turn is 120"),
        ("chair-hamstring", {"shift": [0, -4, 0]}, "inside the seat"),
        ("cross-body-shoulder", {"armL": {"to": ["elbowR", 9, 9, -26], "bend": [0.5, -1, -0.7]}}, "contact 'palmL armR'"),
    ],
)
def test_planted_fault_is_found(name: str, spoil: dict[str, Any], expected: str) -> None:
    faults = check(parse(written(name) | spoil, name))
    assert any(expected in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("spoil", "key", "expected"),
    [
        ({"view": "sideways"}, "'view'", "side, front, back, top"),
        ({"spine": [1, 2]}, "'spine'", "an angle, or three"),
        ({"legR": {"knee": 90}}, "'legR.knee'", "thigh, shin, foot"),
        ({"armL": {"to": ["nose", 1, 2]}}, "'armL.to'", "[joint, dx, dy, dz]"),
        ({"feel": ["soul"]}, "'feel'", "muscles"),
        ({"start": {"head": {"nod": "deep"}}}, "'start.head.nod'", "a number"),
        ({"still": "pair"}, "'still'", "start"),
        ({"colour": "red"}, "'colour'", "expected one of"),
        ({"armR": {"to": [20, "shelf"]}}, "'armR.to'", "a box"),
        ({"ground": ["pelvis"], "rest": "stool"}, "'rest'", "a box"),
        ({"chair": {"x": 3}}, "'chair.seat'", "a number"),
        ({"yaw": float("nan")}, "'yaw'", "a number"),
        ({"armR": {"to": ["wall", 60]}}, "'armR.to'", "'wall' as well"),
    ],
)
def test_bad_file_is_refused_in_one_plain_error(tmp_path: Path, spoil: dict[str, Any], key: str, expected: str) -> None:
    (tmp_path / "made-up.yaml").write_text(yaml.safe_dump({"view": "side", **spoil}), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_poses(tmp_path)
    message = str(caught.value)
    assert message.startswith("made-up.yaml")
    assert key in message
    assert expected in message


def test_broken_yaml_and_empty_folder_are_plain_errors(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no pose file"):
        load_poses(tmp_path)
    (tmp_path / "broken.yaml").write_text("view: [1, 2", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"broken\.yaml, line \d"):
        load_poses(tmp_path)


def test_bones_keep_their_length_when_nothing_can_be_reached() -> None:
    far = {name: Limb(to=(500.0, 500.0, 0.0)) for name in ("legR", "legL", "armR", "armL")}
    skeleton = solve(Position(limbs=far))
    assert len(skeleton.unreached) == 4
    assert size(sub(skeleton.joints["hipR"], skeleton.joints["kneeR"])) == pytest.approx(THIGH, abs=0.01)


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("view: up\nspine: tall\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_poses(tmp_path)
    assert len(str(caught.value).splitlines()) == 3


# ------------------------------------------------------------------ the SVG


@pytest.mark.parametrize("name", IDS)
def test_still_is_small_safe_and_well_formed(name: str, poses: dict[str, Pose]) -> None:
    text = figure_svg(poses[name], title="Reach & <hold>")
    assert len(text) < LARGEST
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Reach & <hold>"
    assert root.findtext(f"{SVG}desc")
    assert not [node for node in root.iter() if "id" in node.attrib]
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "text"}
    assert "nan" not in text.lower()
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|\son\w+=|@import", text)


@pytest.mark.parametrize("name", IDS)
def test_drawing_stays_within_the_picture(name: str, poses: dict[str, Pose]) -> None:
    for state in ("start", "end"):
        root = ET.fromstring(figure_svg(poses[name], title=name, state=state))  # type: ignore[arg-type]
        x, y, width, height = map(float, str(root.get("viewBox")).split())
        assert width / height == pytest.approx(4 / 3, abs=0.01)
        if poses[name].focus:
            continue
        for path in root.iter(f"{SVG}path"):
            for start_x, start_y in re.findall(r"M(-?\d+) (-?\d+)", str(path.get("d"))):
                assert x <= float(start_x) <= x + width
                assert y <= float(start_y) <= y + height


@pytest.mark.parametrize("name", IDS)
def test_loop_moves_only_where_something_moves(name: str, poses: dict[str, Pose]) -> None:
    text = figure_svg(poses[name], title=name, animated=True)
    root = ET.fromstring(text)
    assert bool(list(root.iter(f"{SVG}animate"))) is (poses[name].start is not None)
    for motion in root.iter(f"{SVG}animate"):
        values, times = str(motion.get("values")).split(";"), str(motion.get("keyTimes")).split(";")
        assert len(values) == len(times)
        assert times[0] == "0"
        assert all(float(a) <= float(b) for a, b in pairwise(times))
        if motion.get("attributeName") == "d":
            assert len({re.sub(r"[^A-Za-z]", "", value) for value in values}) == 1


def test_still_has_no_motion_and_loop_yields_to_reduced_motion(poses: dict[str, Pose]) -> None:
    pose = poses["cat-cow"]
    assert "<animate" not in figure_svg(pose, title="Cat-cow")
    loop = figure_svg(pose, title="Cat-cow", animated=True)
    assert 'class="loop"' in loop
    assert 'class="still"' in loop
    assert "prefers-reduced-motion:no-preference" in loop


def test_states_and_sides_differ(poses: dict[str, Pose]) -> None:
    pose = poses["cat-cow"]
    pictures = {figure_svg(pose, title="x", state=state) for state in ("both", "start", "end")}  # type: ignore[arg-type]
    pictures.add(figure_svg(pose, title="x", mirrored=True))
    assert len(pictures) == 4


def test_colours_follow_every_theme() -> None:
    sheet = style_sheet()
    for wanted in ("prefers-color-scheme:dark", "data-theme=dark", ".dark", "prefers-contrast:more", "forced-colors:active"):
        assert wanted in sheet
    assert "prefers-color-scheme" not in style_sheet("dark")
    assert style_sheet("dark") != style_sheet("light")
    assert sheet.count("{") == sheet.count("}")


def test_contact_sheet_shows_every_figure_and_its_title(poses: dict[str, Pose]) -> None:
    few = {name: poses[name] for name in IDS[:5]}
    page = contact_sheet(few, {IDS[0]: "A & B"})
    assert page.count("<figure>") == 5
    assert "A &amp; B" in page


# ------------------------------------------------------------------ in words


@pytest.mark.parametrize("name", IDS)
def test_alt_text_begins_with_the_view_and_names_the_stretch(name: str, poses: dict[str, Pose]) -> None:
    text = alt_text(poses[name], "Some stretch", "Opens the hip. Gently")
    assert text.startswith("Seen from ")
    assert "Some stretch" in text.split(".")[0]
    assert "Opens the hip. Gently." in text
    assert "Marked: " in text
    assert len(text) < 700


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("knee-to-chest", "lying on the back"),
        ("sphinx", "lying face down, chest lifted"),
        ("childs-pose", "kneeling with the hips on the heels"),
        ("butterfly", "sitting on the floor"),
        ("chair-figure-four", "sitting on a chair"),
        ("downward-dog", "on hands and feet"),
        ("cat-cow", "on hands and knees, back rounded"),
        ("standing-calf", "both hands on the wall"),
        ("supine-hamstring-strap", "holding the strap"),
        ("soleus-stretch", "both knees slightly bent"),
        ("edge-of-bed-hip-flexor", "on a bed"),
        ("standing-hamstring-step", "with a step"),
    ],
)
def test_alt_text_says_what_is_seen(name: str, said: str, poses: dict[str, Pose]) -> None:
    assert said in alt_text(poses[name], name, "").lower()


def test_mirrored_picture_swaps_the_sides_in_words(poses: dict[str, Pose]) -> None:
    pose = poses["standing-quad"]
    assert "right knee" in alt_text(pose, "x", "") or "right leg" in alt_text(pose, "x", "")
    assert "left leg lifted" in alt_text(pose, "x", "", mirrored=True)


def test_import_is_light() -> None:
    code = "import sys; import assistant.figures; print(sorted({'numpy', 'torch', 'gradio', 'yaml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parent.parent)
    assert done.stdout.strip() == "[]"
