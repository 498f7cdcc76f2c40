## home

home-title = Deux boîtes et une ficelle
home-subtitle = Un salon privé pour exactement deux personnes. Pas de compte, et aucun serveur qui pourrait écouter.
home-you = toi
home-friend = ami
home-start = Ouvrir un salon
home-start_text =
    Tu reçois cinq chiffres et un lien.
    Donne l’un ou l’autre à une seule personne.
home-create = Ouvrir un salon
home-creating = Un instant…
home-vanishing = Éphémère : rien ne reste quand tu pars
home-join_title = Rejoindre un salon
home-join_text =
    Tape les cinq chiffres que tu as reçus,
    ou colle le lien.
home-join = Entrer
home-links = Un lien *tincan://* ouvre cette application tout seul
home-cells = Code du salon
home-hint = Première visite ? Un *code*, ce sont cinq chiffres à dire de vive voix. Un *lien* fait la même chose d’un clic. Qui s’en sert en premier prend l’autre boîte, et le salon est complet.
home-got_it = Compris
home-is_private = Est-ce privé ?
home-when_i_leave = Que se passe-t-il quand je pars ?

## your_name

your_name-change = Changer ton nom
your_name-title = Ton nom
your_name-text = L’autre personne le voit une fois que vous êtes ensemble, et personne avant.
your_name-field = Nom
your_name-hint = Ton nom ici
your_name-save = Enregistrer
your_name-cancel = Annuler
your_name-next_room = Il change à partir du prochain salon.

## knock

knock-let_in = Laisser entrer
knock-not_now = Pas maintenant
knock-text = Ensuite, le salon est complet.
knock-title = { $name } a ton code ou ton lien

## progress

progress-creating = Ton salon se prépare
progress-creating_text = On demande un code au point de rencontre.
progress-joining = On décroche l’autre boîte
progress-joining_text = On cherche le salon. Cela prend un instant.
progress-knocking = Tu es à la porte
progress-knocking_text = On a demandé à te laisser entrer. Attends ici jusque-là.
progress-cancel = Annuler
progress-cancelling = Un instant…
progress-connecting = Connexion…

## link

link-title = Quelqu’un t’invite
link-text = Tu entres dans un salon pour deux, et le salon est complet. L’autre voit ton nom. Rien n’a été envoyé jusqu’ici.
link-join = Rejoindre ce salon
link-join_by = Utiliser ce relais et rejoindre
link-not_now = Pas maintenant
link-broken = Ce lien ne fonctionne pas
link-room_open = Quitte d’abord le salon où tu es. Le lien attend ici.
link-unknown = Vous vous rencontrez par *{ $relays }*, qui n’est pas parmi tes relais. Il ne peut pas lire ce que vous dites. Il peut voir ton adresse internet, quand vous parlez, et combien.
link-and = { $before } et { $last }

## path

path-nearby = Tout droit, à l’intérieur du réseau que vous partagez.
path-broken = Reconnexion…
path-connecting = Connexion…
path-direct = Direct
path-near = Tout près
path-relayed = Par relais
path-timed = { $kind } · { $ms } ms
path-seat_is_held = Sa place est gardée { $seconds } s.
path-reconnecting = Reconnexion… Sa place est gardée { $seconds } s.

## app

app-only_near = Pas d’internet. Un ami sur le même Wi-Fi peut quand même te rejoindre.
app-looking_for_meeting = Recherche d’un point de rencontre…
app-ready = Prêt pour une rencontre
app-offline = Pas d’internet, et pas de Wi-Fi. Tincan continue de chercher.
app-quoted = « { $text } »
app-code_good_for =
    { $minutes ->
        [one] Valable encore { $minutes } minute. Ensuite un nouveau apparaît ici tout seul.
       *[other] Valable encore { $minutes } minutes. Ensuite un nouveau apparaît ici tout seul.
    }
app-nobody_answers = Personne ne répond au { $code }. Vérifie les chiffres, ou demande un nouveau code.
app-ok = OK
app-decimal_mark = ,
app-title = Tincan
app-title_unread = ({ $count }) Tincan
app-title_moving = { $percent } % · Tincan
app-title_both = ({ $count }) { $percent } % · Tincan

## call

call-call = Appeler
call-video_call = Appel vidéo
call-voice = Appel vocal
call-hears_nothing = On ne t’entend pas avant que tu répondes.
call-decline = Refuser
call-answer = Répondre
call-with_camera = Avec caméra
call-mute = Couper
call-muted = Muet
call-camera = Caméra
call-sound = Son
call-silent = Silence
call-chat = Écrire
call-unread =
    { $count ->
        [one] 1 nouveau message
       *[other] { $count } nouveaux messages
    }
call-hang_up = Raccrocher
call-back = Retour à l’appel
call-numbers = Chiffres de l’appel
call-share = Partager
call-sharing = Partagé
call-stop_sharing = Ne plus partager
call-you_share = Ton écran est partagé
call-you_share_window = « { $title } » est partagée
call-they_share = { $name } partage un écran
call-no_sharing = Cet écran ne peut pas être partagé : sous Wayland, il faut PipeWire, et ce Tincan a été compilé sans. Recompile-le là où PipeWire est installé, ouvre une session X11, ou envoies-en une image dans la conversation.
call-your_screen = Ton écran
call-your_window = Ta fenêtre
call-they_share_nothing = Plus rien n’est partagé.
call-choose = Que veux-tu partager ?
call-choose_text = L’autre voit ce que tu choisis, et rien d’autre, jusqu’à ce que tu arrêtes.
call-whole_screen = Tout l’écran
call-screen_number = Écran { $number }
call-nameless = Une fenêtre sans nom
call-looking = Recherche de ce qu’il y a…
call-not_to_be_read = Ton écran ne peut pas être lu. Réessaie, ou redémarre Tincan.
call-ok = OK
call-level = Le volume de ta voix
call-full_screen = Plein écran
call-microphones = Choisir un micro
call-cameras = Choisir une caméra
call-speakers = Choisir un haut-parleur
call-volume = Volume
call-system = Ce que le système préfère
call-push_to_talk = Ne parler que tant que la barre d’espace est tenue
call-you = Toi
call-they_are_muted = muet
call-speaking = parle
call-preview = Avant d’appeler
call-preview_text = Voici comment on te voit. Dis quelque chose : la barre suit ta voix.
call-preview_voice = Dis quelque chose : la barre suit ta voix.
call-not_now = Pas maintenant
call-weak = La ligne est faible : l’image est en pause et le son reste clair.
call-ringing = Appel de { $name }…
call-incoming = { $name } t’appelle
call-reconnecting = Reconnexion
call-clear = Nette
call-good = Bonne
call-rough = Difficile
call-sound_only = Son seul
call-delay = Retard du son
call-repaired = Réparé
call-made_up = Inventé
call-rate_in = Son et image, reçus
call-rate_out = Son et image, envoyés
call-pictures = Images par seconde
call-they_hung_up = L’autre a raccroché.
call-declined = L’appel a été refusé.
call-busy = Il y a déjà un appel là-bas.
call-no_answer = Personne n’a répondu. Réessaie plus tard, ou écris.
call-missed = Tu as manqué un appel.
call-lost = La ligne a été coupée, l’appel est donc terminé.

