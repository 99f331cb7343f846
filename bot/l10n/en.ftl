# Dean's own words. Calm, brief, present tense; no exclamation marks.
# A term in { $braces } is filled in; keep it. Names of commands stay as they are.

## The tip card

tip-do = Do
tip-say = Say
tip-rather-than = Rather than
tip-why = Why
tip-not-when = Mind
tip-from = From: { $source }, no. { $item }
tip-asked = You asked: “{ $query }”
tip-helpful = Helpful
tip-not-this = Not this
tip-share = Share here
tip-share-label = Show this tip to everyone in this channel
tip-save = Save
tip-saved-button = Saved · remove
tip-side-customer = I'm the customer here
tip-side-agent = I'm the one answering
tip-also = Also close:
tip-thanks = Noted, thank you.
tip-not-this-next = Then perhaps this one.
tip-not-this-last = That was the closest I have. Put it in other words, or browse a shelf.
tip-shared = Shared by { $name }

tip-none = I have nothing good for “{ $query }”.
tip-none-what = I know hard conversations with customers and with support desks. Describe what the person says or wants.
tip-none-shelf = Closest shelf:
tip-none-suggest = You know the answer? Write it down for the team.

tip-shelves = What is it about?
tip-shelves-hint = Or type a few words after /tip, such as: { $example }
tip-recent = Lately
tip-saved = Saved
tip-all-shelves = All shelves

## A team's own tips

team-tip-from = From your team
team-tip-suggest = Suggest a tip
team-tip-edit-title = Change a tip
team-tip-form-submit = Send
team-tip-edit-submit = Save
team-tip-form-name = Title
team-tip-form-do = What to do
team-tip-form-say = Words to say
team-tip-form-say-hint = Up to three sentences, one a line. They are used as they stand.
team-tip-form-situations = When does it help?
team-tip-form-situations-hint = One situation a line, as a colleague would type it. That is how the tip is found.
team-tip-form-note = An admin of this workspace reads it first. What you write here is kept, without names of customers please.
team-tip-sent = Thank you. “{ $title }” waits for an admin of this workspace. I'll tell you what they decide.
team-tip-there = That tip is here already, word for word.
team-tip-approved = Your tip “{ $title }” is in use. Everybody in this workspace finds it now.
team-tip-declined = Your tip “{ $title }” wasn't taken up. Thank you for writing it down.
team-tip-too-short = Write at least { $least } characters.
team-tip-too-long = Write at most { $most } characters in a line.
team-tip-too-many = Write at most { $most } lines.
team-tip-missing = Write at least one line.
team-tip-unclear = There is something in it that can't be shown. Type it instead of pasting it.
team-tips = Your team's own tips
team-tips-state = In use: { $approved }. Awaiting approval: { $awaiting }.
team-tips-ready = { $ready } of { $total } ready; words only until then.
team-tips-words-only = They are found by their words only: what reads the meaning isn't installed.
team-tip-awaiting = Awaiting approval
team-tip-in-use = In use
team-tip-approve = Approve
team-tip-decline = Decline
team-tip-edit = Change
team-tip-remove = Remove
team-tips-next = Next
team-tips-back = Back

## The tone review

tone-send = Good to send
tone-soften = Soften before you send
tone-stop = Don't send this one
tone-count = { $count ->
    [one] 1 thing
   *[other] { $count } things
}
tone-strengths-none = Nothing in it grates.
tone-strengths-one = { $first }.
tone-strengths-two = { $first }, and { $second }.
tone-strength-names-problem = It names the problem
tone-strength-next-step = It says what happens next
tone-strength-date = It gives a date
tone-strength-thanks = It thanks them
tone-strength-apology = It owns the mistake
tone-strength-options = It offers a choice
tone-strength-question = It asks what you need to know
tone-then-names-problem = it names the problem
tone-then-next-step = it says what happens next
tone-then-date = it gives a date
tone-then-thanks = it thanks them
tone-then-apology = it owns the mistake
tone-then-options = it offers a choice
tone-then-question = it asks what you need to know
tone-instead = Instead:
tone-leave-out = Leave it out.
tone-perhaps = I'm less sure of this one.
tone-suggested = Suggested reply
tone-suggested-fill = Fill in what stands in [brackets].
tone-suggested-long = The suggested reply is too long to show here. Change the words above, or check it in parts.
tone-suggested-none = I leave the wording to you here: change what is quoted, then check again.
tone-missing = Perhaps add:
tone-missing-acknowledgement = A word about what went wrong for them.
tone-missing-answer = An answer to what they asked.
tone-missing-answer-to = An answer to { $question }
tone-missing-next-step = What happens next: who does what, and by when.
tone-more = { $count ->
    [one] 1 more thing in the text; mend these first and check again.
   *[other] { $count } more things in the text; mend these first and check again.
}
tone-edit = Edit and check again
tone-copy = Copy-friendly version
tone-fine-here = “{ $quote }” is fine here
tone-fine-noted = Noted. I won't point that out to you again.
tone-fine-lost = Left out. Your text was too long to show it again here. Shall I leave this out from now on?
tone-fine-always = Always fine for me
tone-fine-team = Fine for the whole team
tone-fine-noted-team = Noted for the whole team. Nobody here will have it pointed out again.
tone-tip = The tip behind this
tone-is-reply = It's my reply
tone-is-customer = It's a customer's message
tone-private = Only you can see this. Nothing of your text is kept.
tone-muted = { $count ->
    [one] 1 thing left out: it was called fine here.
   *[other] { $count } things left out: they were called fine here.
}

