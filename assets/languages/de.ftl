## home

home-title = Zwei Dosen und eine Schnur
home-subtitle = Ein privater Raum für genau zwei Menschen. Kein Konto, und kein Server, der mithören könnte.
home-you = du
home-friend = Freund
home-start = Einen Raum öffnen
home-start_text =
    Du bekommst fünf Ziffern und einen Link.
    Gib eins von beiden einem einzigen Menschen.
home-create = Raum öffnen
home-creating = Einen Moment…
home-vanishing = Flüchtig: Nichts bleibt, wenn du gehst
home-join_title = In einen Raum kommen
home-join_text =
    Tippe die fünf Ziffern ein, die du bekommen hast,
    oder füge den Link ein.
home-join = Hinein
home-links = Ein *tincan://*-Link öffnet diese App von selbst
home-cells = Raumcode
home-hint = Neu hier? Ein *Code* sind fünf Ziffern, die man sich sagen kann. Ein *Link* tut dasselbe mit einem Klick. Wer zuerst eins davon benutzt, nimmt die andere Dose, und der Raum ist voll.
home-got_it = Verstanden
home-is_private = Ist das privat?
home-when_i_leave = Was geschieht, wenn ich gehe?

## your_name

your_name-change = Deinen Namen ändern
your_name-title = Dein Name
your_name-text = Der andere sieht ihn, sobald ihr zusammen seid, und niemand vorher.
your_name-field = Name
your_name-hint = Hier dein Name
your_name-save = Speichern
your_name-cancel = Abbrechen
your_name-next_room = Er ändert sich ab dem nächsten Raum.

## knock

knock-let_in = Einlassen
knock-not_now = Jetzt nicht
knock-text = Danach ist der Raum voll.
knock-title = { $name } hat deinen Code oder Link

## progress

progress-creating = Dein Raum entsteht
progress-creating_text = Der Treffpunkt wird um einen Code gebeten.
progress-joining = Die andere Dose wird aufgenommen
progress-joining_text = Der Raum wird gesucht. Das dauert einen Moment.
progress-knocking = Du bist an der Tür
progress-knocking_text = Du wurdest angekündigt. Warte hier, bis man dich einlässt.
progress-cancel = Abbrechen
progress-cancelling = Einen Moment…
progress-connecting = Verbinden…

## link

link-title = Jemand lädt dich ein
link-text = Du kommst in einen Raum für zwei, und der Raum ist voll. Der andere sieht deinen Namen. Bis jetzt wurde nichts gesendet.
link-join = In diesen Raum kommen
link-join_by = Dieses Relais benutzen und beitreten
link-not_now = Jetzt nicht
link-broken = Dieser Link geht nicht
link-room_open = Verlass erst den Raum, in dem du bist. Der Link wartet hier.
link-unknown = Ihr trefft euch über *{ $relays }*, das nicht zu deinen Relais gehört. Es kann nicht lesen, was ihr sagt. Es kann deine Internetadresse sehen, wann ihr sprecht und wie viel.
link-and = { $before } und { $last }

## path

path-nearby = Geradewegs, innerhalb eures gemeinsamen Netzes.
path-broken = Neu verbinden…
path-connecting = Verbinden…
path-direct = Direkt
path-near = In der Nähe
path-relayed = Über Relais
path-timed = { $kind } · { $ms } ms
path-seat_is_held = Der Platz bleibt noch { $seconds } s frei.
path-reconnecting = Neu verbinden… Der Platz bleibt noch { $seconds } s frei.

## app

app-only_near = Kein Internet. Wer im selben WLAN ist, kann trotzdem beitreten.
app-looking_for_meeting = Ein Treffpunkt wird gesucht…
app-ready = Bereit für ein Treffen
app-offline = Kein Internet und kein WLAN. Tincan sucht weiter.
app-quoted = „{ $text }“
app-code_good_for =
    { $minutes ->
        [one] Noch 1 Minute gültig. Dann erscheint hier von selbst ein neuer.
       *[other] Noch { $minutes } Minuten gültig. Dann erscheint hier von selbst ein neuer.
    }
app-nobody_answers = Unter { $code } antwortet niemand. Prüfe die Ziffern, oder bitte um einen neuen Code.
app-ok = OK
app-decimal_mark = ,
app-title = Tincan
app-title_unread = ({ $count }) Tincan
app-title_moving = { $percent } % · Tincan
app-title_both = ({ $count }) { $percent } % · Tincan

## call

call-call = Anrufen
call-video_call = Videoanruf
call-voice = Sprachanruf
call-hears_nothing = Man hört nichts von dir, bis du annimmst.
call-decline = Ablehnen
call-answer = Annehmen
call-with_camera = Mit Kamera
call-mute = Stumm
call-muted = Stumm
call-camera = Kamera
call-sound = Ton
call-silent = Lautlos
call-chat = Chat
call-unread =
    { $count ->
        [one] 1 neue Nachricht
       *[other] { $count } neue Nachrichten
    }
call-hang_up = Auflegen
call-back = Zurück zum Anruf
call-numbers = Zahlen zum Anruf
call-share = Teilen
call-sharing = Geteilt
call-stop_sharing = Nicht mehr teilen
call-you_share = Dein Bildschirm ist zu sehen
call-you_share_window = „{ $title }“ ist zu sehen
call-they_share = { $name } teilt einen Bildschirm
call-no_sharing = Dieser Bildschirm lässt sich nicht teilen: Unter Wayland braucht es dafür PipeWire, und dieses Tincan wurde ohne gebaut. Bau es noch einmal, wo PipeWire da ist, melde dich mit X11 an, oder sende ein Bild davon im Chat.
call-your_screen = Dein Bildschirm
call-your_window = Dein Fenster
call-they_share_nothing = Es wird nichts mehr geteilt.
call-choose = Was möchtest du teilen?
call-choose_text = Zu sehen ist, was du wählst, und sonst nichts, bis du aufhörst.
call-whole_screen = Der ganze Bildschirm
call-screen_number = Bildschirm { $number }
call-nameless = Ein Fenster ohne Namen
call-looking = Es wird nachgesehen, was es gibt …
call-not_to_be_read = Dein Bildschirm lässt sich nicht lesen. Versuch es noch einmal, oder starte Tincan neu.
call-ok = OK
call-level = Wie laut du bist
call-full_screen = Vollbild
call-microphones = Ein Mikrofon wählen
call-cameras = Eine Kamera wählen
call-speakers = Einen Lautsprecher wählen
call-volume = Lautstärke
call-system = Was das System vorzieht
call-push_to_talk = Nur sprechen, solange die Leertaste gedrückt ist
call-you = Du
call-they_are_muted = stumm
call-speaking = spricht
call-preview = Vor dem Anruf
call-preview_text = So sieht man dich. Sag etwas: Der Balken folgt deiner Stimme.
call-preview_voice = Sag etwas: Der Balken folgt deiner Stimme.
call-not_now = Jetzt nicht
call-weak = Die Leitung ist schwach, darum ruht das Bild, und der Ton bleibt klar.
call-ringing = { $name } wird angerufen…
call-incoming = { $name } ruft an
call-reconnecting = Neu verbinden
call-clear = Klar
call-good = Gut
call-rough = Holprig
call-sound_only = Nur Ton
call-delay = Verzögerung des Tons
call-repaired = Ausgebessert
call-made_up = Erdacht
call-rate_in = Ton und Bild, herein
call-rate_out = Ton und Bild, hinaus
call-pictures = Bilder pro Sekunde
call-they_hung_up = Am anderen Ende wurde aufgelegt.
call-declined = Der Anruf wurde abgelehnt.
call-busy = Dort wird schon telefoniert.
call-no_answer = Niemand nahm ab. Versuch es später noch einmal, oder schreib.
call-missed = Du hast einen Anruf verpasst.
call-lost = Die Leitung brach ab, darum ist der Anruf zu Ende.