## closed

closed-create = Ouvrir un nouveau salon
closed-home = Retour à l’accueil
closed-try_again = Réessayer
closed-stored = Qu’est-ce qui a été gardé, et où ?
closed-stored_text = Rien. Ce que vous avez dit était en mémoire tant que le salon était ouvert, et n’existe plus.
closed-stored_text_2 = Nous ne le promettons que pour cet ordinateur : ce qui a été copié sur l’autre y reste.
closed-the_other = L’autre
closed-two_versions = Vous avez deux versions
closed-relay_full = Le relais est complet
closed-damaged = La ligne est abîmée
closed-damaged_text = Des mots abîmés ne cessaient d’arriver, le salon est donc fermé. Retrouvez-vous avec un nouveau code.
closed-left = Tu es parti
closed-left_by = { $name } est parti
closed-vanished = C’était un salon éphémère, il s’est donc fermé pour vous deux à { $at }. Rien de ce que vous avez dit n’a été gardé sur cet ordinateur.
closed-line_broke = La ligne a été coupée
closed-line_broke_text = La ligne a été coupée à { $at } et n’est pas revenue en 60 s, le salon est donc fermé.
closed-refused = Pas cette fois
closed-refused_text = On ne t’a pas laissé entrer. Parlez-en, et demande un nouveau code.
closed-unreachable = Aucun point de rencontre ne répond
closed-unreachable_text = Aucun relais n’est joignable d’ici, et personne tout près ne répond. Vérifie l’internet, puis réessaie.
closed-host_away = L’autre ordinateur est injoignable
closed-host_away_text = Le point de rencontre répond, mais pas l’autre ordinateur. Demande-lui de laisser Tincan ouvert, puis réessaie.
closed-offline = Tu es hors ligne
closed-offline_text = Cet ordinateur n’a ni internet ni réseau où trouver quelqu’un tout près. Connecte-le, puis réessaie.
closed-nobody = Personne ne répond
closed-nobody_text = Personne ne répond à ce lien. Il a peut-être déjà servi : demandes-en un nouveau.

## explain

explain-close = Fermer
explain-why_relayed = Pourquoi un relais ?
explain-try_again = Réessayer maintenant
explain-trying = Recherche…
explain-another_relay = Utiliser un autre relais
explain-stop_hiding = Changer cela
explain-straight_now = Vous êtes en direct maintenant. Aucun relais entre vous.
explain-relay_cannot = Il ne peut *pas* lire, entendre ou voir ce que vous dites. Cela reste scellé.
explain-relay_sees = Il peut voir vos deux adresses internet, quand vous parlez, et combien.
explain-relay_next = Tincan continue de chercher un chemin direct. Tu n’as rien à faire.
explain-private = Les mots, les images et les appels sont scellés sur ton ordinateur et ouverts seulement sur l’autre. Personne entre les deux ne peut les ouvrir, et nous non plus.
explain-private_relay = Le point de rencontre, et un relais s’il en faut un, voient vos deux adresses internet, quand vous parlez, et combien. Du code, ils voient deux chiffres, jamais tous.
explain-private_peer = L’autre voit ton nom et, sur un chemin direct, ton adresse internet. Tu peux la cacher.
explain-private_who = Qui est vraiment l’autre, toi seul peux le vérifier. L’autre peut aussi garder ou transmettre ce que tu lui dis.
explain-private_us = Il n’y a pas de compte, et rien n’est compté ni envoyé chez nous.
explain-privacy = Réglages de confidentialité
explain-leaving = Les salons sont éphémères : quand l’un de vous part, le salon se ferme pour les deux, et rien n’en reste sur cet ordinateur.
explain-leaving_files = Les fichiers que tu as acceptés restent où tu les as mis. Ce que l’autre a enregistré reste chez lui.
explain-leaving_window = Fermer la fenêtre, c’est partir : on te le demande donc d’abord. Le code et le lien ne servent plus ensuite.
explain-leaving_2 = Si seule la ligne est coupée, l’autre place est gardée 60 s, et la conversation reprend au retour.

## gifs-settings

gifs-settings-title = GIF
gifs-settings-text = Tincan en apporte quelques-uns, qui n’ont pas besoin d’internet. GIPHY en a bien plus, avec une clé à toi.
gifs-settings-key_title = Ta clé pour GIPHY
gifs-settings-off = Désactivé. Rien n’est demandé à GIPHY.
gifs-settings-on = Activé. GIPHY est interrogé quand tu ouvres son onglet.
gifs-settings-field = Clé
gifs-settings-hint = Colle ta clé
gifs-settings-where_from = Les clés sont gratuites : crée un compte sur developers.giphy.com, puis une application de type API, et copie sa clé.
gifs-settings-save = Enregistrer
gifs-settings-saved = Enregistré
gifs-settings-test = Tester
gifs-settings-testing = Test…
gifs-settings-remove = Retirer
gifs-settings-works = GIPHY connaît cette clé.
gifs-settings-learns = GIPHY apprend ce que tu cherches, et ton *adresse internet*.
gifs-settings-other = L’autre personne ne parle jamais à GIPHY : tu vas chercher le GIF, et tu le remets scellé.
gifs-settings-kept = La clé est gardée dans le fichier des réglages de cet ordinateur.
gifs-settings-hidden = Tu caches ton adresse IP. GIPHY la verrait, Tincan te demande donc avant d’y aller ; un test y va aussi.
gifs-settings-rating_title = À qui les GIF de GIPHY doivent convenir
gifs-settings-bad_key = GIPHY ne connaît pas cette clé.
gifs-settings-unreachable = GIPHY n’est pas joignable pour l’instant.

## gifs

gifs-pick = Envoyer un GIF
gifs-close = Fermer les GIF
gifs-tincan = Tincan
gifs-giphy = GIPHY
gifs-search = Chercher des GIF
gifs-own = Faits pour Tincan. Sans internet.
gifs-powered = Powered by GIPHY
gifs-looking = Recherche…
gifs-fetching = On va le chercher…
gifs-untitled = GIF
gifs-nothing = Rien trouvé. Essaie un autre mot.
gifs-again = Chercher encore
gifs-off = GIPHY est désactivé tant que tu ne lui donnes pas de clé.
gifs-off_text = Il apprendrait ce que tu cherches, et ton adresse internet. Les GIF de Tincan n’ont besoin de personne.
gifs-to_settings = Ouvrir les réglages
gifs-hidden = Tu caches ton adresse IP, mais GIPHY la verrait.
gifs-hidden_text = Il verrait aussi ce que tu cherches. L’autre personne ne parle jamais à GIPHY.
gifs-ask_giphy = Aller chez GIPHY
gifs-not_sent_as = Le GIF n’a pas été envoyé. { $why }
gifs-everybody = Tout le monde
gifs-accompanied = Enfants accompagnés
gifs-teens = 13 ans et plus
gifs-adults = Adultes

## handover