tone-customer = This reads as a customer's message.
tone-customer-mood = They sound: { $mood }.
tone-customer-asks = They ask for: { $asks }.
tone-customer-unclear = What they feel isn't plain from the words. Ask one open question first.
tone-customer-tip = What helps
mood-angry = angry
mood-worn-out = worn out
mood-ignored = ignored
mood-worried = worried
mood-confused = confused
mood-disappointed = disappointed
mood-threatening = ready to threaten
mood-polite = patient
asks-refund = a refund
asks-date = a date
asks-manager = a manager
asks-apology = an apology
asks-answer = an answer
asks-fix = a fix
asks-cancel = to cancel
asks-compensation = compensation
asks-person = a person

tone-form-title = Check a reply
tone-form-submit = Check it
tone-form-text = Your reply, or a customer's message
tone-form-placeholder = Paste it here. Nothing of it is kept.
tone-form-more = The rest, if it didn't fit
tone-form-customer = The customer's message it answers
tone-form-customer-hint = With it beside your reply, I also see what the reply leaves out.
tone-form-side = What is it?
tone-form-side-auto = Let Dean see
tone-form-side-reply = A reply to a customer
tone-form-side-customer = A customer's message
tone-form-lost = Your text was too long to carry over. Paste it again here.
tone-message-lost = The customer's message was too long to carry over. Paste it again in the form if it should count.
tone-result-title = Tone review
tone-copy-title = Ready to copy
tone-copy-done = Done
tone-copy-label = Suggested reply
tone-copy-hint = Select all, copy, and fill in what stands in [brackets].
tone-tip-title = The tip behind this
close = Close

## The lesson

lesson-position = lesson { $position } of { $total }
lesson-try = Try today
lesson-talk = Talk about it
lesson-from = From: { $source }, no. { $item }
digest = Last week the team asked me most about { $counts }.
digest-count = { $category } ({ $people } people)
digest-tip = “{ $title }”
digest-more-tips = { $count } more
digest-tips = { $count ->
    [one] New among your own tips: { $titles }. Thank you to whoever wrote it.
   *[other] New among your own tips: { $titles }. Thank you to all who wrote them.
}
lesson-none-yet = This channel gets no lesson yet.
lesson-set-up = Set up for a channel
lesson-change = Change
lesson-preview = What comes next
lesson-on = { $channel } gets a lesson { $days } at { $time } ({ $zone }). The next: { $next }.
lesson-on-not-in = I'm not in { $channel } yet. Invite me there with /invite @Dean, or the lessons can't come.
lesson-off = No more lessons in { $channel }. /lesson on 09:00 brings them back where they stopped.
lesson-paused-until = Paused until { $date } in { $channel }.
lesson-paused = Paused in { $channel }. /lesson resume goes on.
lesson-resumed = Going on in { $channel }. The next: { $next }.
lesson-skipped = The next lesson in { $channel } is skipped. After it: { $next }.
lesson-posting = On its way to { $channel }.
lesson-status-next = Next: { $next }.
lesson-status-last-sent = Last: { $date }, posted.
lesson-status-last-skipped = Last: { $date }, skipped ({ $reason }).
lesson-status-last-failed = Last: { $date }, not posted ({ $reason }).
lesson-status-last-unknown = Last: { $date }; Slack didn't say whether it arrived.
lesson-preview-title = The next lessons
lesson-preview-line = { $date }: { $title }
lesson-preview-none = Nothing is coming up: it is paused, or no day is left.
lesson-post-now = Post it now
lesson-holidays-set = { $channel } gets no lesson on public holidays ({ $country }). The next: { $next }.
lesson-holidays-none = { $channel } gets its lesson on public holidays, too. The next: { $next }.
lesson-days-off = No lessons in any channel on: { $days }. /lesson days on and a date takes a day back.
lesson-days-off-none = No days off are set for the team. Write them as: /lesson days off 2026-12-24
lesson-tracks-set = { $channel } hears: { $tracks }.
lesson-tracks-list = There are these tracks: { $tracks }. /lesson tracks and a name chooses one; /lesson tracks all chooses every one.
lesson-digest-on = The first lesson of a week in { $channel } says what the team asked me most the week before. Only counts, from { $least } people on, never names; and the titles of tips of your own that are new.
lesson-digest-off = No digest in { $channel } any more.
lesson-status-holidays = Not on public holidays ({ $country }).
lesson-status-days-off = Days off: { $days }.
lesson-status-tracks = Tracks: { $tracks }.
lesson-status-digest = With the digest of last week's questions.
days-daily = every day
days-weekdays = on weekdays
days-some = on { $days }
lesson-stopped = I couldn't post the daily lesson in { $channel }: { $reason } I have paused it there. { $command } in that channel starts it again.