## closed

closed-create = Einen neuen Raum öffnen
closed-home = Zum Anfang
closed-try_again = Noch einmal
closed-stored = Was wurde gespeichert, und wo?
closed-stored_text = Nichts. Was ihr gesagt habt, lag im Arbeitsspeicher, solange der Raum offen war, und ist jetzt fort.
closed-stored_text_2 = Wir versprechen das nur für diesen Computer: Was am anderen kopiert wurde, ist dort.
closed-the_other = Der andere
closed-two_versions = Ihr benutzt zwei Versionen
closed-relay_full = Das Relais ist voll
closed-damaged = Die Leitung ist beschädigt
closed-damaged_text = Es kamen immer wieder beschädigte Worte, darum ist der Raum geschlossen. Trefft euch mit einem neuen Code.
closed-left = Du bist gegangen
closed-left_by = { $name } ist gegangen
closed-vanished = Das war ein flüchtiger Raum, darum schloss er um { $at } für euch beide. Nichts von dem, was ihr sagtet, wurde auf diesem Computer gespeichert.
closed-line_broke = Die Leitung brach ab
closed-line_broke_text = Die Leitung brach um { $at } ab und kam 60 s lang nicht wieder, darum ist der Raum geschlossen.
closed-refused = Diesmal nicht
closed-refused_text = Du wurdest nicht eingelassen. Sprecht miteinander, und bitte um einen neuen Code.
closed-unreachable = Kein Treffpunkt antwortet
closed-unreachable_text = Von hier ist kein Relais zu erreichen, und niemand in der Nähe antwortet. Prüfe das Internet, dann versuch es noch einmal.
closed-host_away = Der andere Rechner ist nicht zu erreichen
closed-host_away_text = Der Treffpunkt antwortet, der andere Rechner nicht. Bitte darum, Tincan offen zu lassen, dann versuch es noch einmal.
closed-offline = Du bist offline
closed-offline_text = Dieser Rechner hat kein Internet und kein Netz, in dem jemand in der Nähe zu finden wäre. Verbinde ihn, dann versuch es noch einmal.
closed-nobody = Niemand antwortet
closed-nobody_text = Unter diesem Link antwortet niemand. Vielleicht ist er schon benutzt: Bitte um einen neuen.

## explain

explain-close = Schließen
explain-why_relayed = Warum über ein Relais?
explain-try_again = Jetzt noch einmal versuchen
explain-trying = Suche…
explain-another_relay = Ein anderes Relais benutzen
explain-stop_hiding = Das ändern
explain-straight_now = Ihr seid jetzt direkt verbunden. Kein Relais dazwischen.
explain-relay_cannot = Es kann *nicht* lesen, hören oder sehen, was ihr sagt. Das bleibt versiegelt.
explain-relay_sees = Es kann eure beiden Internetadressen sehen, wann ihr sprecht und wie viel.
explain-relay_next = Tincan sucht weiter nach einem geraden Weg. Du musst nichts tun.
explain-private = Worte, Bilder und Anrufe werden auf deinem Computer versiegelt und erst auf dem anderen geöffnet. Niemand dazwischen kann sie öffnen, und wir auch nicht.
explain-private_relay = Der Treffpunkt, und wo nötig ein Relais, sehen eure beiden Internetadressen, wann ihr sprecht und wie viel. Vom Code sehen sie zwei Ziffern, nie alle.
explain-private_peer = Der andere sieht deinen Namen und auf geradem Weg deine Internetadresse. Du kannst sie verbergen.
explain-private_who = Wer der andere wirklich ist, kannst nur du prüfen. Auch kann er behalten oder weitergeben, was du ihm sagst.
explain-private_us = Es gibt kein Konto, und nichts wird gezählt oder nach Hause gemeldet.
explain-privacy = Einstellungen zur Privatsphäre
explain-leaving = Räume sind flüchtig: Geht einer von euch, schließt der Raum für beide, und nichts davon bleibt auf diesem Computer.
explain-leaving_files = Angenommene Dateien bleiben, wo du sie hingelegt hast. Was der andere gespeichert hat, bleibt bei ihm.
explain-leaving_window = Das Fenster zu schließen heißt zu gehen, darum wirst du vorher gefragt. Code und Link sind danach nutzlos.
explain-leaving_2 = Reißt nur die Leitung ab, bleibt der andere Platz 60 s lang frei, und das Gespräch geht weiter, sobald er wieder da ist.

## gifs-settings

gifs-settings-title = GIFs
gifs-settings-text = Tincan bringt eigene mit, die kein Internet brauchen. GIPHY hat viel mehr, mit einem eigenen Schlüssel.
gifs-settings-key_title = Dein Schlüssel für GIPHY
gifs-settings-off = Aus. GIPHY wird nichts gefragt.
gifs-settings-on = An. GIPHY wird gefragt, wenn du seinen Reiter öffnest.
gifs-settings-field = Schlüssel
gifs-settings-hint = Füge deinen Schlüssel ein
gifs-settings-where_from = Schlüssel sind kostenlos: Leg bei developers.giphy.com ein Konto an, erstelle dort eine App der Art API und kopiere ihren Schlüssel.
gifs-settings-save = Speichern
gifs-settings-saved = Gespeichert
gifs-settings-test = Testen
gifs-settings-testing = Testen…
gifs-settings-remove = Entfernen
gifs-settings-works = GIPHY kennt diesen Schlüssel.
gifs-settings-learns = GIPHY erfährt, wonach du suchst, und deine *Internetadresse*.
gifs-settings-other = Der andere spricht nie mit GIPHY: Du holst das GIF und übergibst es versiegelt.
gifs-settings-kept = Der Schlüssel steht in der Einstellungsdatei dieses Computers.
gifs-settings-hidden = Du verbirgst deine IP-Adresse. GIPHY würde sie sehen, darum fragt Tincan dich vorher; auch ein Test geht dorthin.
gifs-settings-rating_title = Für wen GIFs von GIPHY geeignet sein sollen
gifs-settings-bad_key = GIPHY kennt diesen Schlüssel nicht.
gifs-settings-unreachable = GIPHY ist jetzt nicht zu erreichen.

## gifs

gifs-pick = Ein GIF senden
gifs-close = GIFs schließen
gifs-tincan = Tincan
gifs-giphy = GIPHY
gifs-search = GIFs suchen
gifs-own = Für Tincan gemacht. Geht ohne Internet.
gifs-powered = Powered by GIPHY
gifs-looking = Suche…
gifs-fetching = Wird geholt…
gifs-untitled = GIF
gifs-nothing = Nichts gefunden. Versuch ein anderes Wort.
gifs-again = Noch einmal suchen
gifs-off = GIPHY ist aus, bis du ihm einen Schlüssel gibst.
gifs-off_text = Es erführe, wonach du suchst, und deine Internetadresse. Die GIFs von Tincan brauchen niemanden.
gifs-to_settings = Einstellungen öffnen
gifs-hidden = Du verbirgst deine IP-Adresse, aber GIPHY würde sie sehen.
gifs-hidden_text = Es sähe auch, wonach du suchst. Der andere spricht nie mit GIPHY.
gifs-ask_giphy = Zu GIPHY gehen
gifs-not_sent_as = Das GIF wurde nicht gesendet. { $why }
gifs-everybody = Alle
gifs-accompanied = Kinder in Begleitung
gifs-teens = Ab 13 Jahren
gifs-adults = Erwachsene

## handover