handover-attach = Envoyer des images ou des fichiers
handover-pictures_and_files = Images et fichiers…
handover-folder = Un dossier…
handover-as_files = Comme fichiers, avec tout ce qu’ils contiennent…
handover-clean = Retirer le lieu et les données de l’appareil
handover-clean_on = Les images partent sans dire où, quand et avec quoi elles ont été prises.
handover-clean_off = Les images partent avec tout ce qu’elles contiennent : lieu, heure, appareil, nom.
handover-sent_with_all = Envoyé avec tout ce que contient le fichier.
handover-folder_sent = Le contenu du dossier part en fichiers, avec tout ce qu’ils contiennent.
handover-not_shown = AVIF et HEIC ne peuvent pas être montrés : cela part comme fichier, avec tout ce qu’il contient.
handover-drop = Lâche pour envoyer
handover-accept = Accepter
handover-accept_into = Accepter dans un autre dossier…
handover-decline = Refuser
handover-pause = Pause
handover-resume = Reprendre
handover-go_on = Continuer
handover-cancel = Annuler
handover-show = Montrer
handover-done = Vérifié et complet
handover-gone = N’est plus là où il a été enregistré
handover-not_saved_then = Vu, mais pas enregistré
handover-small_only = il n’en reste que cette petite image
handover-gif = GIF
handover-viewer = Image
handover-fit = Ajuster à la fenêtre
handover-actual = Agrandir
handover-copy = Copier l’image
handover-save = Enregistrer dans les téléchargements
handover-save_into = Enregistrer dans un autre dossier…
handover-show_folder = Montrer dans le dossier
handover-close = Fermer l’image
handover-copied = Copié.
handover-not_copied = L’image n’a pas pu être copiée.
handover-no_dialog = La boîte de choix de fichiers ne s’est pas ouverte. Dépose plutôt les fichiers ici.
handover-sending = Envoi
handover-delivered = Arrivé
handover-not_sent = Pas envoyé
handover-ok = OK
handover-folder_shut = Son dossier ne s’est pas ouvert. Le fichier est { $path }.
handover-not_saved_as = { $path } n’a pas été écrit : { $why }.
handover-not_saved_full = { $path } n’a pas été écrit : le disque est plein.
handover-not_saved_forbidden = { $path } n’a pas été écrit : rien ne peut être écrit là.
handover-not_saved_nowhere = { $path } n’a pas été écrit : ce dossier n’existe pas.
handover-picture_from_you = Image de toi
handover-picture_from = Image de { $name }
handover-far = { $done } sur { $all }
handover-seconds_left = encore { $count } s
handover-minutes_left = encore { $count } min
handover-hours_left = encore { $count } h
handover-waiting_for = { $size } · En attente de { $name }
handover-a_second = { $size }/s
handover-paused = En pause · { $far }
handover-paused_by = Mis en pause par { $name } · { $far }
handover-delivered_all = Arrivé · { $size }
handover-you_declined = Tu as refusé
handover-declined_by = { $name } a refusé
handover-cancelled = Annulé · { $far }
handover-stuck = Cela ne peut pas continuer.
handover-disk_full = Ton disque est plein. Libère { $missing } et continue.
handover-their_disk_full = Le disque de { $name } est plein. Cela continue dès qu’il y a de la place.
handover-count_pictures =
    { $count ->
        [one] { $count } image
       *[other] { $count } images
    }
handover-count_files =
    { $count ->
        [one] { $count } fichier
       *[other] { $count } fichiers
    }
handover-count_folders =
    { $count ->
        [one] { $count } dossier
       *[other] { $count } dossiers
    }
handover-goes_with =
    { $count ->
        [one] { $name } part avec vos mots
       *[other] { $count } fichiers et images partent avec vos mots
    }
handover-unstage = Ne pas envoyer
handover-with = avec une image ou un fichier
handover-units = o ko Mo Go To Po Eo
handover-list_comma = {", "}

## keys

keys-title = Raccourcis clavier
keys-everywhere = Partout
keys-list = Cette liste
keys-tab = Au suivant, au précédent
keys-press = Appuyer sur l’élément
keys-back = Fermer, ou revenir
keys-settings = Réglages
keys-create = Ouvrir un salon
keys-leave = Quitter le salon
keys-quit = Fermer la fenêtre
keys-scale = Plus grand, petit, normal
keys-in_room = Dans un salon
keys-send = Envoyer
keys-line = Une nouvelle ligne
keys-paste = Remettre une image copiée
keys-pages = À travers la conversation
keys-newest = Au plus récent
keys-walk = Aux messages
keys-with_message = Répondre, modifier, supprimer
keys-copy = Copier un message
keys-last = Modifier le dernier
keys-find = Chercher
keys-in_call = En appel
keys-answer = Répondre
keys-answer_video = Répondre avec la caméra
keys-decline = Refuser
keys-talk = Tenir pour parler
keys-in_picture = Dans une image
keys-zoom = Plus près, plus loin
keys-conversation = Retour à la conversation

## key

key-ctrl = Ctrl
key-shift = Maj
key-enter = Entrée
key-space = Espace
key-escape = Échap
key-delete = Suppr
key-end = Fin
key-page_up = Pg. préc.
key-page_down = Pg. suiv.

## room

room-kind = Salon éphémère · rien que vous deux
room-leave = Quitter
room-leaving = Départ…
room-leave_title = Quitter ce salon ?
room-leave_text = Il se ferme pour vous deux. Rien n’en reste ici.
room-stay = Rester
room-hint = Dis quelque chose
room-composer = Message
room-send = Envoyer
room-too_long = Ce message est trop long. Envoie-le en plusieurs parties.
room-busy = Trop de choses attendent d’être envoyées. Réessaie dans un instant.
room-sent = Envoyé
room-delivered = Arrivé
room-read = Lu
room-waiting = Pas encore envoyé
room-failed = Pas arrivé
room-try_again = Réessayer
room-delete = Supprimer
room-copy = Copier
room-you = Toi
room-not_here = un message qui n’est pas ici
room-empty = Vous voilà ensemble, et le salon est complet. Dis bonjour.
room-typing = { $name } écrit
room-not_delivered = Pas arrivé : { $name } n’était pas là. Réessaie à son retour.
room-to_newest = Au plus récent
room-newer =
    { $count ->
        [one] { $count } nouveau message
       *[other] { $count } nouveaux messages
    }

## safety