lesson-form-title = Daily lesson
lesson-form-submit = Save
lesson-form-channel = Channel
lesson-form-time = Time
lesson-form-days = Days
lesson-form-zone = Time zone
lesson-form-zone-hint = Such as Europe/Amsterdam. Yours in Slack is filled in.
lesson-form-holidays = No lessons on the public holidays of
lesson-form-holidays-hint = A country, such as NL or Netherlands. Empty: lessons on holidays, too.
lesson-form-tracks = Tracks
lesson-form-digest = Once a week
lesson-form-digest-option = What the team asked last week, in counts, and its new tips

refusal-channel_not_found = the channel is gone, or I'm not in it.
refusal-not_in_channel = I'm not in the channel.
refusal-is_archived = the channel is archived.
refusal-restricted_action = the channel doesn't let apps post.
refusal-other = Slack refuses it ({ $error }).
skip-late = too late in the day
skip-asked = on request
skip-moved = the schedule was changed
skip-unsubscribed = lessons were turned off
skip-no-lessons = there are no lessons

## Help

help-tip-title = /tip: the tip that fits
help-tip = Type what is going on, in your own words: /tip caller wants my manager. You get one tip, with words to say. Only you see it, until you share it. /tip alone shows the shelves, your recent and your saved tips. English, Dutch and Hebrew.
help-tone-title = /tone: before you send
help-tone = Paste the reply after /tone, or type /tone alone for a form. Or pick Review tone from a message's menu; it works in threads and direct messages too. Or react to a message with { $reaction } and only you get the review. Nothing of the text is kept.
help-tone-no-reaction = Paste the reply after /tone, or type /tone alone for a form. Or pick Review tone from a message's menu; it works in threads and direct messages too. Nothing of the text is kept.
help-lesson-title = /lesson: one thought a day
help-lesson = /lesson shows today's. In a channel: /lesson on 09:00 weekdays, off, pause until 2027-01-04, resume, skip, status, preview, now. Also holidays NL, days off 2026-12-24, tracks, digest on. /lesson form sets the same with a few clicks.

## App Home

home-title = Dean
home-what = The calm colleague at the next desk. Three things:
home-language = My language with you
home-language-auto = As the question is written
home-language-hint = Tips and reviews otherwise follow the language you type in.
home-fine = { $count ->
    [one] You called 1 finding fine for good.
   *[other] You called { $count } findings fine for good.
}
home-hear-again = Point them out again
home-today = Today's lesson
home-saved = Your saved tips
home-saved-none = None yet. Save one from its card.
home-schedules = Daily lessons in this workspace
home-schedules-none = No channel gets one yet. Type /lesson on 09:00 weekdays in a channel.
home-schedule-line = { $channel }: { $days } at { $time } ({ $zone }). { $state }
home-schedule-paused = Paused.
home-privacy = Text that you paste or react to is read and forgotten. Dean keeps your language, the tips you saved, rated and last saw, what you called fine, and counts; nothing you wrote but the tips you suggest and the phrases your admins set.

## The team's own phrases