handover-attach = Bilder oder Dateien senden
handover-pictures_and_files = Bilder und Dateien…
handover-folder = Einen Ordner…
handover-as_files = Als Dateien, mit allem, was darin ist…
handover-clean = Ort und Kameradaten entfernen
handover-clean_on = Bilder gehen ohne Angaben dazu, wo, wann und womit sie entstanden.
handover-clean_off = Bilder gehen mit allem, was darin ist: Ort, Zeit, Kamera, Name.
handover-sent_with_all = Mit allem gesendet, was in der Datei ist.
handover-folder_sent = Was im Ordner ist, geht als Dateien, mit allem, was darin ist.
handover-not_shown = AVIF und HEIC können nicht gezeigt werden: Es geht als Datei, mit allem, was darin ist.
handover-drop = Zum Senden loslassen
handover-accept = Annehmen
handover-accept_into = In einen anderen Ordner annehmen…
handover-decline = Ablehnen
handover-pause = Anhalten
handover-resume = Fortsetzen
handover-go_on = Weiter
handover-cancel = Abbrechen
handover-show = Zeigen
handover-done = Geprüft und vollständig
handover-gone = Nicht mehr dort, wo es gespeichert wurde
handover-not_saved_then = Gesehen, aber nicht gespeichert
handover-small_only = nur dieses kleine Bild davon ist noch da
handover-gif = GIF
handover-viewer = Bild
handover-fit = Ins Fenster einpassen
handover-actual = Vergrößern
handover-copy = Bild kopieren
handover-save = In Downloads speichern
handover-save_into = In einem anderen Ordner speichern…
handover-show_folder = Im Ordner zeigen
handover-close = Bild schließen
handover-copied = Kopiert.
handover-not_copied = Das Bild konnte nicht kopiert werden.
handover-no_dialog = Der Dateidialog ging nicht auf. Zieh Dateien stattdessen hierher.
handover-sending = Wird gesendet
handover-delivered = Angekommen
handover-not_sent = Nicht gesendet
handover-ok = OK
handover-folder_shut = Der Ordner ging nicht auf. Die Datei ist { $path }.
handover-not_saved_as = { $path } wurde nicht geschrieben: { $why }.
handover-not_saved_full = { $path } wurde nicht geschrieben: Der Datenträger ist voll.
handover-not_saved_forbidden = { $path } wurde nicht geschrieben: Dort darf nichts geschrieben werden.
handover-not_saved_nowhere = { $path } wurde nicht geschrieben: Diesen Ordner gibt es nicht.
handover-picture_from_you = Bild von dir
handover-picture_from = Bild von { $name }
handover-far = { $done } von { $all }
handover-seconds_left = noch { $count } s
handover-minutes_left = noch { $count } min
handover-hours_left = noch { $count } h
handover-waiting_for = { $size } · Warten auf { $name }
handover-a_second = { $size }/s
handover-paused = Angehalten · { $far }
handover-paused_by = Angehalten von { $name } · { $far }
handover-delivered_all = Angekommen · { $size }
handover-you_declined = Du hast abgelehnt
handover-declined_by = { $name } hat abgelehnt
handover-cancelled = Abgebrochen · { $far }
handover-stuck = Es geht nicht weiter.
handover-disk_full = Dein Datenträger ist voll. Mach { $missing } frei, dann geht es weiter.
handover-their_disk_full = Der Datenträger von { $name } ist voll. Es geht weiter, sobald Platz ist.
handover-count_pictures =
    { $count ->
        [one] 1 Bild
       *[other] { $count } Bilder
    }
handover-count_files =
    { $count ->
        [one] 1 Datei
       *[other] { $count } Dateien
    }
handover-count_folders =
    { $count ->
        [one] 1 Ordner
       *[other] { $count } Ordner
    }
handover-goes_with =
    { $count ->
        [one] { $name } geht mit deinen Worten
       *[other] { $count } Dateien und Bilder gehen mit deinen Worten
    }
handover-unstage = Nicht senden
handover-with = mit einem Bild oder einer Datei
handover-units = B kB MB GB TB PB EB
handover-list_comma = {", "}

## keys

keys-title = Tastenkürzel
keys-everywhere = Überall
keys-list = Diese Liste
keys-tab = Zum nächsten, zum vorigen
keys-press = Drücken, was den Ring hat
keys-back = Schließen, oder zurück
keys-settings = Einstellungen
keys-create = Einen Raum öffnen
keys-leave = Den Raum verlassen
keys-quit = Das Fenster schließen
keys-scale = Größer, kleiner, wie es war
keys-in_room = In einem Raum
keys-send = Senden
keys-line = Eine neue Zeile
keys-paste = Ein kopiertes Bild übergeben
keys-pages = Durch das Gespräch
keys-newest = Zum Neuesten
keys-walk = Zum Gesagten
keys-with_message = Antworten, ändern, löschen
keys-copy = Nachricht kopieren
keys-last = Letzte Nachricht ändern
keys-find = Gesagtes finden
keys-in_call = In einem Anruf
keys-answer = Annehmen
keys-answer_video = Annehmen mit Kamera
keys-decline = Ablehnen
keys-talk = Halten zum Sprechen
keys-in_picture = In einem Bild
keys-zoom = Näher, weiter weg
keys-conversation = Zurück zum Gespräch

## key

key-ctrl = Strg
key-shift = Umschalt
key-enter = Eingabe
key-space = Leertaste
key-escape = Esc
key-delete = Entf
key-end = Ende
key-page_up = Bild auf
key-page_down = Bild ab

## room

room-kind = Flüchtiger Raum · nur ihr zwei
room-leave = Verlassen
room-leaving = Verlassen…
room-leave_title = Diesen Raum verlassen?
room-leave_text = Er schließt für euch beide. Nichts davon bleibt hier.
room-stay = Bleiben
room-hint = Sag etwas
room-composer = Nachricht
room-send = Senden
room-too_long = Diese Nachricht ist zu lang. Sende sie in Teilen.
room-busy = Zu vieles wartet aufs Senden. Versuch es gleich noch einmal.
room-sent = Gesendet
room-delivered = Angekommen
room-read = Gelesen
room-waiting = Noch nicht gesendet
room-failed = Nicht angekommen
room-try_again = Noch einmal
room-delete = Löschen
room-copy = Kopieren
room-you = Du
room-not_here = eine Nachricht, die nicht hier ist
room-empty = Ihr zwei seid zusammen, und der Raum ist voll. Sag Hallo.
room-typing = { $name } schreibt
room-not_delivered = Nicht angekommen: { $name } war nicht da. Versuch es, wenn ihr wieder verbunden seid.
room-to_newest = Zum Neuesten
room-newer =
    { $count ->
        [one] 1 neue Nachricht
       *[other] { $count } neue Nachrichten
    }

## safety