safety-title = Est-ce vraiment cette personne ?
safety-text = Lisez-vous ces cinq à voix haute, pendant un appel si possible. Vous devriez voir les mêmes tous les deux, dans le même ordre.
safety-coming = Les cinq émojis arrivent dans un instant.
safety-matching = Ce sont les mêmes
safety-differ = Ils sont différents
safety-until = Tant que vous n’avez pas comparé, ce salon dit *Non vérifié*. Ce n’est pas une alerte, juste un rappel. S’ils diffèrent, partez et retrouvez-vous avec un nouveau code.
safety-differ_now = Quelqu’un est peut-être entre vous. Partez, et retrouvez-vous avec un nouveau code.
safety-leave = Quitter
safety-matched = Vous les avez comparés. Personne n’est entre vous deux.
safety-take_back = Finalement, ils sont différents
safety-not_verified = Non vérifié
safety-verified = Vérifié
safety-open = Est-ce vraiment cette personne ?
safety-meeting_point = Que peut voir le point de rencontre ?
safety-meeting_point_text = Il voit ton adresse internet, les deux premiers chiffres de ton code tant que quelqu’un y attend, et quand deux personnes se sont rencontrées. Il ne voit jamais le code entier, ton nom, ni rien de ce que tu dis.
safety-meeting_point_text_2 = Quand il porte vos mots comme relais, il voit aussi combien il en passe. Tout est scellé.
safety-hide_mine = Cacher la mienne
safety-save = Enregistrer ma propre trace
safety-save_text = Écrit ce que tu vois ici dans un fichier de ton choix, pour le montrer à quelqu’un de confiance. Il n’est pas signé : il ne prouve rien à lui seul.
safety-saved = Ta trace est enregistrée. Elle n’est pas signée.
safety-title_direct = Votre chemin est direct
safety-title_lan = Votre chemin reste tout près
safety-title_relayed = Un relais transmet tout
safety-title_none = Recherche d’un chemin
safety-text_direct = Tout va droit de ton ordinateur à l’autre, scellé en chemin. Le point de rencontre vous a seulement présentés. L’autre peut voir ton adresse internet.
safety-text_lan = Tout va droit à l’autre ordinateur, à l’intérieur du réseau que vous partagez, et scellé. L’autre peut y voir ton adresse.
safety-text_relayed = Tout est scellé sur ton ordinateur et ouvert seulement sur l’autre. Le relais voit vos deux adresses internet, quand vous parlez, et combien.
safety-text_none = Tout attend, scellé, sur ton ordinateur jusqu’au retour de la ligne.

## settings-name

settings-name-title = Nom
settings-name-saved = Enregistré
settings-name-seen = C’est ainsi que l’autre personne te voit

## settings-devices

settings-devices-title = Appareils
settings-devices-text = Essaie-les ici. Personne ne t’entend ni ne te voit sur cette page.
settings-devices-in_call = Tu es en appel : ce que tu choisis ici compte tout de suite.
settings-devices-microphone = Micro
settings-devices-speak = Dis quelque chose
settings-devices-speaker = Haut-parleur
settings-devices-camera = Caméra
settings-devices-quiet = Faible
settings-devices-good = Bon niveau
settings-devices-loud = Trop fort
settings-devices-processing = Enlever l’écho et le bruit
settings-devices-processing_text = Laisse dehors ventilateurs et claviers, et garde ta voix au même niveau
settings-devices-push_to_talk = Appuyer pour parler
settings-devices-push_to_talk_text = Tiens la barre d’espace pendant que cette fenêtre est devant
settings-devices-play = Jouer un son
settings-devices-turn_on = Allumer
settings-devices-turn_off = Éteindre
settings-devices-camera_is_off = La caméra est éteinte
settings-devices-only_you = Toi seul vois ceci
settings-devices-mirror = Mon image en miroir
settings-devices-mirror_text = Pour toi seul, comme dans un miroir
settings-devices-away = { $name } · pas branché

## settings-privacy

settings-privacy-title = Confidentialité
settings-privacy-text = Ce que l’autre personne, et celles entre vous, apprennent.
settings-privacy-hide = Cacher mon adresse IP
settings-privacy-hide_text = L’autre personne n’apprend jamais ton adresse internet, car des relais portent tout. Eux la voient quand même, et ils ajoutent un léger retard.
settings-privacy-receipts = Dire quand tu as lu un message
settings-privacy-receipts_text = Si c’est désactivé, l’autre voit qu’un message est arrivé, et jamais si tu l’as vu.
settings-privacy-next_room = Compte à partir du prochain salon.
settings-privacy-hide_given = Ton adresse est cachée cette fois, car Tincan a été lancé avec *--hide-ip*. Ce que tu choisis ici compte à partir du prochain lancement.
settings-privacy-ask = Demander avant de laisser entrer
settings-privacy-ask_text = Même avec le bon code ou lien, on attend à la porte jusqu’à ce que tu dises oui.
settings-privacy-links = Ouvrir les liens tincan:// avec cette application
settings-privacy-links_text = Un lien sur lequel tu appuies ailleurs arrive ici. Rien n’est envoyé avant que tu appuies sur « Rejoindre ce salon ».

## settings-relays

settings-relays-title = Relais
settings-relays-text = Ils vous présentent l’un à l’autre, et transmettent des mots scellés là où il n’y a pas de chemin direct. Ils ne peuvent pas les lire.
settings-relays-given = Cette fois, Tincan utilise les relais avec lesquels il a été lancé (*--relay*). Ce que tu changes ici compte à partir du prochain lancement.
settings-relays-none = Aucun : le point de rencontre de cet ordinateur
settings-relays-none_text = Les fenêtres de cet ordinateur s’y rencontrent. Pour rencontrer quelqu’un ailleurs, ajoute un relais.
settings-relays-add_title = Ajouter un relais par lien ou adresse
settings-relays-field = Lien ou adresse
settings-relays-hint = /dns4/relay.example/udp/4001/quic-v1/p2p/12D3…
settings-relays-add = Ajouter
settings-relays-add_text = Qui fait tourner un relais peut te donner son adresse. Un lien d’invitation ajoute les relais qu’il contient.
settings-relays-next_room = Le prochain salon utilise cette liste. Il vous faut un relais en commun, ou un lien.
settings-relays-looking = Recherche…
settings-relays-answers = Répond · { $ms } ms
settings-relays-no_answer = Pas de réponse
settings-relays-refuses = Refuse
settings-relays-remove = Retirer { $host }

## settings-notifications

settings-notifications-title = Notifications
settings-notifications-text = Comment tu apprends les nouvelles. Chacune peut être désactivée.
settings-notifications-show = Me prévenir quand cette fenêtre n’est pas devant
settings-notifications-show_text = De qui frappe, des messages, des appels et de qui entre. Jamais avec un mot de quelqu’un, car les notifications restent sur les écrans et dans les historiques.
settings-notifications-names = Dire qui c’est, dans les salons gardés
settings-notifications-names_text = Dans les salons éphémères, une notification n’a jamais de nom.
settings-notifications-absent = Rien sur cet ordinateur ne montre de notifications : aucune n’apparaîtra. Les sons, et le nombre dans le titre, te préviennent quand même.
settings-notifications-sounds = Sons
settings-notifications-of_knock = Quelqu’un frappe
settings-notifications-of_arrival = Quelqu’un entre
settings-notifications-of_message = Un message, quand cette fenêtre n’est pas devant
settings-notifications-of_ring = Quelqu’un appelle
settings-notifications-of_ring_back = Cela sonne chez l’autre
settings-notifications-of_reconnecting = La ligne se coupe
settings-notifications-of_end = Le salon se ferme, ou un appel finit
settings-notifications-play_sound = Écouter : { $what }

## settings-appearance

