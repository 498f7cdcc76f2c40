## home

home-title = Two cans and a string
home-subtitle = A private room for exactly two people. No account, and no server that could listen.
home-you = you
home-friend = friend
home-start = Start a room
home-start_text =
    You get five digits and a link.
    Give either one to one person.
home-create = Create room
home-creating = One moment…
home-vanishing = Vanishing: nothing is kept when you leave
home-join_title = Join a room
home-join_text =
    Type the five digits you were given,
    or paste the link.
home-join = Join
home-links = A *tincan://* link opens this app by itself
home-cells = Room code
home-hint = New here? A *code* is five digits you can say aloud. A *link* does the same with one click. Whoever uses either first takes the other can, and the room is full.
home-got_it = Got it
home-is_private = Is this private?
home-when_i_leave = What happens when I leave?

## your_name

your_name-change = Change your name
your_name-title = Your name
your_name-text = The other person sees it once you are together, and nobody before.
your_name-field = Name
your_name-hint = Your name here
your_name-save = Save
your_name-cancel = Cancel
your_name-next_room = It changes from the next room on.

## knock

knock-let_in = Let in
knock-not_now = Not now
knock-text = Once in, the room is full.
knock-title = { $name } has your code or link

## progress

progress-creating = Making your room
progress-creating_text = Asking the meeting point for a code.
progress-joining = Picking up the other can
progress-joining_text = Looking for the room. This takes a moment.
progress-knocking = You are at the door
progress-knocking_text = They were asked to let you in. Wait here until they do.
progress-cancel = Cancel
progress-cancelling = One moment…
progress-connecting = Connecting…

## link

link-title = Somebody invites you
link-text = You come into a room for two, and the room is full. The other one sees your name. Nothing has been sent so far.
link-join = Join this room
link-join_by = Use this relay and join
link-not_now = Not now
link-broken = This link does not work
link-room_open = Leave the room you are in first. The link waits here.
link-unknown = You meet by *{ $relays }*, which is not among your relays. It cannot read what you say. It can see your internet address, when you talk, and how much.
link-and = { $before } and { $last }

## path

path-nearby = Straight to them, within the network you share.
path-broken = Reconnecting…
path-connecting = Connecting…
path-direct = Direct
path-near = Nearby
path-relayed = Relayed
path-timed = { $kind } · { $ms } ms
path-seat_is_held = Their seat is held for { $seconds } s.
path-reconnecting = Reconnecting… Their seat is held for { $seconds } s.

## app

app-only_near = No internet. A friend on the same Wi-Fi can still join.
app-looking_for_meeting = Looking for a meeting point…
app-ready = Ready to meet someone
app-offline = No internet, and no Wi-Fi. Tincan keeps looking.
app-quoted = “{ $text }”
app-code_good_for =
    { $minutes ->
        [one] Good for 1 more minute. Then a new one appears here by itself.
       *[other] Good for { $minutes } more minutes. Then a new one appears here by itself.
    }
app-nobody_answers = Nobody answers to { $code }. Check the digits, or ask for a new code.
app-ok = OK
app-decimal_mark = .
app-title = Tincan
app-title_unread = ({ $count }) Tincan
app-title_moving = { $percent } % · Tincan
app-title_both = ({ $count }) { $percent } % · Tincan

## call

call-call = Call
call-video_call = Video call
call-voice = Voice call
call-hears_nothing = They hear nothing until you answer.
call-decline = Decline
call-answer = Answer
call-with_camera = With camera
call-mute = Mute
call-muted = Muted
call-camera = Camera
call-sound = Sound
call-silent = Silent
call-chat = Chat
call-unread =
    { $count ->
        [one] 1 new message
       *[other] { $count } new messages
    }
call-hang_up = Hang up
call-back = Back to the call
call-numbers = Call numbers
call-share = Share
call-sharing = Sharing
call-stop_sharing = Stop sharing
call-you_share = Your screen is shared
call-you_share_window = “{ $title }” is shared
call-they_share = { $name } shares a screen
call-no_sharing = This screen cannot be shared: Wayland’s takes PipeWire, which this Tincan was built without. Build it again with PipeWire there, log in with X11, or send a picture of it in the chat.
call-your_screen = Your screen
call-your_window = Your window
call-they_share_nothing = They share nothing any more.
call-choose = What do you want to share?
call-choose_text = They see what you choose, and nothing else, until you stop.
call-whole_screen = The whole screen
call-screen_number = Screen { $number }
call-nameless = A window without a name
call-looking = Looking at what there is…
call-not_to_be_read = Your screen cannot be read. Try again, or restart Tincan.
call-ok = OK
call-level = How loud you are
call-full_screen = Full screen
call-microphones = Choose a microphone
call-cameras = Choose a camera
call-speakers = Choose a speaker
call-volume = How loud they are
call-system = What the system prefers
call-push_to_talk = Talk only while Space is held
call-you = You
call-they_are_muted = muted
call-speaking = speaking
call-preview = Before you call
call-preview_text = This is how you are seen. Say something: the bar follows your voice.
call-preview_voice = Say something: the bar follows your voice.
call-not_now = Not now
call-weak = The line is weak, so the picture is paused and the sound stays clear.
call-ringing = Calling { $name }…
call-incoming = { $name } is calling
call-reconnecting = Reconnecting
call-clear = Clear
call-good = Good
call-rough = Rough
call-sound_only = Sound only
call-delay = Delay of sound
call-repaired = Repaired
call-made_up = Made up
call-rate_in = Sound and picture, in
call-rate_out = Sound and picture, out
call-pictures = Pictures a second
call-they_hung_up = They hung up.
call-declined = The call was declined.
call-busy = They are in a call already.
call-no_answer = Nobody answered. Try again later, or write.
call-missed = You missed a call.
call-lost = The line broke, so the call is over.