safety-title = Ist es wirklich dein Gegenüber?
safety-text = Lest euch diese fünf laut vor, am besten in einem Anruf. Ihr solltet beide dieselben sehen, in derselben Reihenfolge.
safety-coming = Die fünf Emoji kommen gleich.
safety-matching = Sie stimmen überein
safety-differ = Sie sind verschieden
safety-until = Bis ihr verglichen habt, steht hier *Nicht geprüft*. Das ist kein Alarm, nur eine Erinnerung. Sind sie verschieden, geht und trefft euch mit einem neuen Code.
safety-differ_now = Vielleicht sitzt jemand zwischen euch. Geht, und trefft euch mit einem neuen Code.
safety-leave = Verlassen
safety-matched = Ihr habt sie verglichen. Niemand sitzt zwischen euch beiden.
safety-take_back = Sie sind doch verschieden
safety-not_verified = Nicht geprüft
safety-verified = Geprüft
safety-open = Ist es wirklich dein Gegenüber?
safety-meeting_point = Was kann der Treffpunkt sehen?
safety-meeting_point_text = Er sieht deine Internetadresse, die ersten zwei Ziffern deines Codes, solange jemand dort wartet, und wann zwei sich trafen. Nie sieht er den ganzen Code, deinen Namen oder etwas von dem, was du sagst.
safety-meeting_point_text_2 = Trägt er als Relais eure Worte, sieht er auch, wie viel hindurchgeht. Alles davon ist versiegelt.
safety-hide_mine = Meine verbergen
safety-save = Eigene Aufzeichnung speichern
safety-save_text = Schreibt, was du hier siehst, in eine Datei deiner Wahl, um sie jemandem zu zeigen, dem du vertraust. Sie ist nicht unterschrieben: Für sich allein beweist sie nichts.
safety-saved = Deine Aufzeichnung ist gespeichert. Sie ist nicht unterschrieben.
safety-title_direct = Euer Weg ist gerade
safety-title_lan = Euer Weg bleibt in der Nähe
safety-title_relayed = Ein Relais reicht alles weiter
safety-title_none = Ein Weg wird gesucht
safety-text_direct = Alles geht geradewegs von deinem Computer zum anderen, unterwegs versiegelt. Der Treffpunkt hat euch nur bekannt gemacht. Man kann dort deine Internetadresse sehen.
safety-text_lan = Alles geht geradewegs zum anderen Computer, innerhalb eures gemeinsamen Netzes und versiegelt. Man kann dort deine Adresse darin sehen.
safety-text_relayed = Alles wird auf deinem Computer versiegelt und erst auf dem anderen geöffnet. Das Relais sieht eure beiden Internetadressen, wann ihr sprecht und wie viel.
safety-text_none = Alles wartet versiegelt auf deinem Computer, bis die Leitung wieder da ist.

## settings-name

settings-name-title = Name
settings-name-saved = Gespeichert
settings-name-seen = So sieht dich der andere

## settings-devices

settings-devices-title = Geräte
settings-devices-text = Probier sie hier aus. Auf dieser Seite hört und sieht dich niemand.
settings-devices-in_call = Du bist in einem Anruf: Was du hier wählst, gilt sofort.
settings-devices-microphone = Mikrofon
settings-devices-speak = Sag etwas
settings-devices-speaker = Lautsprecher
settings-devices-camera = Kamera
settings-devices-quiet = Leise
settings-devices-good = Gut so
settings-devices-loud = Zu laut
settings-devices-processing = Echo und Geräusche entfernen
settings-devices-processing_text = Hält Lüfter und Tastaturen draußen und deine Stimme gleich laut
settings-devices-push_to_talk = Sprechen auf Tastendruck
settings-devices-push_to_talk_text = Halte die Leertaste, während dieses Fenster vorn ist
settings-devices-play = Einen Ton spielen
settings-devices-turn_on = Einschalten
settings-devices-turn_off = Ausschalten
settings-devices-camera_is_off = Die Kamera ist aus
settings-devices-only_you = Nur du siehst das
settings-devices-mirror = Mein Bild spiegeln
settings-devices-mirror_text = Nur für dich, wie in einem Spiegel
settings-devices-away = { $name } · nicht angeschlossen

## settings-privacy

settings-privacy-title = Privatsphäre
settings-privacy-text = Was der andere und die dazwischen erfahren.
settings-privacy-hide = Meine IP-Adresse verbergen
settings-privacy-hide_text = Der andere erfährt deine Internetadresse nie, weil Relais alles tragen. Diese sehen sie trotzdem, und alles kommt ein wenig später an.
settings-privacy-receipts = Mitteilen, wenn du eine Nachricht gelesen hast
settings-privacy-receipts_text = Ist das aus, sieht der andere, dass eine Nachricht angekommen ist, und nie, ob du sie gesehen hast.
settings-privacy-next_room = Gilt ab dem nächsten Raum.
settings-privacy-hide_given = Deine Adresse ist in diesem Lauf verborgen, weil Tincan mit *--hide-ip* gestartet wurde. Was du hier wählst, gilt ab dem nächsten Start.
settings-privacy-ask = Fragen, bevor jemand eingelassen wird
settings-privacy-ask_text = Auch wer den richtigen Code oder Link hat, wartet an der Tür, bis du Ja sagst.
settings-privacy-links = tincan://-Links mit dieser App öffnen
settings-privacy-links_text = Ein Link, den du in einer anderen App drückst, kommt hierher. Nichts wird gesendet, bevor du „In diesen Raum kommen“ drückst.

## settings-relays

settings-relays-title = Relais
settings-relays-text = Sie machen euch bekannt und reichen versiegelte Worte weiter, wo es keinen geraden Weg gibt. Lesen können sie diese nicht.
settings-relays-given = Dieser Lauf benutzt die Relais, mit denen Tincan gestartet wurde (*--relay*). Was du hier änderst, gilt ab dem nächsten Start.
settings-relays-none = Keins: der Treffpunkt auf diesem Computer
settings-relays-none_text = Fenster auf diesem Computer treffen sich dort. Um jemanden anderswo zu treffen, füge ein Relais hinzu.
settings-relays-add_title = Ein Relais durch Link oder Adresse hinzufügen
settings-relays-field = Link oder Adresse
settings-relays-hint = /dns4/relay.example/udp/4001/quic-v1/p2p/12D3…
settings-relays-add = Hinzufügen
settings-relays-add_text = Wer ein Relais betreibt, kann dir die Adresse geben. Ein Einladungslink fügt die Relais hinzu, die darin stehen.
settings-relays-next_room = Der nächste Raum benutzt diese Liste. Ihr braucht beide ein gemeinsames Relais, oder einen Link.
settings-relays-looking = Suche…
settings-relays-answers = Antwortet · { $ms } ms
settings-relays-no_answer = Keine Antwort
settings-relays-refuses = Lehnt ab
settings-relays-remove = { $host } entfernen

## settings-notifications

settings-notifications-title = Mitteilungen
settings-notifications-text = Wie du von Neuem erfährst. Jedes kann ausgeschaltet werden.
settings-notifications-show = Mitteilen, wenn dieses Fenster nicht vorn ist
settings-notifications-show_text = Von Klopfen, Nachrichten, Anrufen und wer hereinkommt. Nie mit einem Wort von jemandem, denn Mitteilungen bleiben auf Bildschirmen und in Verläufen stehen.
settings-notifications-names = Sagen, wer es ist, in Räumen, die bleiben
settings-notifications-names_text = In flüchtigen Räumen hat eine Mitteilung nie einen Namen.
settings-notifications-absent = Nichts auf diesem Computer zeigt Mitteilungen, also wird keine erscheinen. Die Töne und die Zahl im Titel sagen es dir trotzdem.
settings-notifications-sounds = Töne
settings-notifications-of_knock = Jemand klopft
settings-notifications-of_arrival = Jemand kommt herein
settings-notifications-of_message = Eine Nachricht, wenn dieses Fenster nicht vorn ist
settings-notifications-of_ring = Jemand ruft an
settings-notifications-of_ring_back = Es klingelt am anderen Ende
settings-notifications-of_reconnecting = Die Leitung bricht ab
settings-notifications-of_end = Der Raum schließt, oder ein Anruf endet
settings-notifications-play_sound = Abspielen: { $what }

## settings-appearance