settings-appearance-title = Apparence
settings-appearance-text = Sur cet ordinateur. L’autre personne a la sienne.
settings-appearance-theme = Clair ou sombre
settings-appearance-system = Comme le système
settings-appearance-light = Clair
settings-appearance-dark = Sombre
settings-appearance-contrast = Contraste élevé
settings-appearance-contrast_text = Des couleurs fortes, et des contours au lieu de teintes. Désactivé : comme le système le demande.
settings-appearance-motion = Moins de mouvement
settings-appearance-motion_text = Rien ne se balance, ne s’estompe ni ne glisse. Désactivé : comme le système le demande.
settings-appearance-smaller = Plus petit
settings-appearance-larger = Plus grand
settings-appearance-scale_text = { $held } avec + et − fait la même chose partout, { $held } 0 revient à 100 %.
settings-appearance-scale = Taille de tout : { $percent } %
settings-appearance-scale_room = Cette fenêtre a de la place pour { $percent } %. Agrandis-la pour plus.
settings-appearance-renderer = Dessiné par
settings-appearance-renderer_text = Essaie autre chose si la fenêtre clignote, reste vide ou montre de fausses couleurs. Compte à partir du prochain lancement ; là où l’un ne peut pas dessiner, l’autre le fait.
settings-appearance-automatic = Automatique
settings-appearance-renderer_given = Cette fois, Tincan dessine comme demandé à son lancement (*--renderer*). Ce que tu choisis ici compte à partir du prochain.

## settings-language

settings-language-title = Langue
settings-language-text = Celle de cette fenêtre et des notifications. L’autre personne a la sienne.
settings-language-system = Comme le système
settings-language-both = { $choice } · { $language }
settings-language-emoji = Les noms d’émojis à chercher sont en anglais dans toutes les langues.
settings-language-chinese = chinois
settings-language-japanese = japonais
settings-language-korean = coréen
settings-language-others = autres écritures
settings-language-lacking = Aucune police de cet ordinateur n’a tous les caractères qu’il aurait fallu ({ $letters }) : des cases les remplacent. Avec une police qui les a, comme Noto Sans, ils se voient dès le prochain démarrage de Tincan.

## settings-about

settings-about-title = À propos
settings-about-text = Deux boîtes de conserve et une ficelle : un salon privé pour exactement deux personnes.
settings-about-promise = Pas de compte, aucun serveur qui pourrait écouter, et rien de compté ni envoyé chez nous.
settings-about-licence = Logiciel libre, sous licence MIT ou Apache 2.0, au choix.
settings-about-fonts = Composé en Inter de Rasmus Andersson et Quicksand d’Andrew Paglinawan, toutes deux sous SIL Open Font License. Émojis de Twitter et d’autres contributeurs (Twemoji), sous CC-BY 4.0.

## settings

settings-title = Réglages
settings-back = Retour
settings-version_of = Tincan { $number }

## talk

talk-edited = modifié
talk-you_deleted = Tu as supprimé un message
talk-deleted = un message supprimé
talk-react = Réagir
talk-reply = Répondre
talk-edit = Modifier
talk-more = Plus
talk-more_emoji = Plus d’émojis
talk-show_quoted = Montrer à quoi il répond
talk-selected = Message choisi
talk-keys = Les flèches mènent aux autres, Entrée montre ce qu’on peut faire, R répond.
talk-editing = Modification de ton message
talk-cancel = Annuler
talk-new = Nouveau
talk-delete_title = Supprimer ce message ?
talk-keep = Garder
talk-emoji = Émojis
talk-search_emoji = Chercher un émoji
talk-no_emoji = Aucun émoji ne s’appelle ainsi.
talk-recent = Récents
talk-link_title = Ouvrir ce lien ?
talk-open = Ouvrir
talk-link_sees = Il s’ouvre dans ton navigateur. Qui tient ce site voit ton adresse internet.
talk-link_sees_hidden = Il s’ouvre dans ton navigateur, hors de Tincan. *Ton adresse internet, que tu caches ici, est montrée à qui tient ce site.*
talk-link_open_to_read = Cette adresse n’a pas de cadenas : d’autres en chemin peuvent lire.
talk-not_opened = Aucun navigateur n’a pris le lien. Copie-le plutôt.
talk-they_deleted = { $name } a supprimé un message
talk-delete_text = Il disparaît pour vous deux. { $name } l’a peut-être déjà lu.
talk-replying_to = Réponse à { $name }
talk-answers = Répond à { $name } : { $text }
talk-react_with = Réagir avec { $emoji }
talk-from_both = { $emoji } de toi et de { $name }
talk-from_you = { $emoji } de toi
talk-from_them = { $emoji } de { $name }
talk-open_host = Ouvrir { $host }…
talk-look_alike = Ce nom contient des lettres d’autres écritures. Il se lit *{ $readable }*, et sa vraie forme est *{ $host }*.
talk-skin_tone = Teinte de peau : { $tone }

## waiting

waiting-title = Ton salon est prêt
waiting-subtitle = Donne le code ou le lien à une seule personne. L’un comme l’autre sert une fois.
waiting-close = Fermer ce salon
waiting-code = Code du salon
waiting-code_off = Le code est désactivé
waiting-code_off_text = Ton lien marche toujours. Un nouveau code est créé quand tu le demandes.
waiting-new_code = Nouveau code
waiting-copy_code = Copier le code
waiting-copy_link = Copier le lien
waiting-copied = Copié. Cela sert une fois.
waiting-scan = Le lien, à scanner
waiting-vanishing = *Salon éphémère.* Rien ne reste quand l’un de vous part.
waiting-ask = Demander avant de laisser entrer
waiting-pass_on = Tu le transmets
waiting-pass_on_text = Dis les chiffres ou envoie le lien
waiting-pick_up = On décroche
waiting-pick_up_text = Tu vois son nom
waiting-full = Le salon est complet
waiting-full_text = Personne d’autre n’entre ensuite

## notices

notices-knock = Quelqu’un est à ta porte
notices-arrived = Quelqu’un est dans ton salon
notices-message = Nouveau message
notices-call = Quelqu’un t’appelle
notices-knock_of = { $name } est à ta porte
notices-arrived_of = { $name } est là
notices-message_of = Nouveau message de { $name }
notices-call_of = { $name } t’appelle

## warnings

warnings-guessing = Quelqu’un essayait de deviner ton code, en voici donc un nouveau. Ton lien marche toujours.
warnings-code_off = Quelqu’un continue de deviner, ton code est donc désactivé. Ton lien marche toujours.
warnings-relay_lost = Le relais est hors d’atteinte. Tincan continue d’essayer de le retrouver.
warnings-relay_limits = Le relais est complet ou limite ce qu’il transmet. Un autre relais fera peut-être mieux.
warnings-no_code = Le point de rencontre ne donne pas de code pour l’instant. Ton lien marche toujours.
warnings-other_version = L’autre côté a une autre version de Tincan. Mettez-les à jour, puis réessayez.
warnings-garbled = Quelque chose d’abîmé est arrivé par la ligne et a été laissé de côté.

## links

links-not_a_link = Ce n’est pas un lien Tincan. Il commence par tincan://join/.
links-too_long = Ce lien est trop long pour être des nôtres. Redemande-le.
links-cut_off = Ce lien n’est pas entier : il manque la fin. Redemande-le.
links-host = Ce lien est abîmé : il ne dit pas à qui est le salon. Redemande-le.
links-via = Ce lien est abîmé : il ne dit pas où se rencontrer. Redemande-le.