## closed

closed-create = Create a new room
closed-home = Back to start
closed-try_again = Try again
closed-stored = What was stored, and where?
closed-stored_text = Nothing. What you said was held in memory while the room was open, and is gone now.
closed-stored_text_2 = We promise this for this computer only: what they copied on theirs, they have.
closed-the_other = The other one
closed-two_versions = You run two versions
closed-relay_full = The relay is full
closed-damaged = The line is damaged
closed-damaged_text = Damaged words kept coming, so the room is closed. Meet again with a new code.
closed-left = You have left
closed-left_by = { $name } has left
closed-vanished = This was a vanishing room, so it closed for both of you at { $at }. Nothing you said was stored on this computer.
closed-line_broke = The line broke
closed-line_broke_text = The line broke at { $at } and did not come back within 60 s, so the room is closed.
closed-refused = Not this time
closed-refused_text = They did not let you in. Talk to them, and ask for a new code.
closed-unreachable = No meeting point answers
closed-unreachable_text = No relay can be reached from here, and nobody near answers. Check the internet, then try again.
closed-host_away = Their computer cannot be reached
closed-host_away_text = The meeting point answers, but their computer does not. Ask them to keep Tincan open, then try again.
closed-offline = You are offline
closed-offline_text = This computer has no internet, and no network on which somebody near could be found. Connect it, then try again.
closed-nobody = Nobody answers
closed-nobody_text = Nobody answers to this link. It may be used already: ask for a new one.

## explain

explain-close = Close
explain-why_relayed = Why relayed?
explain-try_again = Try again now
explain-trying = Looking…
explain-another_relay = Use another relay
explain-stop_hiding = Change this
explain-straight_now = You are direct now. No relay between you.
explain-relay_cannot = It can *not* read, hear or see what you say. That stays sealed.
explain-relay_sees = It can see your two internet addresses, when you talk, and how much.
explain-relay_next = Tincan keeps looking for a straight path. You need do nothing.
explain-private = Words, pictures and calls are sealed on your computer and opened only on theirs. Nobody between can open them, and neither can we.
explain-private_relay = The meeting point, and a relay where one is needed, see your two internet addresses, when you talk, and how much. They see two digits of the code, never all.
explain-private_peer = The other one sees your name, and on a straight path your internet address. You can hide it.
explain-private_who = Who the other one really is, only you can check. They can also keep or pass on what you say to them.
explain-private_us = There is no account, and nothing is counted or sent home.
explain-privacy = Privacy settings
explain-leaving = Rooms vanish: when one of you leaves, the room closes for both, and nothing of it is kept on this computer.
explain-leaving_files = Files that you accepted stay where you put them. What the other one has saved stays with them.
explain-leaving_window = To close the window is to leave, so you are asked first. Code and link are of no use afterwards.
explain-leaving_2 = When only the line breaks, the other seat is held for 60 s, and the conversation goes on when they are back.

## gifs-settings

gifs-settings-title = GIFs
gifs-settings-text = Tincan brings some of its own, which need no internet. GIPHY has many more, with a key of your own.
gifs-settings-key_title = Your key for GIPHY
gifs-settings-off = Off. GIPHY is asked nothing.
gifs-settings-on = On. GIPHY is asked when you open its tab.
gifs-settings-field = Key
gifs-settings-hint = Paste your key
gifs-settings-where_from = Keys are free: make an account at developers.giphy.com, create an app of the kind API there, and copy its key.
gifs-settings-save = Save
gifs-settings-saved = Saved
gifs-settings-test = Test
gifs-settings-testing = Testing…
gifs-settings-remove = Remove
gifs-settings-works = GIPHY knows this key.
gifs-settings-learns = GIPHY learns what you search for, and your *internet address*.
gifs-settings-other = The other person never talks to GIPHY: you fetch the GIF, and hand it over sealed.
gifs-settings-kept = The key is kept in the settings file of this computer.
gifs-settings-hidden = You hide your IP address. GIPHY would see it, so Tincan asks you before it goes there; a test goes there too.
gifs-settings-rating_title = Whom GIPHY's GIFs are to be fit for
gifs-settings-bad_key = GIPHY does not know this key.
gifs-settings-unreachable = GIPHY cannot be reached now.

## gifs

gifs-pick = Send a GIF
gifs-close = Close GIFs
gifs-tincan = Tincan
gifs-giphy = GIPHY
gifs-search = Search GIFs
gifs-own = Made for Tincan. Works without internet.
gifs-powered = Powered by GIPHY
gifs-looking = Looking…
gifs-fetching = Fetching…
gifs-untitled = GIF
gifs-nothing = Nothing found. Try another word.
gifs-again = Look again
gifs-off = GIPHY is off until you give it a key.
gifs-off_text = It would learn what you search for, and your internet address. Tincan's own GIFs need nobody.
gifs-to_settings = Open settings
gifs-hidden = You hide your IP address, but GIPHY would see it.
gifs-hidden_text = It would also see what you search for. The other person never talks to GIPHY.
gifs-ask_giphy = Go to GIPHY
gifs-not_sent_as = The GIF was not sent. { $why }
gifs-everybody = Everybody
gifs-accompanied = Children with somebody beside them
gifs-teens = 13 years and older
gifs-adults = Adults

## handover