settings-appearance-title = Aussehen
settings-appearance-text = Auf diesem Computer. Der andere sieht sein eigenes.
settings-appearance-theme = Hell oder dunkel
settings-appearance-system = Wie das System
settings-appearance-light = Hell
settings-appearance-dark = Dunkel
settings-appearance-contrast = Hoher Kontrast
settings-appearance-contrast_text = Kräftige Farben, und Umrisse statt Tönungen. Aus: wie das System es will.
settings-appearance-motion = Weniger Bewegung
settings-appearance-motion_text = Nichts schwingt, blendet oder gleitet. Aus: wie das System es will.
settings-appearance-smaller = Kleiner
settings-appearance-larger = Größer
settings-appearance-scale_text = { $held } mit + und − tut überall dasselbe, { $held } 0 geht zurück auf 100 %.
settings-appearance-scale = Größe von allem: { $percent } %
settings-appearance-scale_room = In diesem Fenster ist Platz für { $percent } %. Für mehr mach es größer.
settings-appearance-renderer = Gezeichnet von
settings-appearance-renderer_text = Versuch etwas anderes, wenn das Fenster flackert, leer bleibt oder falsche Farben zeigt. Es gilt ab dem nächsten Start; wo eins nicht zeichnen kann, tut es das andere.
settings-appearance-automatic = Automatisch
settings-appearance-renderer_given = Dieser Lauf zeichnet so, wie Tincan gestartet wurde (*--renderer*). Was du hier wählst, gilt ab dem nächsten Start.

## settings-language

settings-language-title = Sprache
settings-language-text = Die dieses Fensters und der Mitteilungen. Der andere hat seine eigene.
settings-language-system = Wie das System
settings-language-both = { $choice } · { $language }
settings-language-emoji = Emoji werden in jeder Sprache unter ihren englischen Namen gesucht.
settings-language-chinese = Chinesisch
settings-language-japanese = Japanisch
settings-language-korean = Koreanisch
settings-language-others = andere Schriften
settings-language-lacking = Keine Schriftart dieses Computers hat alle Zeichen, die hier gebraucht wurden ({ $letters }), darum stehen Kästchen an ihrer Stelle. Mit einer, die sie hat, etwa Noto Sans, sind sie ab dem nächsten Start von Tincan zu sehen.

## settings-about

settings-about-title = Über Tincan
settings-about-text = Zwei Blechdosen und eine Schnur: ein privater Raum für genau zwei Menschen.
settings-about-promise = Kein Konto, kein Server, der mithören könnte, und nichts wird gezählt oder nach Hause gemeldet.
settings-about-licence = Freie Software, unter der MIT- oder der Apache-2.0-Lizenz, wie du willst.
settings-about-fonts = Gesetzt in Inter von Rasmus Andersson und Quicksand von Andrew Paglinawan, beide unter der SIL Open Font License. Emoji von Twitter und anderen Beitragenden (Twemoji), unter CC-BY 4.0.

## settings

settings-title = Einstellungen
settings-back = Zurück
settings-version_of = Tincan { $number }

## talk

talk-edited = bearbeitet
talk-you_deleted = Du hast eine Nachricht gelöscht
talk-deleted = eine gelöschte Nachricht
talk-react = Reagieren
talk-reply = Antworten
talk-edit = Bearbeiten
talk-more = Mehr
talk-more_emoji = Mehr Emoji
talk-show_quoted = Zeigen, worauf es antwortet
talk-selected = Gewählte Nachricht
talk-keys = Pfeiltasten gehen zu anderen, Eingabe zeigt, was man tun kann, R antwortet.
talk-editing = Deine Nachricht wird bearbeitet
talk-cancel = Abbrechen
talk-new = Neu
talk-delete_title = Diese Nachricht löschen?
talk-keep = Behalten
talk-emoji = Emoji
talk-search_emoji = Emoji suchen
talk-no_emoji = So heißt kein Emoji.
talk-recent = Zuletzt
talk-link_title = Diesen Link öffnen?
talk-open = Öffnen
talk-link_sees = Er öffnet sich in deinem Browser. Wer diese Seite betreibt, sieht deine Internetadresse.
talk-link_sees_hidden = Er öffnet sich in deinem Browser, außerhalb von Tincan. *Deine Internetadresse, die du hier verbirgst, sieht, wer diese Seite betreibt.*
talk-link_open_to_read = Diese Adresse hat kein Schloss: Andere unterwegs können mitlesen.
talk-not_opened = Kein Browser nahm den Link. Kopiere ihn stattdessen.
talk-they_deleted = { $name } hat eine Nachricht gelöscht
talk-delete_text = Sie verschwindet für euch beide. { $name } hat sie vielleicht schon gelesen.
talk-replying_to = Antwort an { $name }
talk-answers = Antwort auf { $name }: { $text }
talk-react_with = Reagieren mit { $emoji }
talk-from_both = { $emoji } von dir und { $name }
talk-from_you = { $emoji } von dir
talk-from_them = { $emoji } von { $name }
talk-open_host = { $host } öffnen…
talk-look_alike = In diesem Namen sind Buchstaben anderer Schriften. Er liest sich *{ $readable }*, und in Wahrheit lautet er *{ $host }*.
talk-skin_tone = Hautton: { $tone }

## waiting

waiting-title = Dein Raum ist bereit
waiting-subtitle = Gib den Code oder den Link einem einzigen Menschen. Beides geht einmal.
waiting-close = Diesen Raum schließen
waiting-code = Raumcode
waiting-code_off = Der Code ist aus
waiting-code_off_text = Dein Link geht weiterhin. Ein neuer Code entsteht, wenn du darum bittest.
waiting-new_code = Neuer Code
waiting-copy_code = Code kopieren
waiting-copy_link = Link kopieren
waiting-copied = Kopiert. Es geht einmal.
waiting-scan = Der Link, zum Scannen
waiting-vanishing = *Flüchtiger Raum.* Nichts bleibt, wenn einer von euch geht.
waiting-ask = Fragen, bevor jemand eingelassen wird
waiting-pass_on = Du gibst es weiter
waiting-pass_on_text = Sag die Ziffern oder sende den Link
waiting-pick_up = Jemand nimmt auf
waiting-pick_up_text = Du siehst den Namen
waiting-full = Der Raum ist voll
waiting-full_text = Niemand sonst kommt danach herein

## notices

notices-knock = Jemand ist an deiner Tür
notices-arrived = Jemand ist in deinem Raum
notices-message = Neue Nachricht
notices-call = Jemand ruft dich an
notices-knock_of = { $name } ist an deiner Tür
notices-arrived_of = { $name } ist da
notices-message_of = Neue Nachricht von { $name }
notices-call_of = { $name } ruft dich an

## warnings

warnings-guessing = Jemand hat deinen Code zu erraten versucht, darum ist hier ein neuer. Dein Link geht weiterhin.
warnings-code_off = Jemand rät immer weiter, darum ist dein Code aus. Dein Link geht weiterhin.
warnings-relay_lost = Das Relais ist außer Reichweite. Tincan versucht weiter, es zu erreichen.
warnings-relay_limits = Das Relais ist voll oder begrenzt, was es weiterreicht. Ein anderes Relais geht vielleicht besser.
warnings-no_code = Der Treffpunkt gibt gerade keinen Code aus. Dein Link geht trotzdem.
warnings-other_version = Am anderen Ende läuft eine andere Version von Tincan. Bringt beide auf den neuesten Stand, dann versucht es noch einmal.
warnings-garbled = Etwas Beschädigtes kam über die Leitung und wurde weggelassen.

## links

links-not_a_link = Das ist kein Tincan-Link. Er beginnt mit tincan://join/.
links-too_long = Dieser Link ist zu lang, um einer von unseren zu sein. Bitte noch einmal darum.
links-cut_off = Dieser Link ist nicht vollständig: Sein Ende fehlt. Bitte noch einmal darum.
links-host = Dieser Link ist beschädigt: Er nennt nicht, wessen Raum es ist. Bitte noch einmal darum.
links-via = Dieser Link ist beschädigt: Er sagt nicht, wo man sich trifft. Bitte noch einmal darum.

## codes

codes-empty = Tippe die fünf Ziffern ein, die du bekommen hast.
codes-not_a_digit = Ein Code hat nur Ziffern.
codes-length = Ein Code hat fünf Ziffern, manchmal sechs. Dieser hat { $digits }.