## codes

codes-empty = Tape les cinq chiffres que tu as reçus.
codes-not_a_digit = Un code n’a que des chiffres.
codes-length = Un code a cinq chiffres, parfois six. Celui-ci en a { $digits }.

## commands

commands-no_room = Aucun salon n’est ouvert. Ouvres-en un ou rejoins-en un.
commands-room_open = Un salon est déjà ouvert. Quitte-le d’abord.
commands-not_waiting = Ce salon n’attend personne.
commands-nobody_knocks = Personne n’est à la porte.
commands-not_connected = Il n’y a encore personne d’autre dans le salon.
commands-empty_message = Il n’y a rien dans ce message.
commands-message_too_long = Ce message est trop long. Envoie-le en plusieurs parties, ou comme fichier.
commands-unknown_message = Ce salon ne connaît pas ce message.
commands-not_yours = Seul l’auteur d’un message peut le changer.
commands-deleted = Ce message a été supprimé.
commands-unknown_room = Ce salon gardé n’est pas ici.
commands-not_a_kept_room = Ce salon n’est pas gardé.
commands-blocked = Tu as bloqué la personne de ce salon. Débloque-la d’abord.
commands-already_kept = Ce salon est déjà gardé. Oublie-le pour ne plus le garder.
commands-no_safety = Les émojis à comparer ne sont pas encore là.
commands-outbox_full = Trop de messages attendent d’arriver. Attends que quelques-uns soient passés.
commands-unknown_transfer = Ce salon ne connaît pas cet envoi.
commands-transfer_over = Cet envoi est terminé.
commands-not_offered = Cet envoi n’attend pas d’être accepté.
commands-not_accepted = Cet envoi n’a pas encore été accepté.
commands-paused_by_peer = L’autre côté a mis cet envoi en pause, et lui seul peut le reprendre.
commands-too_many_transfers = Trop de fichiers attendent déjà. Envoie le reste quand quelques-uns seront arrivés.
commands-no_such_file = Ce fichier n’existe pas.
commands-unreadable = Ce fichier ne peut pas être lu.
commands-empty_folder = Il n’y a aucun fichier dans ce dossier.
commands-too_many_files = Il y a trop de fichiers dans ce dossier. Mets-les d’abord dans une archive.
commands-too_big = Ce fichier est trop gros.
commands-no_such_folder = Ce dossier n’existe pas.
commands-read_only = Rien ne peut être écrit dans ce dossier.
commands-no_space = Il n’y a pas assez de place sur ce disque.
commands-in_call = Tu es déjà en appel.
commands-no_call = Il n’y a pas d’appel.
commands-not_supported = Cette version de Tincan ne sait pas encore faire cela.
commands-bad_relay = Ce n’est pas l’adresse d’un relais. Elle finit par /p2p/ et la clé du relais.

## reasons

reasons-changed = Le fichier a été changé pendant l’envoi.
reasons-gone = Le fichier n’est plus là.
reasons-unreadable = Le fichier ne peut pas être lu.
reasons-disk_full = Le disque est plein. Libère de la place, puis reprends.
reasons-read_only = Rien ne peut être écrit dans le dossier.
reasons-folder_gone = Le dossier, ou la partie déjà arrivée, n’est plus là.
reasons-unwritable = Le fichier ne peut pas être écrit.
reasons-damaged = Ce qui est arrivé est abîmé.
reasons-too_many = Trop de fichiers attendent déjà.
reasons-too_big = Aucun disque ne contient un fichier de cette taille.
reasons-room_closed = Le salon s’est fermé avant que le fichier soit entier.
reasons-other_version = L’autre côté a une version de Tincan qui ne prend pas de fichiers.
reasons-other = Quelque chose s’est mal passé de l’autre côté.

## gif_errors

gif_errors-unknown = Ce GIF n’existe pas.
gif_errors-no_key = GIPHY demande une clé à toi. Mets-en une dans les réglages.
gif_errors-bad_key = GIPHY ne connaît pas cette clé. Vérifie-la dans les réglages.
gif_errors-too_often =
    { $minutes ->
        [one] GIPHY répond de nouveau à cette clé dans { $minutes } minute. Les GIF de Tincan marchent toujours.
       *[other] GIPHY répond de nouveau à cette clé dans { $minutes } minutes. Les GIF de Tincan marchent toujours.
    }
gif_errors-unreachable = GIPHY n’est pas joignable. Les GIF de Tincan marchent toujours.
gif_errors-garbled = GIPHY a donné une réponse sans queue ni tête. Les GIF de Tincan marchent toujours.
gif_errors-too_big = Ce GIF est trop gros.

## pictures

pictures-not_a_picture = Ce n’est pas une image d’une sorte que Tincan peut montrer.
pictures-broken = Cette image est abîmée.
pictures-file_too_large = Le fichier de cette image est trop gros pour être montré.
pictures-too_many_pixels = Cette image est trop grande pour être montrée : { $width } × { $height } points.
pictures-too_complex = Cette image est faite de façon trop compliquée pour être montrée.

## errors

errors-as_file = { $why } Elle peut être envoyée comme fichier, avec tout ce qu’il contient.
errors-relay_address = Ce n’est pas l’adresse d’un relais. Une adresse ressemble à /ip4/203.0.113.7/udp/4001/quic-v1/p2p/12D3… et finit par la clé du relais.
errors-no_relay_in_link = Ce lien ne nomme aucun relais. Colle l’adresse de l’un d’eux.
errors-relay_known = Ce relais est déjà dans la liste.
errors-too_many_relays = Tincan garde le contact avec { $most } relais au plus. Retires-en un d’abord.

## devices

devices-microphone = Le micro
devices-speaker = Le haut-parleur
devices-camera = La caméra
devices-microphone_named = Le micro « { $name } »
devices-speaker_named = Le haut-parleur « { $name } »
devices-camera_named = La caméra « { $name } »
devices-works = { $device } fonctionne.
devices-lost = { $device } n’est plus là. Rebranche l’appareil, ou choisis-en un autre.
devices-absent = { $device } est introuvable. Branche un appareil, ou choisis-en un autre.
devices-refused = { $device } ne peut pas être utilisé. Autorise-le dans les réglages de ton système.
devices-busy = { $device } sert à un autre programme. Ferme-le, ou choisis un autre appareil.
devices-unserved = { $device } est introuvable, car aucun système de son ne répond. Démarre PulseAudio ou PipeWire, ou redémarre ton ordinateur.
devices-still = { $device } : rien ne passe, bien que ce soit branché. Ferme les autres programmes qui l’utilisent, ou choisis autre chose.
devices-broken = { $device } ne répond pas. Rebranche l’appareil, ou choisis-en un autre.
devices-screen = Ton écran ne peut pas être lu, l’autre ne le voit donc pas. Arrête le partage, puis partage-le à nouveau.
devices-screen_unserved = Ton écran ne peut pas être partagé : aucun portail de ton bureau ne répond. Installe xdg-desktop-portal, le portail de ton bureau et PipeWire. Puis ouvre une nouvelle session.
devices-screen_refused = Ton écran ne peut pas être partagé. Autorise-le dans les réglages de ton système.
devices-screen_ended = Ton bureau a mis fin au partage. Partage à nouveau si tu veux continuer.
devices-window = La fenêtre
devices-window_named = La fenêtre « { $name } »
devices-window_closed = { $window } a été fermée : plus rien n’est partagé.
devices-window_hidden = { $window } n’est pas sur ton écran : l’autre la voit comme elle était. Affiche-la de nouveau pour continuer.
devices-window_unreadable = { $window } ne peut pas être lue : l’autre ne la voit pas. Partage une autre fenêtre, ou tout l’écran.

