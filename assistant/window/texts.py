"""Every text of the window, in one place, ready to be translated. None of them says anything about stretching itself."""

from __future__ import annotations

from assistant import guided

NAME = "Stretch Assistant"
TAGLINE = "Answers quoted from checked pages"
NOT_MEDICAL = "Not medical advice"
NOT_MEDICAL_LONG = (
    "This is a program, not a clinician. It quotes from pages about stretching and looks for signs that should be seen by a "
    "professional. It can miss something: if you are worried, ask a person."
)
PRIVATE = "Everything stays on this device. Nothing you write is sent anywhere else."

VIEWS = {"chat": "Chat", "find": "Find a stretch", "check": "Check a symptom", "routines": "Routines"}
VIEWS_SHORT = {"chat": "Chat", "find": "Find", "check": "Symptom", "routines": "Routines"}
VIEW_ICONS = {"chat": "ask", "find": "search", "check": "shield", "routines": "routine"}

SKIP = "Skip to your question"
MENU = "Chats"
THEME = "Light or dark"
CLOSE = "Close"
NAVIGATION = "Parts of the window"

# ---------------------------------------------------------------- the chat

WELCOME = "What feels tight today?"
WELCOME_MORE = "Ask in your own words. Every answer is a quote, with the page it comes from beside it."
EXAMPLES = (
    ("How-to", "body", "How do I do the figure-four stretch?"),
    ("A symptom", "shield", "My lower back has ached for two months. Should I stretch it?"),
    ("Which one", "search", "Which stretches can I do at my desk for a stiff neck?"),
)
QUESTION = "Your question"
PLACEHOLDER = "Ask, or describe a symptom"
ASK = "Ask"
STOP = "Stop"
CHAT = "Conversation"
WARMING = (
    "I'm still opening my pages; this takes a few seconds the first time. I have already read your message for warning signs."
)
FAILED = "Something went wrong on my side, and I have no answer. Your question is kept in the box below; please try again."
API_TYPE = "Expected a body of the type application/json; send the header Content-Type: application/json."
API_SHAPE = 'Expected {"message": TEXT}, with the "state" of the last reply to go on from it; check the body of the request.'
TOO_MANY = "That was a lot of questions in a short time. Please wait a moment, then ask again."
MORE_CHARACTERS = "… and {more} more characters, which were read too"

QUOTED_FROM = "Quoted from"
OPEN_SOURCE = "Open source {number}: {title}"
OPEN_STRETCH = "Picture and steps"
HOW_TO = "How to do it"
START = "Start guided hold"
START_ROUTINE = "Start"
READ_ALOUD = "Read aloud"
COPY_ANSWER = "Copy answer"
COPY_LINK = "Copy link"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"
FEEDBACK_WORD = "A word on why, if you like"
FEEDBACK_SEND = "Send"
FEEDBACK_THANKS = "Thank you. It stays on this computer."
NEXT = "You could ask"
YES, NO = "Yes", "No"
ASIDE = "One question, if I may"
NONE_OF_THESE = "None of these"
ANSWER_YES = "Yes, {item}"
ANSWER_NONE = "No, none of these."

# ---------------------------------------------------------------- triage

LEVELS = {
    "caution": ("Take care", "info"),
    "see-professional": ("See a professional first", "calendar"),
    "urgent": ("Urgent: today", "bell"),
    "emergency": ("Emergency: now", "alarm"),
}
YOU_WROTE = "You wrote"
EARLIER = "Earlier in this chat you wrote"
WHY = "Why do I see this?"
WHY_TEXT = (
    "These words matched the rules for warning signs. A rule never names a cause; it says how soon somebody should look at it."
)
WHY_RULE = "{rule} ({level})."
WHY_CHANGES = "What would change it: {changes}"
WHY_SOURCE = "Based on: {source} (rule {id})"
LEVEL_NAMES = {
    "none": "nothing found",
    "caution": "take care",
    "see-professional": "see a professional",
    "urgent": "urgent",
    "emergency": "emergency",
}
COPY_FOR_PROFESSIONAL = "Copy for my professional"
FOR_PROFESSIONAL = "What I told a stretching assistant, in my own words:"
POINTED_OUT = "It asked me to show you these words: {said}"
WITHHELD_ALL = "I show no stretches until this has been checked."
WITHHELD_AREA = "Stretches for this area are left out until it has been checked."

# ---------------------------------------------------------------- panels

STRETCH = "Stretch"
SOURCE = "Source"
PANEL = "Stretch and source"
NO_STRETCH = "Ask about a stretch, or choose one in “Find a stretch”. Its picture and steps appear here."
NO_SOURCE = "Open a numbered quote, and the whole page appears here with the quoted words marked."
GONE = "This page is no longer part of the collection."
MARKED = "The quoted words are marked."
SOURCES = "What the page is based on"
FILE_LINE = "{file}, line {line}"
MORE_OF_PAGE = "More from the page"
STILL = "Hold the picture still"
ASK_ABOUT = "Ask about it"
PRINT = "Print"
CAUTION_WITH = "Ask first with"
FACTS = {
    "hold": "Hold",
    "repetitions": "Repetitions",
    "sets": "Sets",
    "sides": "Sides",
    "position": "Position",
    "equipment": "You need",
    "muscles": "Muscles",
    "level": "Level",
    "time": "Time",
    "when": "When",
}

# ---------------------------------------------------------------- chats

NEW_CHAT = "New chat"
PAST_CHATS = "Past chats"
NO_CHATS = "Your chats appear here. They are kept in this browser only."
DELETE_ALL = "Delete all"
DELETE_ALL_SURE = "Delete all chats for good?"
EXPORT = "Export as Markdown"