## commands

commands-no_room = Es ist kein Raum offen. Öffne einen, oder tritt einem bei.
commands-room_open = Es ist schon ein Raum offen. Verlass ihn zuerst.
commands-not_waiting = Dieser Raum wartet auf niemanden.
commands-nobody_knocks = Niemand ist an der Tür.
commands-not_connected = Noch ist niemand sonst im Raum.
commands-empty_message = In dieser Nachricht steht nichts.
commands-message_too_long = Diese Nachricht ist zu lang. Sende sie in Teilen oder als Datei.
commands-unknown_message = Diese Nachricht kennt dieser Raum nicht.
commands-not_yours = Nur wer eine Nachricht schrieb, kann sie ändern.
commands-deleted = Diese Nachricht wurde gelöscht.
commands-unknown_room = Diesen bleibenden Raum gibt es hier nicht.
commands-not_a_kept_room = Dieser Raum ist flüchtig.
commands-blocked = Du hast blockiert, wer in diesem Raum war. Heb das zuerst auf.
commands-already_kept = Dieser Raum bleibt bereits. Vergiss ihn, damit er nicht mehr bleibt.
commands-no_safety = Die Emoji zum Vergleichen sind noch nicht da.
commands-outbox_full = Zu viele Nachrichten warten darauf anzukommen. Warte, bis einige da sind.
commands-unknown_transfer = Diese Übergabe kennt dieser Raum nicht.
commands-transfer_over = Diese Übergabe ist vorbei.
commands-not_offered = Diese Übergabe wartet nicht darauf, angenommen zu werden.
commands-not_accepted = Diese Übergabe wurde noch nicht angenommen.
commands-paused_by_peer = Das andere Ende hat diese Übergabe angehalten und kann allein sie fortsetzen.
commands-too_many_transfers = Es warten schon zu viele Dateien. Sende den Rest, wenn einige angekommen sind.
commands-no_such_file = Diese Datei gibt es nicht.
commands-unreadable = Diese Datei kann nicht gelesen werden.
commands-empty_folder = In diesem Ordner ist keine Datei.
commands-too_many_files = In diesem Ordner sind zu viele Dateien. Pack sie vorher in ein Archiv.
commands-too_big = Diese Datei ist zu groß.
commands-no_such_folder = Diesen Ordner gibt es nicht.
commands-read_only = In diesen Ordner kann nichts geschrieben werden.
commands-no_space = Auf diesem Datenträger ist nicht genug Platz.
commands-in_call = Du bist schon in einem Anruf.
commands-no_call = Es gibt keinen Anruf.
commands-not_supported = Diese Version von Tincan kann das noch nicht.
commands-bad_relay = Das ist nicht die Adresse eines Relais. Sie endet mit /p2p/ und dem Schlüssel des Relais.

## reasons

reasons-changed = Die Datei wurde geändert, während sie gesendet wurde.
reasons-gone = Die Datei ist nicht mehr da.
reasons-unreadable = Die Datei kann nicht gelesen werden.
reasons-disk_full = Der Datenträger ist voll. Mach Platz, dann setz fort.
reasons-read_only = In den Ordner kann nichts geschrieben werden.
reasons-folder_gone = Der Ordner oder der Teil, der schon da war, ist fort.
reasons-unwritable = Die Datei kann nicht geschrieben werden.
reasons-damaged = Was ankam, ist beschädigt.
reasons-too_many = Es warten schon zu viele Dateien.
reasons-too_big = Kein Datenträger fasst eine Datei dieser Größe.
reasons-room_closed = Der Raum schloss, bevor die Datei vollständig war.
reasons-other_version = Am anderen Ende läuft eine Version von Tincan, die keine Dateien annimmt.
reasons-other = Am anderen Ende ging etwas schief.

## gif_errors

gif_errors-unknown = Dieses GIF gibt es nicht.
gif_errors-no_key = GIPHY braucht einen eigenen Schlüssel von dir. Trag einen in den Einstellungen ein.
gif_errors-bad_key = GIPHY kennt diesen Schlüssel nicht. Prüfe ihn in den Einstellungen.
gif_errors-too_often =
    { $minutes ->
        [one] GIPHY antwortet diesem Schlüssel in 1 Minute wieder. Die GIFs von Tincan gehen trotzdem.
       *[other] GIPHY antwortet diesem Schlüssel in { $minutes } Minuten wieder. Die GIFs von Tincan gehen trotzdem.
    }
gif_errors-unreachable = GIPHY ist nicht zu erreichen. Die GIFs von Tincan gehen trotzdem.
gif_errors-garbled = GIPHY gab eine Antwort ohne Sinn. Die GIFs von Tincan gehen trotzdem.
gif_errors-too_big = Dieses GIF ist zu groß.

## pictures

pictures-not_a_picture = Das ist kein Bild von einer Art, die Tincan zeigen kann.
pictures-broken = Dieses Bild ist beschädigt.
pictures-file_too_large = Die Datei dieses Bildes ist zu groß, um gezeigt zu werden.
pictures-too_many_pixels = Dieses Bild ist zu groß, um gezeigt zu werden: { $width } × { $height } Punkte.
pictures-too_complex = Dieses Bild ist zu verwickelt gebaut, um gezeigt zu werden.

## errors

errors-as_file = { $why } Es kann als Datei gesendet werden, mit allem, was darin ist.
errors-relay_address = Das ist nicht die Adresse eines Relais. Eine sieht so aus: /ip4/203.0.113.7/udp/4001/quic-v1/p2p/12D3… Sie endet mit dem Schlüssel des Relais.
errors-no_relay_in_link = Dieser Link nennt kein Relais. Füge die Adresse von einem ein.
errors-relay_known = Dieses Relais ist schon in der Liste.
errors-too_many_relays = Tincan hält mit höchstens { $most } Relais Verbindung. Entferne zuerst eins.

## devices

devices-microphone = Das Mikrofon
devices-speaker = Der Lautsprecher
devices-camera = Die Kamera
devices-microphone_named = Das Mikrofon „{ $name }“
devices-speaker_named = Der Lautsprecher „{ $name }“
devices-camera_named = Die Kamera „{ $name }“
devices-works = { $device } geht.
devices-lost = { $device } ist fort. Schließ das Gerät wieder an, oder wähl ein anderes.
devices-absent = { $device } wurde nicht gefunden. Schließ ein Gerät an, oder wähl ein anderes.
devices-refused = { $device } darf nicht benutzt werden. Erlaub es in den Einstellungen deines Systems.
devices-busy = { $device } wird von einem anderen Programm benutzt. Schließ dieses, oder wähl ein anderes Gerät.
devices-unserved = { $device } wurde nicht gefunden, denn kein Tonsystem antwortet. Starte PulseAudio oder PipeWire, oder starte deinen Computer neu.
devices-still = { $device } ist da, aber es kommt nichts durch. Schließ andere Programme, die es benutzen, oder wähl etwas anderes.
devices-broken = { $device } antwortet nicht. Schließ das Gerät neu an, oder wähl ein anderes.
devices-screen = Dein Bildschirm lässt sich nicht lesen, darum ist er nicht zu sehen. Hör auf zu teilen, und teil ihn noch einmal.
devices-screen_unserved = Dein Bildschirm lässt sich nicht teilen: Kein Portal deines Desktops antwortet. Installiere xdg-desktop-portal, das Portal für deinen Desktop und PipeWire. Melde dich dann neu an.
devices-screen_refused = Dein Bildschirm darf nicht geteilt werden. Erlaube es in den Einstellungen deines Systems.
devices-screen_ended = Dein Desktop hat das Teilen beendet. Teil noch einmal, wenn du weitermachen willst.
devices-window = Das Fenster
devices-window_named = Das Fenster „{ $name }“
devices-window_closed = { $window } wurde geschlossen, also wird nichts mehr geteilt.
devices-window_hidden = { $window } ist nicht auf deinem Bildschirm, also ist es so zu sehen, wie es war. Zeig es wieder, damit es weitergeht.
devices-window_unreadable = { $window } lässt sich nicht lesen, also sieht es die andere Person nicht. Teile ein anderes, oder den ganzen Bildschirm.

