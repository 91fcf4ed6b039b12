"""Pictures of stretches: a posed three-dimensional skeleton, softly shaped, drawn as SVG.

`pose` reads the pose files by `pose_rules`, `skeleton` poses the bones, `body` puts flesh on them, `outline` is the
camera, `scene` says what is drawn in which order, `svg` writes it, `words` says it, `checks` finds faults.
"""

from assistant.figures.checks import check
from assistant.figures.pose import Pose, load_poses
from assistant.figures.sheet import contact_sheet
from assistant.figures.svg import figure_svg, style_sheet
from assistant.figures.words import alt_text

__all__ = ["Pose", "alt_text", "check", "contact_sheet", "figure_svg", "load_poses", "style_sheet"]
