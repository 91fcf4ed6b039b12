"""The parts of the chat window; `assistant.chat_window` puts them together.

| module | what a reader finds there |
|---|---|
| `texts.py` | every text of the window, ready to be translated |
| `markup.py` | text to safe HTML; the icons |
| `record.py` | what is kept of a chat: plain data that a browser can store and hand back |
| `library.py` | the pages of the knowledge as the window shows them, and their pictures |
| `replies.py` | a turn of the chat: triage card, quotes, what could be asked next |
| `panels.py` | the Stretch and the Source panel |
| `finding.py`, `checking.py`, `routines.py` | the three views besides the chat |
| `page.py` | what stands around them: header, drawer, welcome, the player of guided holds |
| `warming.py` | answers while the model still loads |
| `feedback.py` | thumbs up and down, where the operator wants them |
| `look.css`, `*.js` | how it looks; what happens in the browser alone |

Nothing here imports gradio, so all of it can be tested without a browser.
"""