## why

why-trying = Tincan sucht noch einen geraden Weg. Bis es einen hat, reicht ein Relais alles weiter.
why-hidden_ours = Du verbirgst deine IP-Adresse, darum reicht ein Relais alles weiter.
why-hidden_theirs = Der andere verbirgt seine IP-Adresse, darum reicht ein Relais alles weiter.
why-hidden_both = Ihr verbergt beide eure IP-Adressen, darum reicht ein Relais alles weiter.
why-hidden_either = Einer von euch verbirgt seine IP-Adresse, darum reicht ein Relais alles weiter.
why-symmetric_ours = Dein Netz zeigt jedem einen anderen Eingang, also kann niemandem gesagt werden, welchen er nehmen soll. Darum reicht ein Relais alles weiter.
why-symmetric_theirs = Das andere Netz zeigt jedem einen anderen Eingang, also kann niemandem gesagt werden, welchen er nehmen soll. Darum reicht ein Relais alles weiter.
why-symmetric_both = Eure beiden Netze zeigen jedem einen anderen Eingang, also kann niemandem gesagt werden, welchen er nehmen soll. Darum reicht ein Relais alles weiter.
why-symmetric_either = Eines eurer Netze zeigt jedem einen anderen Eingang, also kann niemandem gesagt werden, welchen er nehmen soll. Darum reicht ein Relais alles weiter.
why-blocked_ours = Dein Netz lässt nur die Art von Verkehr durch, die Webseiten benutzen, darum reicht ein Relais alles weiter.
why-blocked_theirs = Das andere Netz lässt nur die Art von Verkehr durch, die Webseiten benutzen, darum reicht ein Relais alles weiter.
why-blocked_both = Eure beiden Netze lassen nur die Art von Verkehr durch, die Webseiten benutzen, darum reicht ein Relais alles weiter.
why-blocked_either = Eines eurer Netze lässt nur die Art von Verkehr durch, die Webseiten benutzen, darum reicht ein Relais alles weiter.
why-no_address_ours = Kein Relais konnte sagen, von wo aus dein Netz zu erreichen ist, darum reicht ein Relais alles weiter.
why-no_address_theirs = Kein Relais konnte sagen, von wo aus das andere Netz zu erreichen ist, darum reicht ein Relais alles weiter.
why-no_address_both = Kein Relais konnte sagen, von wo aus eure beiden Netze zu erreichen sind, darum reicht ein Relais alles weiter.
why-no_address_either = Kein Relais konnte sagen, von wo aus eines eurer Netze zu erreichen ist, darum reicht ein Relais alles weiter.
why-no_common_family = Einer von euch hat eine alte Art von Internetadresse und der andere eine neue, und diese beiden treffen sich nicht. Darum reicht ein Relais alles weiter.
why-nothing_came_through = Eure beiden Netze ließen keinen geraden Weg durch, darum reicht ein Relais alles weiter.

## days

days-today = Heute, { $date }
days-yesterday = Gestern, { $date }
days-weekday = { $weekday }, { $date }
days-date = { $day }. { $month }
days-date_of_year = { $date } { $year }
days-january = Januar
days-february = Februar
days-march = März
days-april = April
days-may = Mai
days-june = Juni
days-july = Juli
days-august = August
days-september = September
days-october = Oktober
days-november = November
days-december = Dezember
days-monday = Montag
days-tuesday = Dienstag
days-wednesday = Mittwoch
days-thursday = Donnerstag
days-friday = Freitag
days-saturday = Samstag
days-sunday = Sonntag

## groups

groups-smileys = Smileys
groups-people = Menschen
groups-nature = Tiere und Natur
groups-food = Essen und Trinken
groups-travel = Reisen und Orte
groups-activities = Aktivitäten
groups-objects = Gegenstände
groups-symbols = Symbole
groups-flags = Flaggen

## tones

tones-default = ohne
tones-light = hell
tones-medium_light = mittelhell
tones-medium = mittel
tones-medium_dark = mitteldunkel
tones-dark = dunkel

## record

record-head =
    Dies ist die eigene Aufzeichnung einer Person von einem Gespräch in Tincan,
    auf ihren Wunsch von ihrer App aufgeschrieben. Sie ist nicht unterschrieben:
    Jeder kann eine solche Datei schreiben oder ändern, für sich allein beweist
    sie also nichts.
record-by = Du: { $name }
record-with = Der andere nannte sich: { $name }
record-emoji = Die fünf Emoji: { $state }
record-matched = verglichen, sie stimmten überein: { $emoji }
record-not_verified = nicht geprüft: { $emoji }
record-not_there = noch nicht da
record-at = Aufgeschrieben: { $time }
record-you = Du
record-they = Der andere
record-deleted = (hat eine Nachricht gelöscht)
record-edited = {" (bearbeitet)"}
record-offered = (hat { $name } angeboten, { $bytes } Bytes)
record-offered_you = (hat dir { $name } angeboten, { $bytes } Bytes)

## signs

signs-dog = Hund
signs-cat = Katze
signs-lion = Löwe
signs-horse = Pferd
signs-pig = Schwein
signs-elephant = Elefant
signs-rabbit = Hase
signs-panda = Panda
signs-chicken = Huhn
signs-penguin = Pinguin
signs-turtle = Schildkröte
signs-fish = Fisch
signs-octopus = Krake
signs-butterfly = Schmetterling
signs-bee = Biene
signs-fox = Fuchs
signs-sunflower = Sonnenblume
signs-tree = Baum
signs-cactus = Kaktus
signs-mushroom = Pilz
signs-globe = Erdkugel
signs-moon = Mond
signs-star = Stern
signs-fire = Feuer
signs-banana = Banane
signs-apple = Apfel
signs-strawberry = Erdbeere
signs-lemon = Zitrone
signs-corn = Mais
signs-pizza = Pizza
signs-cake = Torte
signs-cheese = Käse
signs-robot = Roboter
signs-ghost = Gespenst
signs-hat = Hut
signs-glasses = Brille
signs-wrench = Schraubenschlüssel
signs-umbrella = Regenschirm
signs-hourglass = Sanduhr
signs-clock = Wecker
signs-gift = Geschenk
signs-lamp = Glühbirne
signs-book = Buch
signs-pencil = Bleistift
signs-paperclip = Büroklammer
signs-scissors = Schere
signs-lock = Schloss
signs-key = Schlüssel
signs-hammer = Hammer
signs-telephone = Telefon
signs-train = Lokomotive
signs-bicycle = Fahrrad
signs-plane = Flugzeug
signs-rocket = Rakete
signs-sailboat = Segelboot
signs-trophy = Pokal
signs-ball = Ball
signs-guitar = Gitarre
signs-trumpet = Trompete
signs-bell = Glocke
signs-anchor = Anker
signs-balloon = Luftballon
signs-socks = Socken
signs-chair = Stuhl

## kept