handover-attach = Send pictures or files
handover-pictures_and_files = Pictures and files…
handover-folder = A folder…
handover-as_files = As files, with everything in them…
handover-clean = Remove location and camera data
handover-clean_on = Pictures are sent without where, when and with what they were taken.
handover-clean_off = Pictures are sent with everything in them: location, time, camera, name.
handover-sent_with_all = Sent with everything that is in the file.
handover-folder_sent = What is in the folder goes as files, with everything in them.
handover-not_shown = AVIF and HEIC cannot be shown: it goes as a file, with everything in it.
handover-drop = Drop to send
handover-accept = Accept
handover-accept_into = Accept into another folder…
handover-decline = Decline
handover-pause = Pause
handover-resume = Resume
handover-go_on = Go on
handover-cancel = Cancel
handover-show = Show
handover-done = Checked and complete
handover-gone = No longer where it was saved
handover-not_saved_then = Seen, but not saved
handover-small_only = only this small picture of it is kept
handover-gif = GIF
handover-viewer = Picture
handover-fit = Fit the window
handover-actual = Zoom in
handover-copy = Copy picture
handover-save = Save to downloads
handover-save_into = Save in another folder…
handover-show_folder = Show in folder
handover-close = Close picture
handover-copied = Copied.
handover-not_copied = The picture could not be copied.
handover-no_dialog = The file dialog did not open. Drop files here instead.
handover-sending = Sending
handover-delivered = Delivered
handover-not_sent = Not sent
handover-ok = OK
handover-folder_shut = Its folder did not open. The file is { $path }.
handover-not_saved_as = { $path } was not written: { $why }.
handover-not_saved_full = { $path } was not written: the disk is full.
handover-not_saved_forbidden = { $path } was not written: nothing may be written there.
handover-not_saved_nowhere = { $path } was not written: there is no such folder.
handover-picture_from_you = Picture from you
handover-picture_from = Picture from { $name }
handover-far = { $done } of { $all }
handover-seconds_left = { $count } s left
handover-minutes_left = { $count } min left
handover-hours_left = { $count } h left
handover-waiting_for = { $size } · Waiting for { $name }
handover-a_second = { $size }/s
handover-paused = Paused · { $far }
handover-paused_by = Paused by { $name } · { $far }
handover-delivered_all = Delivered · { $size }
handover-you_declined = You declined it
handover-declined_by = { $name } declined it
handover-cancelled = Cancelled · { $far }
handover-stuck = It cannot go on.
handover-disk_full = Your disk is full. Free { $missing } and go on.
handover-their_disk_full = { $name }'s disk is full. It goes on once there is room.
handover-count_pictures =
    { $count ->
        [one] 1 picture
       *[other] { $count } pictures
    }
handover-count_files =
    { $count ->
        [one] 1 file
       *[other] { $count } files
    }
handover-count_folders =
    { $count ->
        [one] 1 folder
       *[other] { $count } folders
    }
handover-goes_with =
    { $count ->
        [one] { $name } goes with your words
       *[other] { $count } files and pictures go with your words
    }
handover-unstage = Do not send
handover-with = with a picture or file
handover-units = B KB MB GB TB PB EB
handover-list_comma = {", "}

## keys

keys-title = Keyboard shortcuts
keys-everywhere = Everywhere
keys-list = This list
keys-tab = To the next, to the one before
keys-press = Press what has the ring
keys-back = Close what is open, or go back
keys-settings = Settings
keys-create = Create a room
keys-leave = Leave the room
keys-quit = Close the window
keys-scale = Larger, smaller, as it was
keys-in_room = In a room
keys-send = Send
keys-line = A new line
keys-paste = Hand over a copied picture
keys-pages = Through the conversation
keys-newest = To the newest
keys-walk = To what was said
keys-with_message = Reply, edit, delete
keys-copy = Copy a message
keys-last = Change your last message
keys-find = Find what was said
keys-in_call = In a call
keys-answer = Answer
keys-answer_video = Answer with your camera
keys-decline = Decline
keys-talk = Hold to talk
keys-in_picture = In a picture
keys-zoom = Closer, farther
keys-conversation = Back to the conversation

## key

key-ctrl = Ctrl
key-shift = Shift
key-enter = Enter
key-space = Space
key-escape = Esc
key-delete = Del
key-end = End
key-page_up = Page Up
key-page_down = Page Down

## room

room-kind = Vanishing room · just the two of you
room-leave = Leave
room-leaving = Leaving…
room-leave_title = Leave this room?
room-leave_text = It closes for both of you. Nothing of it is kept here.
room-stay = Stay
room-hint = Say something
room-composer = Message
room-send = Send
room-too_long = This message is too long. Send it in parts.
room-busy = Too much waits to be sent. Try again in a moment.
room-sent = Sent
room-delivered = Delivered
room-read = Read
room-waiting = Not sent yet
room-failed = Not delivered
room-try_again = Try again
room-delete = Delete
room-copy = Copy
room-you = You
room-not_here = a message that is not here
room-empty = You two are together, and the room is full. Say hello.
room-typing = { $name } is typing
room-not_delivered = Not delivered: { $name } was away. Try again when they are back.
room-to_newest = To the newest
room-newer =
    { $count ->
        [one] 1 new message
       *[other] { $count } new messages
    }

## safety