house = Your team's own phrases
house-state = To avoid: { $avoid }. Fine here: { $allow }. Called fine for the whole team: { $muted }.
house-open = Change them
house-submit = Save
house-avoid = Phrases to avoid
house-avoid-hint = One a line, as it is said. After => what to say instead: valued customer => you
house-allow = Phrases that are fine here
house-allow-hint = One a line. Reviews pass over these words.
house-muted = { $count ->
    [one] 1 finding was called fine for the whole team
   *[other] { $count } findings were called fine for the whole team
}
house-hear-again = Point them out again
house-note = They hold for everybody in this workspace, and are kept as you write them.
house-too-many = That is too much for one list: { $most } phrases at most, { $length } characters in all.
house-both = “{ $phrase }” is in both lists.
house-phrase-fault = “{ $phrase }” can't be kept: a phrase has a letter or a digit and stands within one sentence. It has { $most } characters at most, and so has what to say instead.
house-holds-itself = “{ $phrase }”: what to say instead holds the phrase itself.
house-twice = “{ $phrase }” is in this list twice.
house-changed = Somebody changed these phrases meanwhile. Copy what you wrote, close this and open it again.

## Errors: what happened, what to do

error-unknown = Something broke on my side (ref { $ref }). Nothing was sent or kept. Try again; if it stays, give the reference to whoever runs me.
error-stale-card = That card is from an older version of me. Ask again and use the new one.
error-tip-gone = I no longer have that tip. Type /tip and a few words to find another.
error-only-admins = Only admins and owners of this workspace can do that. Ask one of them.
error-already-decided = Somebody dealt with that tip already. Open the list again to see what is left.
error-nothing-to-read = There are no words in that message to read. I can't look into files or pictures.
error-message-gone = That message is gone, so there is nothing to read.
error-cannot-see = I couldn't read that message: I'm not in { $channel }. Invite me with /invite @Dean, or use Review tone from the message's menu, which works anywhere.
error-slack-busy = Slack lets me do that only so often a minute, and that was once too many. Try again in a minute.
error-slack-away = Slack isn't answering me right now. Try again in a minute.
error-cannot-share = Slack doesn't let me post here. Copy the words instead.
error-tip-empty = There are no words in that. Type a few about the situation, such as: /tip caller wants my manager
error-tip-long = That is { $length } characters; a tip needs a line or two, { $limit } at most. For a whole message, use /tone.
error-tone-empty = There are no words in that to review. Paste the reply itself.
error-tone-long = That is { $length } characters; I read { $limit } at once. Check it in parts.
error-lesson-unknown-command = I don't know “{ $given }”. Try: on 09:00 weekdays, off, pause until 2027-01-04, resume, skip, status, preview, now, form, help.
error-lesson-unexpected-words = I don't understand “{ $given }” there. Write it as: on 09:00 mon,wed Europe/Amsterdam. /lesson help shows the rest.
error-lesson-time-missing = At what time? Write it as: on 09:00 weekdays
error-lesson-time-unclear = “{ $given }” isn't a time I know. Write it as 09:00.
error-lesson-date-unclear = “{ $given }” isn't a date I know. Write it as 2027-01-04, or name a weekday.
error-lesson-zone-unknown = “{ $zone }” isn't a time zone I know. Write one such as Europe/Amsterdam.
error-lesson-no-days = Choose at least one day.
error-lesson-track-unknown = There is no such track of lessons.
error-lesson-country-unknown = I don't know the public holidays of “{ $given }”. Write a country as NL or Netherlands, or none.
error-lesson-not-subscribed = This channel gets no lesson yet. /lesson on 09:00 weekdays starts it.
error-lesson-pause-in-past = That day is over. A pause ends on a day to come.
error-lesson-nothing-to-skip = No lesson is coming up that could be skipped.
error-lesson-already-given = This channel had its lesson today, or is getting it now.
error-lesson-no-lessons = There are no lessons to give.
error-lesson-suggestion = Did you mean “{ $suggestion }”?
error-lesson-no-channel = Choose a channel.

## The page after installing

install-done = Dean is in { $team }.
install-next = Open Slack and type /tip with a few words about a hard conversation, or /lesson on 09:00 weekdays in a channel.
install-open = Open Slack
install-again = Start again
install-not = Dean wasn't installed.
install-refused = You chose not to allow it, so nothing was changed. If somebody else has to approve apps in your workspace, ask them.
install-expired = This page was opened too late, twice, or in another browser than the one you began in. Nothing was changed.
install-organisation = Dean can be installed in a workspace, and not in a whole organisation. Choose one workspace on Slack's page.
install-rotation = This Slack app uses token rotation, which I can't work with. Whoever runs me can make the app anew without it.
install-failed = Something broke on the way. Nothing was lost: try again in a minute, and if it stays, tell whoever runs me.