kept-recent = Letzte Räume
kept-find = Raum suchen
kept-none_found = Kein Raum heißt so.
kept-only_here = Bleibende Räume liegen nur auf diesem Computer, versiegelt. Flüchtige Räume stehen nie in der Liste.
kept-open = Öffnen
kept-here = Jetzt da
kept-away = Nicht da
kept-rename = Umbenennen…
kept-clear = Gespräch leeren…
kept-forget = Diesen Raum vergessen…
kept-block = Blockieren…
kept-keep = Diesen Raum behalten…
kept-search = Suchen
kept-export = Gespräch sichern…
kept-menu = Über diesen Raum
kept-start_short = Fünf Ziffern und ein Link, für eine Person.
kept-join_short = Gib die Ziffern ein, oder füge den Link ein.
kept-next_kept = Bleibend: Ihr könnt beide wiederkommen
kept-kept_waiting = *Bleibender Raum.* Ihr könnt beide wiederkommen, wenn der andere zustimmt.
kept-change = Ändern
kept-kind_title = Was für ein Raum?
kept-vanishing = Flüchtig
kept-vanishing_text = Er schließt, wenn einer von euch geht, und nichts davon bleibt auf diesem Computer.
kept-kept_kind = Bleibend
kept-kept_text = Wenn der andere zustimmt, könnt ihr beide mit demselben Link wiederkommen. Was ihr sagt, bleibt auf beiden Computern, versiegelt.
kept-kind = Bleibender Raum · nur ihr zwei
kept-awaiting = Bleibender Raum · noch ist niemand da
kept-nobody_yet = Noch niemand da
kept-accept = Behalten
kept-not_now = Jetzt nicht
kept-proposed_text = Ihr könnt beide mit demselben Link wiederkommen, und was ihr sagt, bleibt auf beiden Computern, versiegelt. Jeder kann es bei sich vergessen.
kept-take_back = Zurücknehmen
kept-agreed = Ihr behaltet diesen Raum beide. Er steht unter den letzten Räumen, und der Link führt wieder hierher.
kept-propose_title = Diesen Raum behalten?
kept-propose = Den anderen fragen
kept-cancel = Abbrechen
kept-leave_title = Fürs Erste gehen?
kept-leave_text = Der Raum bleibt: Kommt wieder, wann ihr beide wollt. Was gesagt wurde, bleibt auf diesem Computer, versiegelt.
kept-leaving = Ein bleibender Raum bleibt, wenn du gehst: Ihr könnt beide wiederkommen, über die Liste oder den Link. Was gesagt wurde, ist auf diesem Computer, bis du es leerst oder den Raum vergisst.
kept-still_stored = Was in diesem Raum gesagt wurde, ist auf diesem Computer, versiegelt, bis du es leerst oder den Raum vergisst. Was beim anderen ist, liegt bei ihm.
kept-rename_title = Diesen Raum umbenennen
kept-rename_text = Diesen Namen siehst nur du. Leer ist es der, den der andere sich gibt.
kept-name = Name des Raums
kept-save = Sichern
kept-clear_title = Gespräch leeren?
kept-clear_text = Alles, was hier gesagt wurde, verschwindet für immer von diesem Computer; Dateien, die du gespeichert hast, bleiben, wo sie sind. Der Raum bleibt, und der andere behält seines.
kept-clear_now = Leeren
kept-forget_now = Vergessen
kept-forget_text = Der Raum und alles, was darin gesagt wurde, verschwinden für immer von diesem Computer, und du kannst nicht mehr zurück. Der andere behält seines.
kept-block_now = Blockieren
kept-block_text = Du triffst die Person in diesem Raum nicht mehr. Sie erfährt es nicht. Die Liste steht in den Einstellungen unter Speicher.
kept-block_vanishing = In jedem flüchtigen Raum hat jeder einen neuen Schlüssel, darum ist niemand wiederzuerkennen: Das schließt den Raum für beide, und niemand kann zurück.
kept-export_title = Gespräch sichern
kept-export_text = Alles, was gesagt wurde, kommt in eine Datei deiner Wahl. Sie ist *nicht versiegelt*: Wer sie lesen kann, kann alles lesen.
kept-as_text = Als Text
kept-as_json = Als JSON
kept-exported = Das Gespräch ist gesichert.
kept-export_head = Unterhaltung mit { $name }
kept-export_about = Gesichert von { $name } am { $time } ({ $zone }). Eine eigene Abschrift, die niemand unterschrieben hat.
kept-export_edited = bearbeitet
kept-export_deleted = gelöscht
kept-export_lost = nicht zugestellt
kept-export_answers = antwortet auf
kept-export_file = Datei
kept-export_picture = Bild
kept-export_not_whole = nicht übergeben
kept-search_hint = Dieses Gespräch durchsuchen
kept-searching = Suche läuft…
kept-nothing_found = Mit diesen Worten wurde nichts gesagt.
kept-search_text = Worte, die einer von euch gesagt hat, und Namen von Dateien. Gesucht wird nur auf diesem Computer.
kept-further = Weiter zurück suchen
kept-talked_today = Ihr spracht heute, { $time }
kept-talked_yesterday = Ihr spracht gestern, { $time }
kept-unseen = { $count } neu
kept-open_room = { $name } öffnen
kept-about_room = Mehr zu { $name }
kept-proposed = { $name } möchte diesen Raum behalten
kept-asked = Du hast { $name } gefragt, ob ihr diesen Raum behaltet. Ohne Zustimmung verschwindet er.
kept-no_thanks = { $name } möchte diesen Raum jetzt nicht behalten, darum bleibt er flüchtig.
kept-propose_text = { $name } wird gefragt. Bei Zustimmung könnt ihr beide mit demselben Link wiederkommen, und was ihr sagt, bleibt auf beiden Computern, versiegelt.
kept-has_left = { $name } ist gegangen. Der Raum bleibt: Kommt wieder, wann ihr beide wollt.
kept-waiting_for = { $name } ist nicht da. Bleib, oder komm an einem anderen Tag wieder: Wer zuerst kommt, wartet, und schreiben könnt ihr, wenn ihr beide da seid.
kept-nothing_yet = Von dem, was du und { $name } gesagt habt, ist nichts gespeichert.
kept-forget_title = { $name } vergessen?
kept-block_title = { $name } blockieren?
kept-also_called = { $name } · bleibender Raum
kept-found = { $who }, { $time }: { $text }
kept-stopped = Dieser Raum hat aufgehört
kept-stopped_text = Der Raum bleibt: Kommt über die Liste der letzten Räume wieder, wann ihr beide wollt.

## storage

storage-title = Speicher
storage-about = Was auf diesem Computer bleibt, und wie es versiegelt ist.
storage-key = Der Schlüssel zu deinen bleibenden Räumen
storage-in_keyring = Er ist im Schlüsselbund dieses Systems, der sich mit der Anmeldung öffnet.
storage-no_key = Noch wurde kein Raum behalten, darum gibt es keinen Schlüssel. Er entsteht mit dem ersten.
storage-held = Bleibende Räume
storage-clear_every = Alle Gespräche leeren…
storage-clear_every_title = Alle Gespräche leeren?
storage-clear_every_text = Alles, was in jedem bleibenden Raum gesagt wurde, verschwindet für immer von diesem Computer; Dateien, die du gespeichert hast, bleiben, wo sie sind. Die Räume bleiben, und die anderen behalten ihres.
storage-blocked = Blockiert
storage-nobody_blocked = Du hast niemanden blockiert.
storage-blocked_text = Blockiert ist der Schlüssel des Raums, den du mit der Person behalten hast. In einem flüchtigen Raum hat jeder einen neuen.
storage-unblock = Freigeben
storage-in_file = Dieses System hat keinen Schlüsselbund, darum ist er in einer Datei, die nur du lesen kannst: *{ $file }*. Wer an deine Dateien kommt, kann deine bleibenden Räume öffnen.
storage-rooms =
    { $count ->
        [one] 1 Raum
       *[other] { $count } Räume
    }
storage-messages =
    { $count ->
        [one] 1 Nachricht
       *[other] { $count } Nachrichten
    }
storage-used = { $rooms }, { $messages }, { $bytes } auf der Platte
storage-unblock_name = { $name } freigeben