safety-title = Is it really them?
safety-text = Read these five aloud to each other, in a call if you can. You should both see the same ones, in the same order.
safety-coming = The five emoji come in a moment.
safety-matching = They match
safety-differ = They don't match
safety-until = Until you have compared, this room says *Not verified*. It is not an alarm, only a reminder. If they differ, leave and meet again with a new code.
safety-differ_now = Somebody may sit between you. Leave, and meet again with a new code.
safety-leave = Leave
safety-matched = You compared them. Nobody sits between the two of you.
safety-take_back = They don't match after all
safety-not_verified = Not verified
safety-verified = Verified
safety-open = Is it really them?
safety-meeting_point = What can the meeting point see?
safety-meeting_point_text = It sees your internet address, the first two digits of your code while somebody waits there, and when two met. It never sees the whole code, your name, or anything that you say.
safety-meeting_point_text_2 = When it carries your words as a relay, it also sees how much goes through. All of it is sealed.
safety-hide_mine = Hide mine
safety-save = Save my own record
safety-save_text = Writes what you see here to a file that you choose, to show to somebody you trust. It is not signed: it proves nothing by itself.
safety-saved = Your record is saved. It is not signed.
safety-title_direct = Your path is direct
safety-title_lan = Your path stays nearby
safety-title_relayed = A relay passes everything on
safety-title_none = Looking for a path
safety-text_direct = Everything goes straight from your computer to theirs, sealed on the way. The meeting point only introduced you. They can see your internet address.
safety-text_lan = Everything goes straight to their computer, within the network you share, and sealed. They can see your address in it.
safety-text_relayed = Everything is sealed on your computer and opened only on theirs. The relay sees your two internet addresses, when you talk, and how much.
safety-text_none = Everything waits sealed on your computer until the line is back.

## settings-name

settings-name-title = Name
settings-name-saved = Saved
settings-name-seen = This is how the other person sees you

## settings-devices

settings-devices-title = Devices
settings-devices-text = Try them here. Nobody hears or sees you on this page.
settings-devices-in_call = You are in a call: what you choose here counts at once.
settings-devices-microphone = Microphone
settings-devices-speak = Say something
settings-devices-speaker = Speaker
settings-devices-camera = Camera
settings-devices-quiet = Quiet
settings-devices-good = Good level
settings-devices-loud = Too loud
settings-devices-processing = Remove echo and noise
settings-devices-processing_text = Keeps fans and keyboards out, and your voice at one level
settings-devices-push_to_talk = Push to talk
settings-devices-push_to_talk_text = Hold Space while this window has the focus
settings-devices-play = Play a sound
settings-devices-turn_on = Turn on
settings-devices-turn_off = Turn off
settings-devices-camera_is_off = The camera is off
settings-devices-only_you = Only you see this
settings-devices-mirror = Mirror my picture
settings-devices-mirror_text = Only for you, like a mirror does
settings-devices-away = { $name } · not plugged in

## settings-privacy

settings-privacy-title = Privacy
settings-privacy-text = What the other person, and those in between, get to know.
settings-privacy-hide = Hide my IP address
settings-privacy-hide_text = The other person never learns your internet address, because relays carry everything. They still see it, and they add a little delay.
settings-privacy-receipts = Tell when you have read a message
settings-privacy-receipts_text = When this is off, the other person sees that a message has arrived, and never whether you have seen it.
settings-privacy-next_room = Counts from the next room on.
settings-privacy-hide_given = Your address is hidden in this run, because Tincan was started with *--hide-ip*. What you choose here counts from the next start.
settings-privacy-ask = Ask before letting someone in
settings-privacy-ask_text = Even somebody with the right code or link waits at the door until you say yes.
settings-privacy-links = Open tincan:// links with this app
settings-privacy-links_text = A link that you press in another app comes here. Nothing is sent before you press Join.

## settings-relays

settings-relays-title = Relays
settings-relays-text = They introduce you to each other, and pass sealed words on where no straight path exists. They cannot read them.
settings-relays-given = This run uses the relays that Tincan was started with (*--relay*). What you change here counts from the next start.
settings-relays-none = None: the meeting point on this computer
settings-relays-none_text = Windows on this computer meet there. To meet somebody elsewhere, add a relay.
settings-relays-add_title = Add a relay by link or address
settings-relays-field = Link or address
settings-relays-hint = /dns4/relay.example/udp/4001/quic-v1/p2p/12D3…
settings-relays-add = Add
settings-relays-add_text = Whoever runs a relay can give you its address. An invite link adds the relays that are in it.
settings-relays-next_room = The next room uses this list. You both need one relay in common, or a link.
settings-relays-looking = Looking…
settings-relays-answers = Answers · { $ms } ms
settings-relays-no_answer = No answer
settings-relays-refuses = Refuses
settings-relays-remove = Remove { $host }

## settings-notifications

settings-notifications-title = Notifications
settings-notifications-text = How you hear of news. Each can be turned off.
settings-notifications-show = Notify me when this window is not in front
settings-notifications-show_text = Of knocks, messages, calls and who comes in. Never with a word of anybody, as notifications stay on screens and in histories.
settings-notifications-names = Say who it is, in kept rooms
settings-notifications-names_text = In vanishing rooms no notification ever has a name.
settings-notifications-absent = Nothing on this computer shows notifications, so none will appear. The sounds, and the number in the title, tell you all the same.
settings-notifications-sounds = Sounds
settings-notifications-of_knock = Somebody knocks
settings-notifications-of_arrival = Somebody comes in
settings-notifications-of_message = A message, when this window is not in front
settings-notifications-of_ring = Somebody calls
settings-notifications-of_ring_back = It rings at theirs
settings-notifications-of_reconnecting = The line breaks
settings-notifications-of_end = The room closes, or a call ends
settings-notifications-play_sound = Play: { $what }

## settings-appearance