## why

why-trying = Tincan cherche encore un chemin direct. D’ici là, un relais transmet tout.
why-hidden_ours = Tu caches ton adresse IP, un relais transmet donc tout.
why-hidden_theirs = L’autre cache son adresse IP, un relais transmet donc tout.
why-hidden_both = Vous cachez tous deux vos adresses IP, un relais transmet donc tout.
why-hidden_either = L’un de vous cache son adresse IP, un relais transmet donc tout.
why-symmetric_ours = Ton réseau montre à chacun une entrée différente, et on ne peut dire à personne laquelle prendre. Un relais transmet donc tout.
why-symmetric_theirs = L’autre réseau montre à chacun une entrée différente, et on ne peut dire à personne laquelle prendre. Un relais transmet donc tout.
why-symmetric_both = Vos deux réseaux montrent à chacun une entrée différente, et on ne peut dire à personne laquelle prendre. Un relais transmet donc tout.
why-symmetric_either = Un de vos réseaux montre à chacun une entrée différente, et on ne peut dire à personne laquelle prendre. Un relais transmet donc tout.
why-blocked_ours = Ton réseau ne laisse passer que le trafic des pages web, un relais transmet donc tout.
why-blocked_theirs = L’autre réseau ne laisse passer que le trafic des pages web, un relais transmet donc tout.
why-blocked_both = Vos deux réseaux ne laissent passer que le trafic des pages web, un relais transmet donc tout.
why-blocked_either = Un de vos réseaux ne laisse passer que le trafic des pages web, un relais transmet donc tout.
why-no_address_ours = Aucun relais n’a pu dire d’où ton réseau est joignable, un relais transmet donc tout.
why-no_address_theirs = Aucun relais n’a pu dire d’où l’autre réseau est joignable, un relais transmet donc tout.
why-no_address_both = Aucun relais n’a pu dire d’où vos deux réseaux sont joignables, un relais transmet donc tout.
why-no_address_either = Aucun relais n’a pu dire d’où un de vos réseaux est joignable, un relais transmet donc tout.
why-no_common_family = L’un de vous a une ancienne sorte d’adresse internet et l’autre une nouvelle, et ces deux-là ne se rencontrent pas. Un relais transmet donc tout.
why-nothing_came_through = Vos deux réseaux n’ont laissé passer aucun chemin direct, un relais transmet donc tout.

## days

days-today = Aujourd’hui, { $date }
days-yesterday = Hier, { $date }
days-weekday = { $weekday } { $date }
days-date = { $day } { $month }
days-date_of_year = { $date } { $year }
days-january = janvier
days-february = février
days-march = mars
days-april = avril
days-may = mai
days-june = juin
days-july = juillet
days-august = août
days-september = septembre
days-october = octobre
days-november = novembre
days-december = décembre
days-monday = Lundi
days-tuesday = Mardi
days-wednesday = Mercredi
days-thursday = Jeudi
days-friday = Vendredi
days-saturday = Samedi
days-sunday = Dimanche

## groups

groups-smileys = Visages
groups-people = Personnes
groups-nature = Animaux et nature
groups-food = Manger et boire
groups-travel = Voyages et lieux
groups-activities = Activités
groups-objects = Objets
groups-symbols = Symboles
groups-flags = Drapeaux

## tones

tones-default = aucune
tones-light = claire
tones-medium_light = assez claire
tones-medium = moyenne
tones-medium_dark = assez foncée
tones-dark = foncée

## record

record-head =
    Ceci est la trace personnelle d’une conversation dans Tincan, écrite par
    l’application d’une personne à sa demande. Elle n’est pas signée : chacun peut
    écrire ou changer un tel fichier, il ne prouve donc rien à lui seul.
record-by = Toi : { $name }
record-with = L’autre s’est appelé : { $name }
record-emoji = Les cinq émojis : { $state }
record-matched = comparés, ce sont les mêmes : { $emoji }
record-not_verified = non vérifiés : { $emoji }
record-not_there = pas encore là
record-at = Écrit le : { $time }
record-you = Toi
record-they = L’autre
record-deleted = (a supprimé un message)
record-edited = {" (modifié)"}
record-offered = (a proposé { $name }, { $bytes } octets)
record-offered_you = (t’a proposé { $name }, { $bytes } octets)

## signs

signs-dog = chien
signs-cat = chat
signs-lion = lion
signs-horse = cheval
signs-pig = cochon
signs-elephant = éléphant
signs-rabbit = lapin
signs-panda = panda
signs-chicken = poule
signs-penguin = pingouin
signs-turtle = tortue
signs-fish = poisson
signs-octopus = pieuvre
signs-butterfly = papillon
signs-bee = abeille
signs-fox = renard
signs-sunflower = tournesol
signs-tree = arbre
signs-cactus = cactus
signs-mushroom = champignon
signs-globe = globe
signs-moon = lune
signs-star = étoile
signs-fire = feu
signs-banana = banane
signs-apple = pomme
signs-strawberry = fraise
signs-lemon = citron
signs-corn = maïs
signs-pizza = pizza
signs-cake = gâteau
signs-cheese = fromage
signs-robot = robot
signs-ghost = fantôme
signs-hat = chapeau
signs-glasses = lunettes
signs-wrench = clé plate
signs-umbrella = parapluie
signs-hourglass = sablier
signs-clock = réveil
signs-gift = cadeau
signs-lamp = ampoule
signs-book = livre
signs-pencil = crayon
signs-paperclip = trombone
signs-scissors = ciseaux
signs-lock = cadenas
signs-key = clé
signs-hammer = marteau
signs-telephone = téléphone
signs-train = train
signs-bicycle = vélo
signs-plane = avion
signs-rocket = fusée
signs-sailboat = voilier
signs-trophy = coupe
signs-ball = ballon de foot
signs-guitar = guitare
signs-trumpet = trompette
signs-bell = cloche
signs-anchor = ancre
signs-balloon = ballon
signs-socks = chaussettes
signs-chair = chaise

## kept

