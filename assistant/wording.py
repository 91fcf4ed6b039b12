"""Every fixed sentence a person may read, in one place. None of them says anything about stretching itself."""

from __future__ import annotations

GREETING = "Hello. Ask me about a stretch, a tight spot, or how long and how often to stretch."
THANKS = "You're welcome. Ask again whenever you like."
BYE = "Goodbye, and move gently."
SORRY = "I'm sorry that didn't help. Tell me the body part, or the stretch you mean, and I'll look again."
CAPABILITIES = (
    "I answer questions about stretching with passages quoted from pages that people have checked, each with its source. "
    "Before I answer, I check whether what you describe should be seen by a professional. I am a program, not a clinician."
)
EXAMPLES = (
    "How do I do the figure-four stretch?",
    "Which stretches can I do at my desk for a stiff neck?",
    "How long should I hold a stretch?",
    "My hamstrings feel tight. What can I do lying down?",
    "Why do my hips feel tight after sitting?",
    "Should I stretch before or after a run?",
)

EMPTY = "I didn't get a question. Type what you would like to know about stretching."
TOO_LONG = (
    "That is more than I can answer at once. Please put your question in a few sentences; I have read "
    "all of it for warning signs."
)
MOST_CHARACTERS = 2000

DECLINED = "My collection doesn't cover that. I can only answer from its pages about stretching."
DECLINED_WITHHELD = "Until that has been looked at, I leave stretches for this area out."
NONE_FIT = "I have no stretch that fits all of that."
CLARIFY = "I'm not sure which of these you mean."
LIST = {1: "One stretch fits:", 0: "{shown} that fit, out of {total}:"}
NEAREST = "These come closest:"
NO_MORE = "That was all that fits. You could change the position or the body part."
CAUTION = "Because of what you mentioned, read this first."
SOFT = "I may have missed something in what you wrote. If any of the signs below fits, have it looked at before you stretch."
GENTLE = "What you asked about follows below; keep it gentle, and stop if it makes things worse."
ELSEWHERE = "For the other area you asked about:"

LOCAL_NUMBER = "your local emergency number"

REFERRAL = {
    "emergency": "Please call {number} or go to an emergency department now. You wrote: {said}. That can need "
    "emergency care. "
    "Don't stretch or exercise meanwhile, and don't wait for an appointment.",
    "urgent": "Please contact an urgent-care line, a same-day clinic or your doctor today. You wrote: {said}. "
    "That should be looked at soon. Leave stretching until you've been checked. If it gets worse quickly, call {number}.",
    "see-professional": "Please see a doctor or physiotherapist before you stretch this area; try to book within "
    "the next two weeks. "
    "You wrote: {said}. It can have many causes and is worth having checked. "
    "Go sooner if it spreads, if you lose strength, or if you feel unwell.",
    "persistent": "A physiotherapist or doctor can work out what would help here; try to book within the next two weeks. "
    "You wrote: {said}. That is longer, or more often, than most aches take. Meanwhile keep gently moving within comfort. "
    "Go sooner if you notice numbness, tingling, weakness, or pain that is getting worse.",
    "caution": "You wrote: {said}. Check with the person who looks after you for that before you start something new.",
}
"""By level, and "persistent" for pain that lasts, comes back or follows a morning pattern: place and time first, then
the person's own words, why, what to do meanwhile, and when it becomes more urgent."""

BY_ID = {
    "E-AAA": "Please call {number} now. You wrote: {said}. That needs emergency care at once. Sit or lie still "
    "until help comes.",
    "E-STROKE": "Please call {number} now, even if it has passed. You wrote: {said}. Minutes matter with signs like these. "
    "Don't drive yourself, and don't stretch or exercise.",
    "E-CARD": "Please call {number} now. You wrote: {said}. Sit down and rest until help comes. Don't stretch or exercise.",
    "E-TRAUMA": "Please call {number} or go to an emergency department now. You wrote: {said}. "
    "After that, the spine and limbs should be checked before any movement work. Keep as still as you can.",
    "E-DEFORM": "Please go to an emergency department now, or call {number}. You wrote: {said}. "
    "Keep the limb still and don't try to straighten or stretch it.",
    "E-CORD": "Please ring your cancer team's advice line or {number} today, without waiting. You wrote: {said}. "
    "That needs checking in hospital. Don't stretch or exercise meanwhile.",
    "U-DVT": "Please contact an urgent-care line or a same-day clinic today. You wrote: {said}. "
    "Please don't massage or stretch it before it has been checked. If you get breathless or your chest hurts, "
    "call {number}.",
    "U-PREG": "Please ring your maternity unit or midwife now. You wrote: {said}. Stop stretching until they "
    "have advised you. "
    "If you cannot reach them or feel very unwell, call {number}.",
    "U-POSTOP": "Please call the team that operated on you today, or an urgent-care line. You wrote: {said}. "
    "Leave stretching until they have advised you. If it gets worse quickly, call {number}.",
    "S-INJ": "Please let a doctor or physiotherapist look at it before you stretch it; a fresh injury needs a "
    "few days of protection first. "
    "You wrote: {said}. Get help today if you cannot put weight on it, if it looks out of shape, or if it goes numb or cold.",
    "S-AGE": "A doctor should look at this first; please book within the next week or two. You wrote: {said}. "
    "Go sooner with fever, a limp, weight loss or pain at night.",
    "C-POSTOP": "You wrote: {said}. Please follow the movement limits of the team that treated you, and ask them "
    "before you stretch that joint.",
    "C-PREG": "You wrote: {said}. Check with your midwife or doctor first, stay in a comfortable range, and "
    "choose the gentler version.",
    "C-OSTEO": "You wrote: {said}. Ask your doctor or physiotherapist which movements suit you, and leave out "
    "forced bending and twisting.",
}
"""Findings that need other words than their level's."""

CHECK = "One question first, so that I don't miss something: "
CANNOT_EXAMINE = "I can't examine you or tell you the cause."


def quoted(words: tuple[str, ...]) -> str:
    """The person's own words, each in quotation marks."""
    marked = [f"\u201c{word}\u201d" for word in words]
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + " and " + marked[-1]