settings-appearance-title = Appearance
settings-appearance-text = On this computer. The other person sees theirs.
settings-appearance-theme = Light or dark
settings-appearance-system = As the system
settings-appearance-light = Light
settings-appearance-dark = Dark
settings-appearance-contrast = High contrast
settings-appearance-contrast_text = Strong colours, and outlines in place of tints. Off: as the system asks.
settings-appearance-motion = Less motion
settings-appearance-motion_text = Nothing swings, fades or slides. Off: as the system asks.
settings-appearance-smaller = Smaller
settings-appearance-larger = Larger
settings-appearance-scale_text = { $held } with + and − does the same everywhere, { $held } 0 goes back to 100 %.
settings-appearance-scale = Size of everything: { $percent } %
settings-appearance-scale_room = This window has room for { $percent } %. Make it larger for more.
settings-appearance-renderer = Drawn by
settings-appearance-renderer_text = Try another when the window flickers, stays empty or shows wrong colours. It counts from the next start; where one cannot draw, the other does.
settings-appearance-automatic = Automatic
settings-appearance-renderer_given = This run draws as Tincan was told at its start (*--renderer*). What you choose here counts from the next one.

## settings-language

settings-language-title = Language
settings-language-text = Of this window, and of notifications. The other person has their own.
settings-language-system = As the system
settings-language-both = { $choice } · { $language }
settings-language-emoji = Emoji are searched for by their English names in every language.
settings-language-chinese = Chinese
settings-language-japanese = Japanese
settings-language-korean = Korean
settings-language-others = other scripts
settings-language-lacking = No font of this computer has all letters that were needed here ({ $letters }), so boxes stand in their place. With one that has them, Noto Sans for example, they are shown from the next start of Tincan on.

## settings-about

settings-about-title = About
settings-about-text = Two tin cans and a string: a private room for exactly two people.
settings-about-promise = No account, no server that could listen, and nothing counted or sent home.
settings-about-licence = Free software, under the MIT or the Apache 2.0 licence, as you like.
settings-about-fonts = Set in Inter by Rasmus Andersson and Quicksand by Andrew Paglinawan, both under the SIL Open Font License. Emoji by Twitter and other contributors (Twemoji), under CC-BY 4.0.

## settings

settings-title = Settings
settings-back = Back
settings-version_of = Tincan { $number }

## talk

talk-edited = edited
talk-you_deleted = You deleted a message
talk-deleted = a deleted message
talk-react = React
talk-reply = Reply
talk-edit = Edit
talk-more = More
talk-more_emoji = More emoji
talk-show_quoted = Show what it answers
talk-selected = Selected message
talk-keys = Arrow keys go to others, Enter shows what can be done, R replies.
talk-editing = Editing your message
talk-cancel = Cancel
talk-new = New
talk-delete_title = Delete this message?
talk-keep = Keep
talk-emoji = Emoji
talk-search_emoji = Search emoji
talk-no_emoji = No emoji is called that.
talk-recent = Recent
talk-link_title = Open this link?
talk-open = Open
talk-link_sees = It opens in your browser. Whoever runs that site sees your internet address.
talk-link_sees_hidden = It opens in your browser, outside of Tincan. *Your internet address, which you hide here, is shown to whoever runs that site.*
talk-link_open_to_read = This address has no lock: others on the way can read along.
talk-not_opened = No browser took the link. Copy it instead.
talk-they_deleted = { $name } deleted a message
talk-delete_text = It goes for both of you. { $name } may have read it already.
talk-replying_to = Reply to { $name }
talk-answers = Answers { $name }: { $text }
talk-react_with = React with { $emoji }
talk-from_both = { $emoji } from you and { $name }
talk-from_you = { $emoji } from you
talk-from_them = { $emoji } from { $name }
talk-open_host = Open { $host }…
talk-look_alike = Letters of other scripts are in this name. It reads *{ $readable }*, and its true form is *{ $host }*.
talk-skin_tone = Skin tone: { $tone }

## waiting

waiting-title = Your room is ready
waiting-subtitle = Give the code or the link to one person. Either works once.
waiting-close = Close this room
waiting-code = Room code
waiting-code_off = The code is off
waiting-code_off_text = Your link still works. A new code is made when you ask for it.
waiting-new_code = New code
waiting-copy_code = Copy code
waiting-copy_link = Copy link
waiting-copied = Copied. It works once.
waiting-scan = The link, to scan
waiting-vanishing = *Vanishing room.* Nothing is kept when one of you leaves.
waiting-ask = Ask before letting someone in
waiting-pass_on = You pass it on
waiting-pass_on_text = Say the digits or send the link
waiting-pick_up = They pick up
waiting-pick_up_text = You see their name
waiting-full = The room is full
waiting-full_text = Nobody else can enter after that

## notices

notices-knock = Somebody is at your door
notices-arrived = Somebody is in your room
notices-message = New message
notices-call = Somebody calls you
notices-knock_of = { $name } is at your door
notices-arrived_of = { $name } is here
notices-message_of = New message from { $name }
notices-call_of = { $name } calls you

## warnings

warnings-guessing = Somebody was guessing your code, so here is a new one. Your link still works.
warnings-code_off = Somebody keeps guessing, so your code is off. Your link still works.
warnings-relay_lost = The relay is out of reach. Tincan keeps trying to come back to it.
warnings-relay_limits = The relay is full or limits what it passes on. Another relay may do better.
warnings-no_code = The meeting point gives out no code now. Your link still works.
warnings-other_version = The other side runs another version of Tincan. Update both, then try again.
warnings-garbled = Something damaged came over the line and was left out.

## links

links-not_a_link = This is not a Tincan link. It begins with tincan://join/.
links-too_long = This link is too long to be one of ours. Ask for it again.
links-cut_off = This link is not whole: its end is missing. Ask for it again.
links-host = This link is damaged: it does not name whose room it is. Ask for it again.
links-via = This link is damaged: it does not say where to meet. Ask for it again.

