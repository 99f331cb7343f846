"""The names that Slack hands back to us. One place, so that a card and its listener agree."""

# Commands and the shortcut are fixed: the manifest, the README and people's fingers know them.
TIP, TONE, LESSON = "/tip", "/tone", "/lesson"
REVIEW_TONE = "review_tone"

# Actions. A row of several buttons of one kind adds ".1", ".2" …: Slack wants ids unique a block.
TIP_SHOW = "tip.show"
TIP_SHELF = "tip.shelf"
TIP_SHELVES = "tip.shelves"
TIP_HELPFUL = "tip.helpful"
TIP_NOT_THIS = "tip.not_this"
TIP_SAVE = "tip.save"
TIP_UNSAVE = "tip.unsave"
TIP_SHARE = "tip.share"
TIP_SIDE = "tip.side"

TEAM_TIP_SUGGEST = "team_tip.suggest"
TEAM_TIP_FORM = "team_tip.form"  # the modal in which a tip is written or changed
TEAM_TIP_APPROVE = "team_tip.approve"
TEAM_TIP_EDIT = "team_tip.edit"
TEAM_TIP_DECLINE = "team_tip.decline"
TEAM_TIP_REMOVE = "team_tip.remove"
TEAM_TIP_PAGE = "team_tip.page"

TONE_EDIT = "tone.edit"
TONE_COPY = "tone.copy"
TONE_FINE_HERE = "tone.fine_here"
TONE_FINE_ALWAYS = "tone.fine_always"
TONE_FINE_TEAM = "tone.fine_team"
TONE_SIDE = "tone.side"
TONE_TIP = "tone.tip"
TONE_FORM = "tone.form"  # the modal in which a text is pasted
TONE_RESULT = "tone.result"  # the modal that shows a review

LESSON_FORM = "lesson.form"
LESSON_OPEN_FORM = "lesson.open_form"
LESSON_PREVIEW = "lesson.preview"
LESSON_POST_NOW = "lesson.post_now"

HOME_LANGUAGE = "home.language"
HOME_TIP = "home.tip"
HOME_HEAR_AGAIN = "home.hear_again"  # what the person called fine

HOUSE_OPEN = "house.open"
HOUSE_FORM = "house.form"  # the modal with the team's own phrases