kept-recent = Salons récents
kept-find = Chercher un salon
kept-none_found = Aucun salon ne s’appelle ainsi.
kept-only_here = Les salons gardés ne sont que sur cet ordinateur, scellés. Les salons éphémères ne sont jamais listés.
kept-open = Ouvrir
kept-here = Là en ce moment
kept-away = Absent
kept-rename = Renommer…
kept-clear = Effacer ce qui a été dit…
kept-forget = Oublier ce salon…
kept-block = Bloquer…
kept-keep = Garder ce salon…
kept-search = Chercher
kept-export = Enregistrer la conversation…
kept-menu = À propos de ce salon
kept-start_short = Cinq chiffres et un lien, pour une personne.
kept-join_short = Tape les chiffres, ou colle le lien.
kept-next_kept = Gardé : vous pouvez tous deux revenir
kept-kept_waiting = *Salon gardé.* Vous pouvez tous deux revenir, si l’autre est d’accord.
kept-change = Changer
kept-kind_title = Quelle sorte de salon ?
kept-vanishing = Éphémère
kept-vanishing_text = Il se ferme quand l’un de vous part, et rien n’en reste sur cet ordinateur.
kept-kept_kind = Gardé
kept-kept_text = Si l’autre est d’accord, vous pouvez tous deux revenir par le même lien. Ce que vous dites reste sur les deux ordinateurs, scellé.
kept-kind = Salon gardé · rien que vous deux
kept-awaiting = Salon gardé · en attente de l’autre
kept-nobody_yet = Personne encore
kept-accept = Le garder
kept-not_now = Pas maintenant
kept-proposed_text = Vous pouvez tous deux revenir par le même lien, et ce que vous dites reste sur les deux ordinateurs, scellé. Chacun peut l’oublier chez soi.
kept-take_back = Retirer
kept-agreed = Vous gardez tous deux ce salon. Il est parmi les salons récents, et le lien ramène ici.
kept-propose_title = Garder ce salon ?
kept-propose = Demander à l’autre
kept-cancel = Annuler
kept-leave_title = Partir pour l’instant ?
kept-leave_text = Le salon reste : revenez quand vous voulez tous deux. Ce qui a été dit reste sur cet ordinateur, scellé.
kept-leaving = Un salon gardé reste quand tu pars : vous pouvez tous deux revenir, par la liste ou le lien. Ce qui a été dit est sur cet ordinateur jusqu’à ce que tu l’effaces ou oublies le salon.
kept-still_stored = Ce qui a été dit dans ce salon est sur cet ordinateur, scellé, jusqu’à ce que tu l’effaces ou oublies le salon. Ce que l’autre a chez lui dépend de lui.
kept-rename_title = Renommer ce salon
kept-rename_text = Toi seul vois ce nom. Vide, c’est celui que l’autre se donne.
kept-name = Nom du salon
kept-save = Enregistrer
kept-clear_title = Effacer ce qui a été dit ?
kept-clear_text = Tout ce qui a été dit ici disparaît de cet ordinateur, pour de bon ; les fichiers que tu as enregistrés restent où ils sont. Le salon reste, et l’autre garde le sien.
kept-clear_now = Effacer
kept-forget_now = Oublier
kept-forget_text = Le salon et tout ce qui y a été dit disparaissent de cet ordinateur, pour de bon, et tu ne peux plus y revenir. L’autre garde le sien.
kept-block_now = Bloquer
kept-block_text = Tu ne rencontreras plus cette personne dans ce salon. Elle n’en est pas avertie. La liste est dans Réglages, Stockage.
kept-block_vanishing = Dans chaque salon éphémère chacun a une nouvelle clé, on ne peut donc reconnaître personne : cela ferme le salon pour les deux, sans retour.
kept-export_title = Enregistrer la conversation
kept-export_text = Tout ce qui a été dit va dans un fichier de ton choix. Il n’est *pas scellé* : qui peut le lire peut tout lire.
kept-as_text = En texte
kept-as_json = En JSON
kept-exported = La conversation est enregistrée.
kept-export_head = Conversation avec { $name }
kept-export_about = Enregistrée par { $name } le { $time } ({ $zone }). C’est une copie personnelle que personne n’a signée.
kept-export_edited = modifié
kept-export_deleted = supprimé
kept-export_lost = non remis
kept-export_answers = répond à
kept-export_file = fichier
kept-export_picture = image
kept-export_not_whole = non remis
kept-search_hint = Chercher dans cette conversation
kept-searching = Recherche…
kept-nothing_found = Rien n’a été dit avec ces mots.
kept-search_text = Des mots que l’un de vous a dits, et des noms de fichiers. Tout est cherché sur cet ordinateur.
kept-further = Chercher plus loin
kept-talked_today = Vous avez parlé aujourd’hui, { $time }
kept-talked_yesterday = Vous avez parlé hier, { $time }
kept-unseen = { $count } à lire
kept-open_room = Ouvrir { $name }
kept-about_room = Plus sur { $name }
kept-proposed = { $name } veut garder ce salon
kept-asked = Tu as demandé à { $name } de garder ce salon. Sans son accord il disparaît.
kept-no_thanks = { $name } ne veut pas garder ce salon maintenant, il reste donc éphémère.
kept-propose_text = On demande à { $name }. S’il y a accord, vous pouvez tous deux revenir par le même lien, et ce que vous dites reste sur les deux ordinateurs, scellé.
kept-has_left = { $name } est parti. Le salon reste : revenez quand vous voulez tous deux.
kept-waiting_for = { $name } n’est pas là. Reste, ou reviens un autre jour : le premier attend, et les mots partent quand vous êtes là tous deux.
kept-nothing_yet = Rien n’est gardé de ce que { $name } et toi avez dit.
kept-forget_title = Oublier { $name } ?
kept-block_title = Bloquer { $name } ?
kept-also_called = { $name } · salon gardé
kept-found = { $who }, { $time } : { $text }
kept-stopped = Ce salon s’est arrêté
kept-stopped_text = Le salon reste : revenez par la liste des salons récents quand vous voulez tous deux.

## storage

storage-title = Stockage
storage-about = Ce qui est gardé sur cet ordinateur, et comment c’est scellé.
storage-key = La clé de tes salons gardés
storage-in_keyring = Elle est dans le trousseau de ce système, qui s’ouvre à la connexion.
storage-no_key = Aucun salon n’a encore été gardé, il n’y a donc pas de clé. Elle naît avec le premier.
storage-held = Salons gardés
storage-clear_every = Effacer toutes les conversations…
storage-clear_every_title = Effacer toutes les conversations ?
storage-clear_every_text = Tout ce qui a été dit dans chaque salon gardé disparaît de cet ordinateur, pour de bon ; les fichiers que tu as enregistrés restent où ils sont. Les salons restent, et les autres gardent le leur.
storage-blocked = Bloqués
storage-nobody_blocked = Tu n’as bloqué personne.
storage-blocked_text = Ils sont bloqués par la clé du salon que tu as gardé avec eux. Dans un salon éphémère chacun a une nouvelle clé.
storage-unblock = Débloquer
storage-in_file = Ce système n’a pas de trousseau, elle est donc dans un fichier que toi seul peux lire : *{ $file }*. Qui accède à tes fichiers peut ouvrir tes salons gardés.
storage-rooms =
    { $count ->
        [one] { $count } salon
       *[other] { $count } salons
    }
storage-messages =
    { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
storage-used = { $rooms }, { $messages }, { $bytes } sur le disque
storage-unblock_name = Débloquer { $name }