## codes

codes-empty = Type the five digits you were given.
codes-not_a_digit = A code has digits only.
codes-length = A code has five digits, sometimes six. This has { $digits }.

## commands

commands-no_room = There is no open room. Create or join one first.
commands-room_open = A room is open already. Leave it first.
commands-not_waiting = This room is not waiting for anybody.
commands-nobody_knocks = Nobody is at the door.
commands-not_connected = Nobody else is in the room yet.
commands-empty_message = There is nothing to say in this message.
commands-message_too_long = This message is too long. Send it in parts, or as a file.
commands-unknown_message = This room knows no such message.
commands-not_yours = Only who wrote a message can change it.
commands-deleted = This message was deleted.
commands-unknown_room = There is no such kept room here.
commands-not_a_kept_room = This room is not kept.
commands-blocked = You blocked who was in this room. Unblock them first.
commands-already_kept = This room is kept already. Forget it to keep it no longer.
commands-no_safety = The emoji to compare are not there yet.
commands-outbox_full = Too many messages wait to be delivered. Wait until some have arrived.
commands-unknown_transfer = This room knows no such transfer.
commands-transfer_over = This transfer is over.
commands-not_offered = This transfer does not wait to be accepted.
commands-not_accepted = This transfer has not been accepted yet.
commands-paused_by_peer = The other side paused this transfer, and only they can resume it.
commands-too_many_transfers = Too many files wait already. Send the rest once some have arrived.
commands-no_such_file = There is no such file.
commands-unreadable = This file cannot be read.
commands-empty_folder = There is no file in this folder.
commands-too_many_files = There are too many files in this folder. Put them into an archive first.
commands-too_big = This file is too big.
commands-no_such_folder = There is no such folder.
commands-read_only = Nothing can be written to this folder.
commands-no_space = There is not enough free space on this disk.
commands-in_call = You are in a call already.
commands-no_call = There is no call.
commands-not_supported = This version of Tincan cannot do this yet.
commands-bad_relay = This is not the address of a relay. It ends in /p2p/ and the relay's key.

## reasons

reasons-changed = The file was changed while it was being sent.
reasons-gone = The file is no longer there.
reasons-unreadable = The file cannot be read.
reasons-disk_full = The disk is full. Free some space, then resume.
reasons-read_only = Nothing can be written to the folder.
reasons-folder_gone = The folder or the part that had arrived is gone.
reasons-unwritable = The file cannot be written.
reasons-damaged = What arrived is damaged.
reasons-too_many = Too many files wait already.
reasons-too_big = No disk holds a file of this size.
reasons-room_closed = The room was closed before the file was whole.
reasons-other_version = The other side runs a version of Tincan that takes no files.
reasons-other = Something went wrong at the other side.

## gif_errors

gif_errors-unknown = There is no such GIF.
gif_errors-no_key = GIPHY needs a key of your own. Put one into Settings.
gif_errors-bad_key = GIPHY does not know this key. Check it in Settings.
gif_errors-too_often =
    { $minutes ->
        [one] GIPHY answers this key again in 1 minute. Tincan's own GIFs still work.
       *[other] GIPHY answers this key again in { $minutes } minutes. Tincan's own GIFs still work.
    }
gif_errors-unreachable = GIPHY cannot be reached. Tincan's own GIFs still work.
gif_errors-garbled = GIPHY gave an answer that makes no sense. Tincan's own GIFs still work.
gif_errors-too_big = This GIF is too big.

## pictures

pictures-not_a_picture = This is not a picture of a kind that Tincan can show.
pictures-broken = This picture is damaged.
pictures-file_too_large = This picture's file is too large to be shown.
pictures-too_many_pixels = This picture is too large to be shown: { $width } × { $height } points.
pictures-too_complex = This picture is built in too complicated a way to be shown.

## errors

errors-as_file = { $why } It can be sent as a file, with everything that is in it.
errors-relay_address = This is not the address of a relay. One looks like /ip4/203.0.113.7/udp/4001/quic-v1/p2p/12D3… and ends in the relay's key.
errors-no_relay_in_link = This link names no relay. Paste the address of one.
errors-relay_known = This relay is in the list already.
errors-too_many_relays = Tincan keeps in touch with { $most } relays at most. Remove one first.

## devices

devices-microphone = The microphone
devices-speaker = The speaker
devices-camera = The camera
devices-microphone_named = The microphone “{ $name }”
devices-speaker_named = The speaker “{ $name }”
devices-camera_named = The camera “{ $name }”
devices-works = { $device } works.
devices-lost = { $device } is gone. Plug it in again, or choose another one.
devices-absent = { $device } was not found. Plug one in, or choose another one.
devices-refused = { $device } may not be used. Allow it in the settings of your system.
devices-busy = { $device } is used by another program. Close that, or choose another one.
devices-unserved = { $device } was not found, since no sound system answers. Start PulseAudio or PipeWire, or restart your computer.
devices-still = { $device } is there, but nothing comes through. Close other programs that use it, or choose another one.
devices-broken = { $device } does not answer. Plug it in again, or choose another one.
devices-screen = Your screen cannot be read, so the other person does not see it. Stop sharing, and share again.
devices-screen_unserved = Your screen cannot be shared: no portal of your desktop answers. Install xdg-desktop-portal, the portal for your desktop, and PipeWire. Then log in again.
devices-screen_refused = Your screen may not be shared. Allow it in the settings of your system.
devices-screen_ended = Your desktop has ended the sharing. Share again if you want to go on.
devices-window = The window
devices-window_named = The window “{ $name }”
devices-window_closed = { $window } was closed, so nothing is shared any more.
devices-window_hidden = { $window } is not on your screen, so they see it as it was. Show it again to go on.
devices-window_unreadable = { $window } cannot be read, so the other person does not see it. Share another one, or the whole screen.