# ---------------------------------------------------------------- find a stretch

FIND_TITLE = "Find a stretch"
FIND_MORE = "Tap the body where it feels tight, or search by name, muscle or word."
SEARCH = "Search stretches"
SEARCH_PLACEHOLDER = "pigeon, hamstring, desk …"
BODY_MAP = "Body map"
FRONT, BACK = "Front", "Back"
ANY = "Any"
FILTERS = {"muscle": "Muscle", "position": "Position", "equipment": "Equipment", "seconds": "Time", "level": "Level"}
TIMES = (("60", "up to 1 minute"), ("90", "up to 1½ minutes"), ("120", "up to 2 minutes"))
NO_EQUIPMENT = "nothing needed"
CLEAR = "Clear all"
NOTHING_FITS = "No stretch fits all of that. Take one choice away, or search with another word."
AREAS = "Body areas"

# ---------------------------------------------------------------- check a symptom

CHECK_TITLE = "Check a symptom"
CHECK_MORE = (
    "A few plain questions about what you notice. You get how soon somebody should look at it, "
    "and your own words to take along. It names no cause."
)
CHECK_WHERE = guided.CHECK_WHERE
CHECK_WHERE_HINT = "Choose one or more"
CHECK_FEELS = guided.CHECK_FEELS
CHECK_SINCE = guided.CHECK_SINCE
CHECK_STARTED = guided.CHECK_STARTED
CHECK_TREND = guided.CHECK_TREND
CHECK_FLAGS = guided.CHECK_FLAGS
CHECK_FLAGS_HINT = "Leave all of them empty if none fits"
CHECK_OWN = guided.CHECK_OWN
CHECK_OWN_HINT = "Anything that you would tell a professional. You may leave this empty."
CHECK_BUTTON = "Check"
CHECK_EMPTY = "Choose at least where it is or what you notice, or write a sentence."
CHECK_RESULT = "What to do"
CHECK_NONE = "Nothing you chose is among the warning signs I know."
CHECK_NONE_MORE = "That is not an all-clear. If it gets worse, spreads, or lasts longer than two weeks, have it looked at."
CHECK_SAID = "What you told me"
CHECK_COPY = "Copy this summary"
CHECK_STRETCHES = "See gentle stretches for this area"
CHECK_AGAIN = "Start again"

# ---------------------------------------------------------------- routines

ROUTINES_TITLE = "Routines"
ROUTINES_MORE = "Ready sequences with every hold timed for you, or one put together for the time you have."
READY = "Ready routines"
COMPOSE = "Put one together"
COMPOSE_MORE = "Chosen from the collection by what its pages say; each choice tells you why."
COMPOSE_MINUTES = "Minutes"
COMPOSE_AREA = "For"
COMPOSE_WHERE = "Where"
COMPOSE_PLACES = (
    ("", "anywhere"),
    ("at-desk", "at a desk"),
    ("no-floor", "without getting on the floor"),
    ("in-bed", "in bed"),
)
COMPOSE_KNEEL = "No kneeling"
COMPOSE_BARE = "Nothing needed but the floor, a wall or a chair"
COMPOSE_BUTTON = "Put together"
COMPOSED = "{count} stretches, about {minutes} minutes"
COMPOSED_NONE = "No stretch fits all of that. Take one wish away."
MINUTES = "{minutes} min"
STEPS = "{count} steps"
EACH_SIDE = "{seconds} s each side"
ONCE = "{seconds} s"
REASON_AREA = "for the {area}"
REASON_POSITION = "done {position}"
REASON_MAIN = "its main area"

# ---------------------------------------------------------------- in the browser alone

BROWSER: dict[str, str] = {
    "answer": "Answer",
    "asked": "You asked",
    "ready": "Answer ready",
    "copied": "Copied",
    "copyFailed": "Copying is not allowed here. Select the text instead.",
    "deleteSure": DELETE_ALL_SURE,
    "untitled": "New chat",
    "deleteChat": "Delete chat: {title}",
    "full": "This browser's storage is full; the oldest chats were removed.",
    "offline": "The assistant does not answer. Is it still running? Your question is kept; try again in a moment.",
    "shown": "{count} stretches",
    "shownOne": "1 stretch",
    "getReady": "Get ready",
    "hold": "Hold",
    "change": "Change sides",
    "next": "Next: {title}",
    "first": "First side",
    "second": "Second side",
    "done": "Done",
    "paused": "Paused",
    "halfway": "Halfway",
    "seconds": "{count} seconds",
    "stepOf": "{step} of {steps}",
    "pause": "Pause",
    "resume": "Go on",
    "doneTitle": "Well done.",
    "doneLine": "{title}: {held} s held",
    "doneSkipped": "{title}: skipped",
    "doneHead": "Done with Stretch Assistant on {date}",
    "noVoice": "This device has no voice of its own that works without the network.",
    "stopReading": "Stop reading",
    "readAloud": READ_ALOUD,
    "exportTitle": "Chats with Stretch Assistant",
    "youAsked": "You asked",
    "thanks": FEEDBACK_THANKS,
    "word": FEEDBACK_WORD,
    "send": FEEDBACK_SEND,
    "light": "Light theme",
    "dark": "Dark theme",
    "checking": "Checking",
}

PLAYER = "Guided hold"
PLAYER_BACK = "Back one step"
PLAYER_SKIP = "Skip this step"
PLAYER_END = "End"
PLAYER_SMALL = "Make small"
PLAYER_LARGE = "Make large"
PLAYER_SOUND = "Sound"
PLAYER_SHORTER = "Shorter by 5 seconds"
PLAYER_LONGER = "Longer by 5 seconds"
PLAYER_COPY = "Copy what I did"