## why

why-trying = Tincan is still looking for a straight path. Until it has one, a relay passes everything on.
why-hidden_ours = You hide your IP address, so a relay passes everything on.
why-hidden_theirs = They hide their IP address, so a relay passes everything on.
why-hidden_both = You both hide your IP addresses, so a relay passes everything on.
why-hidden_either = One of you hides their IP address, so a relay passes everything on.
why-symmetric_ours = Your network shows everybody a different way in, so nobody can be told which one to take, so a relay passes everything on.
why-symmetric_theirs = Their network shows everybody a different way in, so nobody can be told which one to take, so a relay passes everything on.
why-symmetric_both = Your two networks show everybody a different way in, so nobody can be told which one to take, so a relay passes everything on.
why-symmetric_either = One of your networks shows everybody a different way in, so nobody can be told which one to take, so a relay passes everything on.
why-blocked_ours = Your network lets through only the kind of traffic that web pages use, so a relay passes everything on.
why-blocked_theirs = Their network lets through only the kind of traffic that web pages use, so a relay passes everything on.
why-blocked_both = Your two networks let through only the kind of traffic that web pages use, so a relay passes everything on.
why-blocked_either = One of your networks lets through only the kind of traffic that web pages use, so a relay passes everything on.
why-no_address_ours = No relay could tell from where your network can be reached, so a relay passes everything on.
why-no_address_theirs = No relay could tell from where their network can be reached, so a relay passes everything on.
why-no_address_both = No relay could tell from where your two networks can be reached, so a relay passes everything on.
why-no_address_either = No relay could tell from where one of your networks can be reached, so a relay passes everything on.
why-no_common_family = One of you has an old kind of internet address and the other a new one, and those two do not meet, so a relay passes everything on.
why-nothing_came_through = Your two networks did not let a straight path through, so a relay passes everything on.

## days

days-today = Today, { $date }
days-yesterday = Yesterday, { $date }
days-weekday = { $weekday }, { $date }
days-date = { $day } { $month }
days-date_of_year = { $date } { $year }
days-january = January
days-february = February
days-march = March
days-april = April
days-may = May
days-june = June
days-july = July
days-august = August
days-september = September
days-october = October
days-november = November
days-december = December
days-monday = Monday
days-tuesday = Tuesday
days-wednesday = Wednesday
days-thursday = Thursday
days-friday = Friday
days-saturday = Saturday
days-sunday = Sunday

## groups

groups-smileys = Smileys
groups-people = People
groups-nature = Animals and nature
groups-food = Food and drink
groups-travel = Travel and places
groups-activities = Activities
groups-objects = Objects
groups-symbols = Symbols
groups-flags = Flags

## tones

tones-default = default
tones-light = light
tones-medium_light = medium-light
tones-medium = medium
tones-medium_dark = medium-dark
tones-dark = dark

## record

record-head =
    This is one person's own record of a conversation in Tincan, written down by
    their copy of the app at their request. It is not signed: anybody can write or
    change a file like this one, so by itself it proves nothing.
record-by = You: { $name }
record-with = The other called themselves: { $name }
record-emoji = The five emoji: { $state }
record-matched = compared, they matched: { $emoji }
record-not_verified = not verified: { $emoji }
record-not_there = not there yet
record-at = Written down: { $time }
record-you = You
record-they = They
record-deleted = (deleted a message)
record-edited = {" (edited)"}
record-offered = (offered { $name }, { $bytes } bytes)
record-offered_you = (offered you { $name }, { $bytes } bytes)

## signs

signs-dog = dog
signs-cat = cat
signs-lion = lion
signs-horse = horse
signs-pig = pig
signs-elephant = elephant
signs-rabbit = rabbit
signs-panda = panda
signs-chicken = chicken
signs-penguin = penguin
signs-turtle = turtle
signs-fish = fish
signs-octopus = octopus
signs-butterfly = butterfly
signs-bee = bee
signs-fox = fox
signs-sunflower = sunflower
signs-tree = tree
signs-cactus = cactus
signs-mushroom = mushroom
signs-globe = globe
signs-moon = moon
signs-star = star
signs-fire = fire
signs-banana = banana
signs-apple = apple
signs-strawberry = strawberry
signs-lemon = lemon
signs-corn = corn
signs-pizza = pizza
signs-cake = cake
signs-cheese = cheese
signs-robot = robot
signs-ghost = ghost
signs-hat = hat
signs-glasses = glasses
signs-wrench = wrench
signs-umbrella = umbrella
signs-hourglass = hourglass
signs-clock = clock
signs-gift = gift
signs-lamp = lamp
signs-book = book
signs-pencil = pencil
signs-paperclip = paperclip
signs-scissors = scissors
signs-lock = lock
signs-key = key
signs-hammer = hammer
signs-telephone = telephone
signs-train = train
signs-bicycle = bicycle
signs-plane = plane
signs-rocket = rocket
signs-sailboat = sailboat
signs-trophy = trophy
signs-ball = ball
signs-guitar = guitar
signs-trumpet = trumpet
signs-bell = bell
signs-anchor = anchor
signs-balloon = balloon
signs-socks = socks
signs-chair = chair

## kept

kept-recent = Recent rooms
kept-find = Find a room
kept-none_found = No room is called that.
kept-only_here = Kept rooms live on this computer only, sealed. Vanishing rooms are never listed.
kept-open = Open
kept-here = Here now
kept-away = Away
kept-rename = Rename…
kept-clear = Clear what was said…
kept-forget = Forget this room…
kept-block = Block…
kept-keep = Keep this room…
kept-search = Search
kept-export = Save the conversation…
kept-menu = About this room
kept-start_short = Five digits and a link, for one person.
kept-join_short = Type the digits, or paste the link.
kept-next_kept = Kept: you can both come back
kept-kept_waiting = *Kept room.* You can both come back, if they agree.
kept-change = Change
kept-kind_title = What kind of room?
kept-vanishing = Vanishing
kept-vanishing_text = It closes when one of you leaves, and nothing of it is kept on this computer.
kept-kept_kind = Kept
kept-kept_text = If the other one agrees, you can both come back by the same link. What you say is kept on both computers, sealed.
kept-kind = Kept room · just the two of you
kept-awaiting = Kept room · waiting for them
kept-nobody_yet = Nobody here yet
kept-accept = Keep it
kept-not_now = Not now
kept-proposed_text = You can both come back by the same link, and what you say is kept on both computers, sealed. Each can forget it, here only.
kept-take_back = Take back
kept-agreed = You both keep this room. It is among your recent rooms, and the link leads here again.
kept-propose_title = Keep this room?
kept-propose = Ask them
kept-cancel = Cancel
kept-leave_title = Leave for now?
kept-leave_text = The room stays: come back whenever you both like. What was said stays on this computer, sealed.
kept-leaving = A kept room stays when you leave: both of you can come back, by the list or the link. What was said is on this computer until you clear it or forget the room.
kept-still_stored = What was said in this room is on this computer, sealed, until you clear it or forget the room. What they have on theirs is up to them.
kept-rename_title = Rename this room
kept-rename_text = Only you see this name. Empty, it is what they call themselves.
kept-name = Name of the room
kept-save = Save
kept-clear_title = Clear what was said?
kept-clear_text = All that was said here goes from this computer, for good; files that you saved stay where they are. The room stays, and the other one keeps theirs.
kept-clear_now = Clear
kept-forget_now = Forget
kept-forget_text = The room and all that was said in it go from this computer, for good, and you can no longer come back to it. The other one keeps theirs.
kept-block_now = Block
kept-block_text = You will not meet them in this room any more. They are not told. Settings, Storage has the list.
kept-block_vanishing = Everybody has a new key in each vanishing room, so nobody can be known again: this closes the room for both, and they cannot come back to it.
kept-export_title = Save the conversation
kept-export_text = All that was said goes into a file that you choose. The file is *not sealed*: whoever can read it can read everything.
kept-as_text = As text
kept-as_json = As JSON
kept-exported = The conversation is saved.
kept-export_head = Conversation with { $name }
kept-export_about = Saved by { $name } on { $time } ({ $zone }). It is a copy of their own that nobody has signed.
kept-export_edited = edited
kept-export_deleted = deleted
kept-export_lost = not delivered
kept-export_answers = answers
kept-export_file = file
kept-export_picture = picture
kept-export_not_whole = not handed over
kept-search_hint = Search this conversation
kept-searching = Looking…
kept-nothing_found = Nothing was said with these words.
kept-search_text = Words that either of you said, and names of files. Everything is searched on this computer.
kept-further = Look further back
kept-talked_today = You talked today, { $time }
kept-talked_yesterday = You talked yesterday, { $time }
kept-unseen = { $count } new
kept-open_room = Open { $name }
kept-about_room = More about { $name }
kept-proposed = { $name } wants to keep this room
kept-asked = You asked { $name } to keep this room. It vanishes unless they agree.
kept-no_thanks = { $name } does not want to keep this room now, so it stays a vanishing one.
kept-propose_text = { $name } is asked. If they agree, you can both come back by the same link, and what you say is kept on both computers, sealed.
kept-has_left = { $name } has left. The room stays: come back whenever you both like.
kept-waiting_for = { $name } is not here. Stay, or come back any day: whoever is first waits, and words can be sent when you are both here.
kept-nothing_yet = Nothing is kept of what you and { $name } said.
kept-forget_title = Forget { $name }?
kept-block_title = Block { $name }?
kept-also_called = { $name } · kept room
kept-found = { $who }, { $time }: { $text }
kept-stopped = This room stopped
kept-stopped_text = The room stays: come back from the list of recent rooms whenever you both like.

## storage

storage-title = Storage
storage-about = What is kept on this computer, and how it is sealed.
storage-key = The key to your kept rooms
storage-in_keyring = It is in the keyring of this system, which opens when you log in.
storage-no_key = No room was kept yet, so there is no key. It is made with the first one.
storage-held = Kept rooms
storage-clear_every = Clear all conversations…
storage-clear_every_title = Clear all conversations?
storage-clear_every_text = All that was said in every kept room goes from this computer, for good; files that you saved stay where they are. The rooms stay, and the others keep theirs.
storage-blocked = Blocked
storage-nobody_blocked = You blocked nobody.
storage-blocked_text = They are blocked by the key of the room that you kept with them. In a vanishing room everybody has a new key.
storage-unblock = Unblock
storage-in_file = This system has no keyring, so it is in a file that only you can read: *{ $file }*. Whoever gets at your files can open your kept rooms.
storage-rooms =
    { $count ->
        [one] 1 room
       *[other] { $count } rooms
    }
storage-messages =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    }
storage-used = { $rooms }, { $messages }, { $bytes } on the disk
storage-unblock_name = Unblock { $name }
