## home

home-title = علبتان وخيط
home-subtitle = غرفة خاصة لشخصين لا أكثر. بلا حساب، وبلا خادم يمكنه أن يتنصّت.
home-you = أنت
home-friend = صديق
home-start = افتح غرفة
home-start_text =
    تحصل على خمسة أرقام ورابط.
    أعطِ أحدهما لشخص واحد.
home-create = افتح غرفة
home-creating = لحظة…
home-vanishing = عابرة: لا يبقى شيء عندما تغادر
home-join_title = ادخل غرفة
home-join_text =
    اكتب الأرقام الخمسة التي أُعطيت لك،
    أو الصق الرابط.
home-join = ادخل
home-links = رابط *tincan://* يفتح هذا التطبيق من تلقاء نفسه
home-cells = رمز الغرفة
home-hint = جديد هنا؟ *الرمز* خمسة أرقام يمكنك أن تقولها بصوتك. *والرابط* يفعل الشيء نفسه بنقرة. من يستعمل أحدهما أولًا يأخذ العلبة الأخرى، وتمتلئ الغرفة.
home-got_it = فهمت
home-is_private = هل هذا خاص؟
home-when_i_leave = ماذا يحدث عندما أغادر؟

## your_name

your_name-change = غيّر اسمك
your_name-title = اسمك
your_name-text = يراه الشخص الآخر بعد أن تجتمعا، ولا يراه أحد قبل ذلك.
your_name-field = الاسم
your_name-hint = اسمك هنا
your_name-save = احفظ
your_name-cancel = إلغاء
your_name-next_room = يتغيّر ابتداءً من الغرفة القادمة.

## knock

knock-let_in = أدخِله
knock-not_now = ليس الآن
knock-text = بعد الدخول تمتلئ الغرفة.
knock-title = لدى { $name } رمزك أو رابطك

## progress

progress-creating = نُعدّ غرفتك
progress-creating_text = نطلب رمزًا من نقطة اللقاء.
progress-joining = نلتقط العلبة الأخرى
progress-joining_text = نبحث عن الغرفة. يستغرق هذا لحظة.
progress-knocking = أنت عند الباب
progress-knocking_text = طُلب منهم إدخالك. انتظر هنا حتى يفعلوا.
progress-cancel = إلغاء
progress-cancelling = لحظة…
progress-connecting = جارٍ الاتصال…

## link

link-title = شخص ما يدعوك
link-text = تدخل غرفة لشخصين، فتمتلئ الغرفة. يرى الآخر اسمك. لم يُرسل شيء حتى الآن.
link-join = ادخل هذه الغرفة
link-join_by = استعمل هذا المرحّل وادخل
link-not_now = ليس الآن
link-broken = هذا الرابط لا يعمل
link-room_open = غادر أولًا الغرفة التي أنت فيها. الرابط ينتظر هنا.
link-unknown = تلتقيان عبر *{ $relays }*، وليس من مرحّلاتك. لا يمكنه قراءة ما تقولانه. يمكنه أن يرى عنوانك على الإنترنت، ومتى تتحدثان، وكم.
link-and = { $before } و{ $last }

## path

path-nearby = مباشرةً إليه، داخل الشبكة التي تتشاركانها.
path-broken = جارٍ إعادة الاتصال…
path-connecting = جارٍ الاتصال…
path-direct = مباشر
path-near = قريب
path-relayed = عبر مرحّل
path-timed = { $kind } · { $ms } م.ث
path-seat_is_held = مقعده محفوظ { $seconds } ث.
path-reconnecting = جارٍ إعادة الاتصال… مقعده محفوظ { $seconds } ث.

## app

app-only_near = لا إنترنت. ما زال بإمكان صديق على شبكة Wi-Fi نفسها أن يدخل.
app-looking_for_meeting = نبحث عن نقطة لقاء…
app-ready = مستعد للقاء شخص
app-offline = لا إنترنت، ولا Wi-Fi. يواصل Tincan البحث.
app-quoted = «{ $text }»
app-code_good_for =
    { $minutes ->
        [one] صالح لدقيقة واحدة أخرى. ثم يظهر هنا رمز جديد من تلقاء نفسه.
        [two] صالح لدقيقتين أخريين. ثم يظهر هنا رمز جديد من تلقاء نفسه.
        [few] صالح لـ{ $minutes } دقائق أخرى. ثم يظهر هنا رمز جديد من تلقاء نفسه.
       *[other] صالح لـ{ $minutes } دقيقة أخرى. ثم يظهر هنا رمز جديد من تلقاء نفسه.
    }
app-nobody_answers = لا أحد يجيب على { $code }. تحقّق من الأرقام، أو اطلب رمزًا جديدًا.
app-ok = حسنًا
app-decimal_mark = .
app-title = Tincan
app-title_unread = ({ $count }) Tincan
app-title_moving = { $percent } % · Tincan
app-title_both = ({ $count }) { $percent } % · Tincan

## call

call-call = اتصل
call-video_call = مكالمة فيديو
call-voice = مكالمة صوتية
call-hears_nothing = لا يسمع شيئًا حتى تجيب.
call-decline = ارفض
call-answer = أجب
call-with_camera = بالكاميرا
call-mute = اكتم
call-muted = مكتوم
call-camera = الكاميرا
call-sound = الصوت
call-silent = صامت
call-chat = المحادثة
call-unread =
    { $count ->
        [one] رسالة جديدة واحدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
       *[other] { $count } رسالة جديدة
    }
call-hang_up = أنهِ
call-back = عُد إلى المكالمة
call-numbers = أرقام المكالمة
call-share = شارك
call-sharing = مشارَك
call-stop_sharing = أوقف المشاركة
call-you_share = شاشتك معروضة للطرف الآخر
call-you_share_window = تتم مشاركة «{ $title }»
call-they_share = { $name } يشارك شاشة
call-no_sharing = لا يمكن مشاركة هذه الشاشة: مشاركتها في Wayland تحتاج إلى PipeWire، وقد بُنيت هذه النسخة من Tincan من دونه. ابنها من جديد حيث يوجد PipeWire، أو سجّل الدخول باستخدام X11، أو أرسل صورة لها في المحادثة.
call-your_screen = شاشتك
call-your_window = نافذتك
call-they_share_nothing = لم يعد هناك شيء تتم مشاركته.
call-choose = ماذا تريد أن تشارك؟
call-choose_text = يرى الطرف الآخر ما تختاره ولا شيء غيره، إلى أن تتوقف.
call-whole_screen = الشاشة كلها
call-screen_number = الشاشة { $number }
call-nameless = نافذة بلا اسم
call-looking = جارٍ النظر فيما يوجد…
call-not_to_be_read = لا يمكن قراءة شاشتك. حاول مرة أخرى، أو أعد تشغيل Tincan.
call-ok = حسنًا
call-level = مدى ارتفاع صوتك
call-full_screen = ملء الشاشة
call-microphones = اختر ميكروفونًا
call-cameras = اختر كاميرا
call-speakers = اختر مكبّر صوت
call-volume = مستوى الصوت
call-system = ما يفضّله النظام
call-push_to_talk = تحدّث فقط أثناء الضغط على مفتاح المسافة
call-you = أنت
call-they_are_muted = مكتوم
call-speaking = يتكلّم
call-preview = قبل أن تتصل
call-preview_text = هكذا تُرى. قل شيئًا: الشريط يتبع صوتك.
call-preview_voice = قل شيئًا: الشريط يتبع صوتك.
call-not_now = ليس الآن
call-weak = الخط ضعيف، لذلك توقّفت الصورة وبقي الصوت واضحًا.
call-ringing = جارٍ الاتصال بـ{ $name }…
call-incoming = { $name } يتصل بك
call-reconnecting = إعادة الاتصال
call-clear = واضح
call-good = جيد
call-rough = متقطّع
call-sound_only = صوت فقط
call-delay = تأخير الصوت
call-repaired = أُصلح
call-made_up = اختُلق
call-rate_in = صوت وصورة، داخلًا
call-rate_out = صوت وصورة، خارجًا
call-pictures = صور في الثانية
call-they_hung_up = أنهى الطرف الآخر المكالمة.
call-declined = رُفضت المكالمة.
call-busy = الطرف الآخر في مكالمة بالفعل.
call-no_answer = لم يُجب أحد. حاول لاحقًا، أو اكتب.
call-missed = فاتتك مكالمة.
call-lost = انقطع الخط، فانتهت المكالمة.

## closed

closed-create = افتح غرفة جديدة
closed-home = عُد إلى البداية
closed-try_again = حاول مجددًا
closed-stored = ما الذي حُفظ، وأين؟
closed-stored_text = لا شيء. ما قلتماه كان في الذاكرة ما دامت الغرفة مفتوحة، وقد زال الآن.
closed-stored_text_2 = نعد بهذا لهذا الحاسوب فقط: ما نُسخ على الحاسوب الآخر يبقى هناك.
closed-the_other = الآخر
closed-two_versions = تستعملان إصدارين مختلفين
closed-relay_full = المرحّل ممتلئ
closed-damaged = الخط تالف
closed-damaged_text = ظلّت كلمات تالفة تصل، لذلك أُغلقت الغرفة. التقيا مجددًا برمز جديد.
closed-left = لقد غادرت
closed-left_by = غادر { $name }
closed-vanished = كانت هذه غرفة عابرة، فأُغلقت لكليكما في { $at }. لم يُحفظ على هذا الحاسوب شيء مما قلتماه.
closed-line_broke = انقطع الخط
closed-line_broke_text = انقطع الخط في { $at } ولم يعد خلال 60 ث، لذلك أُغلقت الغرفة.
closed-refused = ليس هذه المرة
closed-refused_text = لم يُسمح لك بالدخول. تحدّث إليهم، واطلب رمزًا جديدًا.
closed-unreachable = لا تجيب أي نقطة لقاء
closed-unreachable_text = لا يمكن الوصول إلى أي مرحّل من هنا، ولا يجيب أحد قريب. تحقّق من الإنترنت، ثم حاول مجددًا.
closed-host_away = لا يمكن الوصول إلى الحاسوب الآخر
closed-host_away_text = نقطة اللقاء تجيب، لكن الحاسوب الآخر لا يجيب. اطلب إبقاء Tincan مفتوحًا، ثم حاول مجددًا.
closed-offline = لا اتصال لديك
closed-offline_text = ليس لهذا الحاسوب إنترنت ولا شبكة يمكن أن يوجد عليها أحد قريب. صِله بالشبكة، ثم حاول مجددًا.
closed-nobody = لا أحد يجيب
closed-nobody_text = لا أحد يجيب على هذا الرابط. ربما استُعمل من قبل: اطلب رابطًا جديدًا.

## explain

explain-close = أغلق
explain-why_relayed = لماذا عبر مرحّل؟
explain-try_again = حاول مجددًا الآن
explain-trying = نبحث…
explain-another_relay = استعمل مرحّلًا آخر
explain-stop_hiding = غيّر هذا
explain-straight_now = أنتما على اتصال مباشر الآن. لا مرحّل بينكما.
explain-relay_cannot = *لا* يمكنه أن يقرأ أو يسمع أو يرى ما تقولانه. يبقى ذلك مختومًا.
explain-relay_sees = يمكنه أن يرى عنوانيكما على الإنترنت، ومتى تتحدثان، وكم.
explain-relay_next = يواصل Tincan البحث عن طريق مباشر. لست بحاجة إلى فعل شيء.
explain-private = الكلمات والصور والمكالمات تُختم على حاسوبك ولا تُفتح إلا على حاسوب الآخر. لا يمكن لأحد بينكما فتحها، ولا لنا.
explain-private_relay = نقطة اللقاء، والمرحّل حين تدعو الحاجة إليه، يريان عنوانيكما على الإنترنت، ومتى تتحدثان، وكم. ويريان رقمين من الرمز، لا كلّه أبدًا.
explain-private_peer = يرى الآخر اسمك، وعلى طريق مباشر عنوانك على الإنترنت. يمكنك إخفاؤه.
explain-private_who = من هو الآخر حقًا، أنت وحدك تستطيع التحقق منه. ويمكنه أيضًا أن يحتفظ بما تقوله له أو ينقله.
explain-private_us = لا حساب، ولا شيء يُحصى أو يُرسل إلينا.
explain-privacy = إعدادات الخصوصية
explain-leaving = الغرف عابرة: عندما يغادر أحدكما تُغلق الغرفة لكليكما، ولا يبقى منها شيء على هذا الحاسوب.
explain-leaving_files = الملفات التي قبلتها تبقى حيث وضعتها. وما حفظه الآخر يبقى عنده.
explain-leaving_window = إغلاق النافذة مغادرة، لذلك تُسأل أولًا. ولا ينفع الرمز والرابط بعد ذلك.
explain-leaving_2 = إذا انقطع الخط وحده، يُحفظ المقعد الآخر 60 ث، وتستمر المحادثة عند العودة.

## gifs-settings

gifs-settings-title = صور GIF
gifs-settings-text = يأتي Tincan ببعض منها لا يحتاج إلى الإنترنت. ولدى GIPHY أكثر بكثير، بمفتاح خاص بك.
gifs-settings-key_title = مفتاحك لـGIPHY
gifs-settings-off = متوقف. لا يُسأل GIPHY عن شيء.
gifs-settings-on = يعمل. يُسأل GIPHY عندما تفتح تبويبه.
gifs-settings-field = المفتاح
gifs-settings-hint = الصق مفتاحك
gifs-settings-where_from = المفاتيح مجانية: أنشئ حسابًا على developers.giphy.com، ثم أنشئ هناك تطبيقًا من نوع API، وانسخ مفتاحه.
gifs-settings-save = احفظ
gifs-settings-saved = محفوظ
gifs-settings-test = اختبر
gifs-settings-testing = جارٍ الاختبار…
gifs-settings-remove = أزِل
gifs-settings-works = يعرف GIPHY هذا المفتاح.
gifs-settings-learns = يعرف GIPHY ما تبحث عنه، *وعنوانك على الإنترنت*.
gifs-settings-other = لا يتحدث الشخص الآخر إلى GIPHY أبدًا: أنت تجلب الصورة وتسلّمها مختومة.
gifs-settings-kept = يُحفظ المفتاح في ملف الإعدادات على هذا الحاسوب.
gifs-settings-hidden = أنت تخفي عنوان IP الخاص بك. سيراه GIPHY، لذلك يسألك Tincan قبل أن يذهب إليه؛ والاختبار يذهب إليه أيضًا.
gifs-settings-rating_title = لمن ينبغي أن تناسب صور GIPHY
gifs-settings-bad_key = لا يعرف GIPHY هذا المفتاح.
gifs-settings-unreachable = لا يمكن الوصول إلى GIPHY الآن.

## gifs

gifs-pick = أرسل صورة GIF
gifs-close = أغلق صور GIF
gifs-tincan = Tincan
gifs-giphy = GIPHY
gifs-search = ابحث عن صور GIF
gifs-own = صُنعت لـTincan. تعمل بلا إنترنت.
gifs-powered = Powered by GIPHY
gifs-looking = نبحث…
gifs-fetching = نجلبها…
gifs-untitled = GIF
gifs-nothing = لم يُعثر على شيء. جرّب كلمة أخرى.
gifs-again = ابحث مجددًا
gifs-off = GIPHY متوقف حتى تعطيه مفتاحًا.
gifs-off_text = سيعرف ما تبحث عنه، وعنوانك على الإنترنت. صور Tincan لا تحتاج إلى أحد.
gifs-to_settings = افتح الإعدادات
gifs-hidden = أنت تخفي عنوان IP الخاص بك، لكن GIPHY سيراه.
gifs-hidden_text = وسيرى أيضًا ما تبحث عنه. لا يتحدث الشخص الآخر إلى GIPHY أبدًا.
gifs-ask_giphy = اذهب إلى GIPHY
gifs-not_sent_as = لم تُرسل صورة GIF. { $why }
gifs-everybody = الجميع
gifs-accompanied = أطفال برفقة أحد
gifs-teens = 13 سنة فأكثر
gifs-adults = البالغون

## handover

handover-attach = أرسل صورًا أو ملفات
handover-pictures_and_files = صور وملفات…
handover-folder = مجلد…
handover-as_files = كملفات، بكل ما فيها…
handover-clean = أزِل الموقع وبيانات الكاميرا
handover-clean_on = تُرسل الصور دون ذكر أين ومتى وبماذا التُقطت.
handover-clean_off = تُرسل الصور بكل ما فيها: الموقع، الوقت، الكاميرا، الاسم.
handover-sent_with_all = أُرسل بكل ما في الملف.
handover-folder_sent = ما في المجلد يُرسل كملفات، بكل ما فيها.
handover-not_shown = لا يمكن عرض AVIF وHEIC: يُرسل كملف، بكل ما فيه.
handover-drop = أفلِت للإرسال
handover-accept = اقبل
handover-accept_into = اقبل في مجلد آخر…
handover-decline = ارفض
handover-pause = أوقف مؤقتًا
handover-resume = استأنف
handover-go_on = تابع
handover-cancel = إلغاء
handover-show = اعرض
handover-done = فُحص واكتمل
handover-gone = لم يعد حيث حُفظ
handover-not_saved_then = شوهد ولم يُحفظ
handover-small_only = لم يبقَ منها إلا هذه الصورة الصغيرة
handover-gif = GIF
handover-viewer = صورة
handover-fit = لائم النافذة
handover-actual = كبّر
handover-copy = انسخ الصورة
handover-save = احفظ في التنزيلات
handover-save_into = احفظ في مجلد آخر…
handover-show_folder = اعرض في المجلد
handover-close = أغلق الصورة
handover-copied = نُسخت.
handover-not_copied = تعذّر نسخ الصورة.
handover-no_dialog = لم تُفتح نافذة اختيار الملفات. أفلِت الملفات هنا بدلًا من ذلك.
handover-sending = جارٍ الإرسال
handover-delivered = وصل
handover-not_sent = لم يُرسل
handover-ok = حسنًا
handover-folder_shut = لم يُفتح مجلده. الملف هو { $path }.
handover-not_saved_as = لم يُكتب { $path }: { $why }.
handover-not_saved_full = لم يُكتب { $path }: القرص ممتلئ.
handover-not_saved_forbidden = لم يُكتب { $path }: لا يُسمح بالكتابة هناك.
handover-not_saved_nowhere = لم يُكتب { $path }: لا يوجد مجلد كهذا.
handover-picture_from_you = صورة منك
handover-picture_from = صورة من { $name }
handover-far = { $done } من { $all }
handover-seconds_left = بقي { $count } ث
handover-minutes_left = بقي { $count } د
handover-hours_left = بقي { $count } س
handover-waiting_for = { $size } · بانتظار { $name }
handover-a_second = { $size }/ث
handover-paused = متوقف مؤقتًا · { $far }
handover-paused_by = أوقفه { $name } مؤقتًا · { $far }
handover-delivered_all = وصل · { $size }
handover-you_declined = رفضته
handover-declined_by = رفضه { $name }
handover-cancelled = أُلغي · { $far }
handover-stuck = لا يمكنه المتابعة.
handover-disk_full = قرصك ممتلئ. حرّر { $missing } ثم تابع.
handover-their_disk_full = قرص { $name } ممتلئ. يستمر حين يتوفر مكان.
handover-count_pictures =
    { $count ->
        [one] صورة واحدة
        [two] صورتان
        [few] { $count } صور
       *[other] { $count } صورة
    }
handover-count_files =
    { $count ->
        [one] ملف واحد
        [two] ملفان
        [few] { $count } ملفات
       *[other] { $count } ملفًا
    }
handover-count_folders =
    { $count ->
        [one] مجلد واحد
        [two] مجلدان
        [few] { $count } مجلدات
       *[other] { $count } مجلدًا
    }
handover-goes_with =
    { $count ->
        [one] { $name } يُرسل مع كلماتك
        [two] ملفان أو صورتان تُرسل مع كلماتك
        [few] { $count } ملفات وصور تُرسل مع كلماتك
        [many] { $count } ملفًا وصورة تُرسل مع كلماتك
       *[other] { $count } ملف وصورة تُرسل مع كلماتك
    }
handover-unstage = لا ترسل
handover-with = مع صورة أو ملف
handover-units = بايت ك.ب م.ب ج.ب ت.ب ب.ب إ.ب
handover-list_comma = {"، "}

## keys

keys-title = اختصارات لوحة المفاتيح
keys-everywhere = في كل مكان
keys-list = هذه القائمة
keys-tab = إلى التالي، إلى السابق
keys-press = اضغط ما حوله الحلقة
keys-back = أغلق المفتوح، أو ارجع
keys-settings = الإعدادات
keys-create = افتح غرفة
keys-leave = غادر الغرفة
keys-quit = أغلق النافذة
keys-scale = أكبر، أصغر، كما كان
keys-in_room = في غرفة
keys-send = أرسل
keys-line = سطر جديد
keys-paste = سلّم صورة منسوخة
keys-pages = عبر المحادثة
keys-newest = إلى الأحدث
keys-walk = إلى ما قيل
keys-with_message = رد، تعديل، حذف
keys-copy = انسخ رسالة
keys-last = عدّل رسالتك الأخيرة
keys-find = ابحث فيما قيل
keys-in_call = في مكالمة
keys-answer = أجب
keys-answer_video = أجب بالكاميرا
keys-decline = ارفض
keys-talk = اضغط باستمرار للتحدث
keys-in_picture = في صورة
keys-zoom = أقرب، أبعد
keys-conversation = عُد إلى المحادثة

## key

key-ctrl = Ctrl
key-shift = Shift
key-enter = Enter
key-space = مسافة
key-escape = Esc
key-delete = Del
key-end = End
key-page_up = Page Up
key-page_down = Page Down

## room

room-kind = غرفة عابرة · أنتما فقط
room-leave = غادر
room-leaving = جارٍ المغادرة…
room-leave_title = أتغادر هذه الغرفة؟
room-leave_text = تُغلق لكليكما. لا يبقى منها شيء هنا.
room-stay = ابقَ
room-hint = قل شيئًا
room-composer = رسالة
room-send = أرسل
room-too_long = هذه الرسالة طويلة جدًا. أرسلها على أجزاء.
room-busy = ينتظر الإرسال أكثر مما ينبغي. حاول بعد لحظة.
room-sent = أُرسلت
room-delivered = وصلت
room-read = قُرئت
room-waiting = لم تُرسل بعد
room-failed = لم تصل
room-try_again = حاول مجددًا
room-delete = احذف
room-copy = انسخ
room-you = أنت
room-not_here = رسالة ليست هنا
room-empty = أنتما معًا الآن، والغرفة ممتلئة. قل مرحبًا.
room-typing = { $name } يكتب
room-not_delivered = لم تصل: كان { $name } غائبًا. حاول مجددًا عند عودته.
room-to_newest = إلى الأحدث
room-newer =
    { $count ->
        [one] رسالة جديدة واحدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
       *[other] { $count } رسالة جديدة
    }

## safety

safety-title = هل هو حقًا من تظنّ؟
safety-text = ليقرأ كل منكما هذه الخمسة للآخر بصوت عالٍ، في مكالمة إن أمكن. ينبغي أن تريا الرموز نفسها، بالترتيب نفسه.
safety-coming = تصل الرموز الخمسة بعد لحظة.
safety-matching = متطابقة
safety-differ = غير متطابقة
safety-until = إلى أن تقارنا، تقول هذه الغرفة *غير متحقَّق منه*. ليس هذا إنذارًا، بل تذكير. إن اختلفت فغادرا والتقيا مجددًا برمز جديد.
safety-differ_now = ربما يجلس أحد بينكما. غادرا، والتقيا مجددًا برمز جديد.
safety-leave = غادر
safety-matched = قارنتماها. لا أحد بينكما.
safety-take_back = ليست متطابقة في النهاية
safety-not_verified = غير متحقَّق منه
safety-verified = متحقَّق منه
safety-open = هل هو حقًا من تظنّ؟
safety-meeting_point = ماذا يمكن لنقطة اللقاء أن ترى؟
safety-meeting_point_text = ترى عنوانك على الإنترنت، وأول رقمين من رمزك ما دام أحد ينتظر هناك، ومتى التقى اثنان. ولا ترى أبدًا الرمز كاملًا، ولا اسمك، ولا شيئًا مما تقوله.
safety-meeting_point_text_2 = وعندما تحمل كلماتكما كمرحّل، ترى أيضًا كم يمرّ منها. كل ذلك مختوم.
safety-hide_mine = أخفِ عنواني
safety-save = احفظ سجلّي الخاص
safety-save_text = يكتب ما تراه هنا في ملف تختاره، لتريه لشخص تثق به. وهو غير موقّع: لا يثبت شيئًا بمفرده.
safety-saved = حُفظ سجلّك. وهو غير موقّع.
safety-title_direct = طريقكما مباشر
safety-title_lan = طريقكما يبقى قريبًا
safety-title_relayed = مرحّل ينقل كل شيء
safety-title_none = نبحث عن طريق
safety-text_direct = يذهب كل شيء مباشرةً من حاسوبك إلى حاسوب الآخر، مختومًا في الطريق. نقطة اللقاء عرّفت بينكما فقط. يمكن للآخر أن يرى عنوانك على الإنترنت.
safety-text_lan = يذهب كل شيء مباشرةً إلى حاسوب الآخر، داخل الشبكة التي تتشاركانها، مختومًا. يمكن للآخر أن يرى عنوانك فيها.
safety-text_relayed = كل شيء يُختم على حاسوبك ولا يُفتح إلا على حاسوب الآخر. يرى المرحّل عنوانيكما على الإنترنت، ومتى تتحدثان، وكم.
safety-text_none = ينتظر كل شيء مختومًا على حاسوبك حتى يعود الخط.

## settings-name

settings-name-title = الاسم
settings-name-saved = محفوظ
settings-name-seen = هكذا يراك الشخص الآخر

## settings-devices

settings-devices-title = الأجهزة
settings-devices-text = جرّبها هنا. لا أحد يسمعك أو يراك في هذه الصفحة.
settings-devices-in_call = أنت في مكالمة: ما تختاره هنا يسري فورًا.
settings-devices-microphone = الميكروفون
settings-devices-speak = قل شيئًا
settings-devices-speaker = مكبّر الصوت
settings-devices-camera = الكاميرا
settings-devices-quiet = خافت
settings-devices-good = مستوى جيد
settings-devices-loud = عالٍ جدًا
settings-devices-processing = أزل الصدى والضجيج
settings-devices-processing_text = يُبعد أصوات المراوح ولوحات المفاتيح، ويُبقي صوتك على مستوى واحد
settings-devices-push_to_talk = اضغط لتتكلم
settings-devices-push_to_talk_text = اضغط مفتاح المسافة باستمرار ما دامت هذه النافذة في المقدمة
settings-devices-play = شغّل صوتًا
settings-devices-turn_on = شغّلها
settings-devices-turn_off = أطفئها
settings-devices-camera_is_off = الكاميرا مطفأة
settings-devices-only_you = أنت وحدك ترى هذا
settings-devices-mirror = اعكس صورتي
settings-devices-mirror_text = لك وحدك، كما تفعل المرآة
settings-devices-away = { $name } · غير موصول

## settings-privacy

settings-privacy-title = الخصوصية
settings-privacy-text = ما يعرفه الشخص الآخر، ومن بينكما.
settings-privacy-hide = أخفِ عنوان IP الخاص بي
settings-privacy-hide_text = لا يعرف الشخص الآخر عنوانك على الإنترنت أبدًا، لأن المرحّلات تحمل كل شيء. هي ما زالت تراه، وتضيف تأخيرًا قليلًا.
settings-privacy-receipts = أخبر حين تقرأ رسالة
settings-privacy-receipts_text = عند إيقاف هذا يرى الآخر أن رسالة وصلت، ولا يرى أبدًا هل رأيتها.
settings-privacy-next_room = يسري ابتداءً من الغرفة القادمة.
settings-privacy-hide_given = عنوانك مخفي هذه المرة، لأن Tincan شُغّل مع *--hide-ip*. ما تختاره هنا يسري من التشغيل القادم.
settings-privacy-ask = اسأل قبل إدخال أحد
settings-privacy-ask_text = حتى من لديه الرمز أو الرابط الصحيح ينتظر عند الباب حتى توافق.
settings-privacy-links = افتح روابط tincan:// بهذا التطبيق
settings-privacy-links_text = الرابط الذي تضغطه في تطبيق آخر يأتي إلى هنا. لا يُرسل شيء قبل أن تضغط «ادخل».

## settings-relays

settings-relays-title = المرحّلات
settings-relays-text = تعرّف بينكما، وتنقل كلمات مختومة حيث لا طريق مباشر. ولا يمكنها قراءتها.
settings-relays-given = يستعمل هذا التشغيل المرحّلات التي شُغّل بها Tincan (*--relay*). ما تغيّره هنا يسري من التشغيل القادم.
settings-relays-none = لا شيء: نقطة اللقاء على هذا الحاسوب
settings-relays-none_text = تلتقي هناك نوافذ هذا الحاسوب. للقاء شخص في مكان آخر أضف مرحّلًا.
settings-relays-add_title = أضف مرحّلًا برابط أو عنوان
settings-relays-field = رابط أو عنوان
settings-relays-hint = /dns4/relay.example/udp/4001/quic-v1/p2p/12D3…
settings-relays-add = أضف
settings-relays-add_text = من يشغّل مرحّلًا يمكنه أن يعطيك عنوانه. ورابط الدعوة يضيف المرحّلات التي فيه.
settings-relays-next_room = تستعمل الغرفة القادمة هذه القائمة. تحتاجان إلى مرحّل مشترك، أو إلى رابط.
settings-relays-looking = نبحث…
settings-relays-answers = يجيب · { $ms } م.ث
settings-relays-no_answer = لا جواب
settings-relays-refuses = يرفض
settings-relays-remove = أزِل { $host }

## settings-notifications

settings-notifications-title = الإشعارات
settings-notifications-text = كيف تعلم بالجديد. يمكن إيقاف كل منها.
settings-notifications-show = أشعرني حين لا تكون هذه النافذة في المقدمة
settings-notifications-show_text = بالطَّرق والرسائل والمكالمات ومن يدخل. ولا تحمل أبدًا كلمة من أحد، لأن الإشعارات تبقى على الشاشات وفي السجلات.
settings-notifications-names = اذكر من هو، في الغرف المحفوظة
settings-notifications-names_text = في الغرف العابرة لا يحمل أي إشعار اسمًا.
settings-notifications-absent = لا شيء على هذا الحاسوب يعرض الإشعارات، فلن يظهر أي منها. والأصوات والعدد في العنوان يخبرانك مع ذلك.
settings-notifications-sounds = الأصوات
settings-notifications-of_knock = أحد يطرق الباب
settings-notifications-of_arrival = أحد يدخل
settings-notifications-of_message = رسالة، حين لا تكون هذه النافذة في المقدمة
settings-notifications-of_ring = أحد يتصل
settings-notifications-of_ring_back = يرنّ عند الآخر
settings-notifications-of_reconnecting = ينقطع الخط
settings-notifications-of_end = تُغلق الغرفة، أو تنتهي مكالمة
settings-notifications-play_sound = شغّل: { $what }

## settings-appearance

settings-appearance-title = المظهر
settings-appearance-text = على هذا الحاسوب. يرى الشخص الآخر مظهره.
settings-appearance-theme = فاتح أو داكن
settings-appearance-system = كالنظام
settings-appearance-light = فاتح
settings-appearance-dark = داكن
settings-appearance-contrast = تباين عالٍ
settings-appearance-contrast_text = ألوان قوية، وحدود بدل التلوين. عند الإيقاف: كما يطلب النظام.
settings-appearance-motion = حركة أقل
settings-appearance-motion_text = لا شيء يتأرجح أو يتلاشى أو ينزلق. عند الإيقاف: كما يطلب النظام.
settings-appearance-smaller = أصغر
settings-appearance-larger = أكبر
settings-appearance-scale_text = { $held } مع + و− يفعل الشيء نفسه في كل مكان، و{ $held } 0 يعود إلى 100 %.
settings-appearance-scale = حجم كل شيء: { $percent } %
settings-appearance-scale_room = في هذه النافذة متسع لـ { $percent } %. كبّرها لأكثر من ذلك.
settings-appearance-renderer = ما يرسم النافذة
settings-appearance-renderer_text = جرّب غيره إن ومضت النافذة أو بقيت فارغة أو ظهرت ألوان خاطئة. يسري من التشغيل القادم، وحيث يعجز أحدهما عن الرسم يرسم الآخر.
settings-appearance-automatic = تلقائي
settings-appearance-renderer_given = يرسم هذا التشغيل بما شُغّل به Tincan (*--renderer*). ما تختاره هنا يسري من التشغيل القادم.

## settings-language

settings-language-title = اللغة
settings-language-text = لغة هذه النافذة والإشعارات. وللشخص الآخر لغته.
settings-language-system = كالنظام
settings-language-both = { $choice } · { $language }
settings-language-emoji = أسماء الرموز التعبيرية عند البحث بالإنجليزية في كل اللغات.
settings-language-chinese = الصينية
settings-language-japanese = اليابانية
settings-language-korean = الكورية
settings-language-others = كتابات أخرى
settings-language-lacking = لا خط في هذا الحاسوب فيه كل الحروف التي احتيج إليها ({ $letters })، فتظهر مربعات مكانها. وبخط فيه هذه الحروف، مثل Noto Sans، تظهر من التشغيل التالي لـ Tincan.

## settings-about

settings-about-title = حول
settings-about-text = علبتان من صفيح وخيط: غرفة خاصة لشخصين لا أكثر.
settings-about-promise = بلا حساب، وبلا خادم يمكنه أن يتنصّت، ولا شيء يُحصى أو يُرسل إلينا.
settings-about-licence = برنامج حر، برخصة MIT أو Apache 2.0 كما تشاء.
settings-about-fonts = بخط Inter من Rasmus Andersson وQuicksand من Andrew Paglinawan، وكلاهما برخصة SIL Open Font License. الرموز التعبيرية من Twitter ومساهمين آخرين (Twemoji)، برخصة CC-BY 4.0.

## settings

settings-title = الإعدادات
settings-back = رجوع
settings-version_of = Tincan { $number }

## talk

talk-edited = معدّلة
talk-you_deleted = حذفت رسالة
talk-deleted = رسالة محذوفة
talk-react = تفاعل
talk-reply = ردّ
talk-edit = عدّل
talk-more = المزيد
talk-more_emoji = مزيد من الرموز
talk-show_quoted = أظهر ما تردّ عليه
talk-selected = رسالة مختارة
talk-keys = مفاتيح الأسهم تنتقل إلى غيرها، وEnter يُظهر ما يمكن فعله، وR يردّ.
talk-editing = تعدّل رسالتك
talk-cancel = إلغاء
talk-new = جديد
talk-delete_title = أتحذف هذه الرسالة؟
talk-keep = أبقِها
talk-emoji = رموز تعبيرية
talk-search_emoji = ابحث عن رمز تعبيري
talk-no_emoji = لا رمز تعبيريًا بهذا الاسم.
talk-recent = الأخيرة
talk-link_title = أتفتح هذا الرابط؟
talk-open = افتح
talk-link_sees = يُفتح في متصفحك. ومن يدير ذلك الموقع يرى عنوانك على الإنترنت.
talk-link_sees_hidden = يُفتح في متصفحك، خارج Tincan. *عنوانك على الإنترنت، الذي تخفيه هنا، يراه من يدير ذلك الموقع.*
talk-link_open_to_read = ليس لهذا العنوان قفل: يمكن لآخرين في الطريق أن يقرأوا معك.
talk-not_opened = لم يأخذ أي متصفح الرابط. انسخه بدلًا من ذلك.
talk-they_deleted = حذف { $name } رسالة
talk-delete_text = تختفي عند كليكما. ربما قرأها { $name } من قبل.
talk-replying_to = ردّ على { $name }
talk-answers = يردّ على { $name }: { $text }
talk-react_with = تفاعل بـ{ $emoji }
talk-from_both = { $emoji } منك ومن { $name }
talk-from_you = { $emoji } منك
talk-from_them = { $emoji } من { $name }
talk-open_host = افتح { $host }…
talk-look_alike = في هذا الاسم حروف من كتابات أخرى. يُقرأ *{ $readable }*، وشكله الحقيقي *{ $host }*.
talk-skin_tone = لون البشرة: { $tone }

## waiting

waiting-title = غرفتك جاهزة
waiting-subtitle = أعطِ الرمز أو الرابط لشخص واحد. كلاهما يعمل مرة واحدة.
waiting-close = أغلق هذه الغرفة
waiting-code = رمز الغرفة
waiting-code_off = الرمز متوقف
waiting-code_off_text = ما زال رابطك يعمل. يُنشأ رمز جديد حين تطلبه.
waiting-new_code = رمز جديد
waiting-copy_code = انسخ الرمز
waiting-copy_link = انسخ الرابط
waiting-copied = نُسخ. يعمل مرة واحدة.
waiting-scan = الرابط، للمسح
waiting-vanishing = *غرفة عابرة.* لا يبقى شيء عندما يغادر أحدكما.
waiting-ask = اسأل قبل إدخال أحد
waiting-pass_on = تمرّره
waiting-pass_on_text = قل الأرقام أو أرسل الرابط
waiting-pick_up = يلتقط الآخر العلبة
waiting-pick_up_text = ترى اسمه
waiting-full = تمتلئ الغرفة
waiting-full_text = لا يدخل أحد غيره بعد ذلك

## notices

notices-knock = أحد عند بابك
notices-arrived = أحد في غرفتك
notices-message = رسالة جديدة
notices-call = أحد يتصل بك
notices-knock_of = { $name } عند بابك
notices-arrived_of = { $name } هنا
notices-message_of = رسالة جديدة من { $name }
notices-call_of = { $name } يتصل بك

## warnings

warnings-guessing = كان أحد يخمّن رمزك، فهذا رمز جديد. ما زال رابطك يعمل.
warnings-code_off = ما زال أحد يخمّن، لذلك توقف رمزك. ما زال رابطك يعمل.
warnings-relay_lost = المرحّل بعيد المنال. يواصل Tincan محاولة العودة إليه.
warnings-relay_limits = المرحّل ممتلئ أو يحدّ مما ينقله. ربما يكون مرحّل آخر أفضل.
warnings-no_code = لا تعطي نقطة اللقاء رمزًا الآن. ما زال رابطك يعمل.
warnings-other_version = لدى الطرف الآخر إصدار مختلف من Tincan. حدّثا كليهما، ثم حاولا مجددًا.
warnings-garbled = وصل شيء تالف عبر الخط وتُرك جانبًا.

## links

links-not_a_link = ليس هذا رابط Tincan. يبدأ الرابط بـtincan://join/.
links-too_long = هذا الرابط أطول من أن يكون من روابطنا. اطلبه مجددًا.
links-cut_off = هذا الرابط ناقص: نهايته مفقودة. اطلبه مجددًا.
links-host = هذا الرابط تالف: لا يذكر لمن الغرفة. اطلبه مجددًا.
links-via = هذا الرابط تالف: لا يذكر أين اللقاء. اطلبه مجددًا.

## codes

codes-empty = اكتب الأرقام الخمسة التي أُعطيت لك.
codes-not_a_digit = ليس في الرمز إلا أرقام.
codes-length = في الرمز خمسة أرقام، وأحيانًا ستة. في هذا { $digits }.

## commands

commands-no_room = لا غرفة مفتوحة. افتح واحدة أو ادخل واحدة أولًا.
commands-room_open = هناك غرفة مفتوحة بالفعل. غادرها أولًا.
commands-not_waiting = هذه الغرفة لا تنتظر أحدًا.
commands-nobody_knocks = لا أحد عند الباب.
commands-not_connected = لا أحد غيرك في الغرفة بعد.
commands-empty_message = لا شيء يُقال في هذه الرسالة.
commands-message_too_long = هذه الرسالة طويلة جدًا. أرسلها على أجزاء، أو كملف.
commands-unknown_message = لا تعرف هذه الغرفة رسالة كهذه.
commands-not_yours = لا يغيّر الرسالة إلا من كتبها.
commands-deleted = حُذفت هذه الرسالة.
commands-unknown_room = لا توجد غرفة محفوظة كهذه هنا.
commands-not_a_kept_room = هذه الغرفة غير محفوظة.
commands-blocked = لقد حظرت من كان في هذه الغرفة. ألغِ الحظر أولًا.
commands-already_kept = هذه الغرفة محفوظة بالفعل. انسَها لكي لا تُحفظ بعد الآن.
commands-no_safety = رموز المقارنة لم تصل بعد.
commands-outbox_full = رسائل كثيرة تنتظر الوصول. انتظر حتى يصل بعضها.
commands-unknown_transfer = لا تعرف هذه الغرفة نقلًا كهذا.
commands-transfer_over = انتهى هذا النقل.
commands-not_offered = هذا النقل لا ينتظر القبول.
commands-not_accepted = لم يُقبل هذا النقل بعد.
commands-paused_by_peer = أوقف الطرف الآخر هذا النقل، وهو وحده يستطيع استئنافه.
commands-too_many_transfers = ملفات كثيرة تنتظر بالفعل. أرسل الباقي بعد أن يصل بعضها.
commands-no_such_file = لا يوجد ملف كهذا.
commands-unreadable = لا يمكن قراءة هذا الملف.
commands-empty_folder = لا ملف في هذا المجلد.
commands-too_many_files = في هذا المجلد ملفات كثيرة جدًا. ضعها في أرشيف أولًا.
commands-too_big = هذا الملف كبير جدًا.
commands-no_such_folder = لا يوجد مجلد كهذا.
commands-read_only = لا يمكن كتابة شيء في هذا المجلد.
commands-no_space = لا توجد مساحة كافية على هذا القرص.
commands-in_call = أنت في مكالمة بالفعل.
commands-no_call = لا توجد مكالمة.
commands-not_supported = لا يستطيع هذا الإصدار من Tincan فعل ذلك بعد.
commands-bad_relay = ليس هذا عنوان مرحّل. ينتهي العنوان بـ/p2p/ ومفتاح المرحّل.

## reasons

reasons-changed = تغيّر الملف أثناء إرساله.
reasons-gone = لم يعد الملف موجودًا.
reasons-unreadable = لا يمكن قراءة الملف.
reasons-disk_full = القرص ممتلئ. حرّر مساحة، ثم استأنف.
reasons-read_only = لا يمكن كتابة شيء في المجلد.
reasons-folder_gone = زال المجلد أو الجزء الذي وصل.
reasons-unwritable = لا يمكن كتابة الملف.
reasons-damaged = ما وصل تالف.
reasons-too_many = ملفات كثيرة تنتظر بالفعل.
reasons-too_big = لا قرص يتسع لملف بهذا الحجم.
reasons-room_closed = أُغلقت الغرفة قبل أن يكتمل الملف.
reasons-other_version = لدى الطرف الآخر إصدار من Tincan لا يأخذ الملفات.
reasons-other = حدث خطأ عند الطرف الآخر.

## gif_errors

gif_errors-unknown = لا توجد صورة GIF كهذه.
gif_errors-no_key = يحتاج GIPHY إلى مفتاح خاص بك. ضع واحدًا في الإعدادات.
gif_errors-bad_key = لا يعرف GIPHY هذا المفتاح. تحقق منه في الإعدادات.
gif_errors-too_often =
    { $minutes ->
        [one] يجيب GIPHY هذا المفتاح مجددًا بعد دقيقة واحدة. صور Tincan ما زالت تعمل.
        [two] يجيب GIPHY هذا المفتاح مجددًا بعد دقيقتين. صور Tincan ما زالت تعمل.
        [few] يجيب GIPHY هذا المفتاح مجددًا بعد { $minutes } دقائق. صور Tincan ما زالت تعمل.
       *[other] يجيب GIPHY هذا المفتاح مجددًا بعد { $minutes } دقيقة. صور Tincan ما زالت تعمل.
    }
gif_errors-unreachable = لا يمكن الوصول إلى GIPHY. صور Tincan ما زالت تعمل.
gif_errors-garbled = أعطى GIPHY جوابًا بلا معنى. صور Tincan ما زالت تعمل.
gif_errors-too_big = صورة GIF هذه كبيرة جدًا.

## pictures

pictures-not_a_picture = ليست هذه صورة من نوع يمكن لـTincan عرضه.
pictures-broken = هذه الصورة تالفة.
pictures-file_too_large = ملف هذه الصورة أكبر من أن يُعرض.
pictures-too_many_pixels = هذه الصورة أكبر من أن تُعرض: { $width } × { $height } نقطة.
pictures-too_complex = هذه الصورة مركّبة بطريقة أعقد من أن تُعرض.

## errors

errors-as_file = { $why } يمكن إرسالها كملف، بكل ما فيه.
errors-relay_address = ليس هذا عنوان مرحّل. يبدو العنوان هكذا: /ip4/203.0.113.7/udp/4001/quic-v1/p2p/12D3… وينتهي بمفتاح المرحّل.
errors-no_relay_in_link = لا يذكر هذا الرابط أي مرحّل. الصق عنوان مرحّل.
errors-relay_known = هذا المرحّل في القائمة بالفعل.
errors-too_many_relays = يبقى Tincan على صلة بـ{ $most } مرحّلات على الأكثر. أزِل واحدًا أولًا.

## devices

devices-microphone = الميكروفون
devices-speaker = مكبّر الصوت
devices-camera = الكاميرا
devices-microphone_named = الميكروفون «{ $name }»
devices-speaker_named = مكبّر الصوت «{ $name }»
devices-camera_named = الكاميرا «{ $name }»
devices-works = { $device }: يعمل.
devices-lost = { $device }: لم يعد موصولًا. أعد وصل الجهاز، أو اختر غيره.
devices-absent = { $device }: لم يُعثر عليه. صِل جهازًا، أو اختر غيره.
devices-refused = { $device }: لا يُسمح باستعماله. اسمح به في إعدادات نظامك.
devices-busy = { $device }: يستعمله برنامج آخر. أغلق ذلك البرنامج، أو اختر جهازًا آخر.
devices-unserved = تعذر العثور على { $device } لأن نظام الصوت لا يستجيب. شغّل PulseAudio أو PipeWire، أو أعد تشغيل حاسوبك.
devices-still = لا يمر شيء عبر { $device } مع أنه موجود. أغلق البرامج الأخرى التي تستخدمه، أو اختر غيره.
devices-broken = { $device }: لا يجيب. أعد وصل الجهاز، أو اختر غيره.
devices-screen = تتعذّر قراءة شاشتك، لذلك لا يراها الطرف الآخر. أوقف المشاركة، ثم شارك من جديد.
devices-screen_unserved = لا يمكن مشاركة شاشتك: لا تستجيب أي بوابة لسطح مكتبك. ثبّت xdg-desktop-portal والبوابة الخاصة بسطح مكتبك وPipeWire، ثم سجّل الدخول من جديد.
devices-screen_refused = لا يُسمح بمشاركة شاشتك. اسمح بذلك في إعدادات نظامك.
devices-screen_ended = أنهى سطح مكتبك المشاركة. شارك من جديد إن أردت المتابعة.
devices-window = النافذة
devices-window_named = النافذة «{ $name }»
devices-window_closed = أُغلقت { $window }، فلم يعد هناك شيء تتم مشاركته.
devices-window_hidden = ليست { $window } على شاشتك، فتظهر كما كانت. أظهرها من جديد للمتابعة.
devices-window_unreadable = لا يمكن قراءة { $window }، فلا يراها الطرف الآخر. شارك نافذة أخرى أو الشاشة كلها.

## why

why-trying = ما زال Tincan يبحث عن طريق مباشر. وإلى أن يجده ينقل مرحّل كل شيء.
why-hidden_ours = أنت تخفي عنوان IP الخاص بك، لذلك ينقل مرحّل كل شيء.
why-hidden_theirs = الآخر يخفي عنوان IP الخاص به، لذلك ينقل مرحّل كل شيء.
why-hidden_both = كلاكما يخفي عنوان IP الخاص به، لذلك ينقل مرحّل كل شيء.
why-hidden_either = أحدكما يخفي عنوان IP الخاص به، لذلك ينقل مرحّل كل شيء.
why-symmetric_ours = تُظهر شبكتك لكل أحد مدخلًا مختلفًا، فلا يمكن أن يُقال لأحد أيّها يسلك، لذلك ينقل مرحّل كل شيء.
why-symmetric_theirs = تُظهر شبكة الآخر لكل أحد مدخلًا مختلفًا، فلا يمكن أن يُقال لأحد أيّها يسلك، لذلك ينقل مرحّل كل شيء.
why-symmetric_both = تُظهر شبكتاكما لكل أحد مدخلًا مختلفًا، فلا يمكن أن يُقال لأحد أيّها يسلك، لذلك ينقل مرحّل كل شيء.
why-symmetric_either = تُظهر إحدى شبكتيكما لكل أحد مدخلًا مختلفًا، فلا يمكن أن يُقال لأحد أيّها يسلك، لذلك ينقل مرحّل كل شيء.
why-blocked_ours = لا تمرّر شبكتك إلا نوع البيانات الذي تستعمله صفحات الويب، لذلك ينقل مرحّل كل شيء.
why-blocked_theirs = لا تمرّر شبكة الآخر إلا نوع البيانات الذي تستعمله صفحات الويب، لذلك ينقل مرحّل كل شيء.
why-blocked_both = لا تمرّر شبكتاكما إلا نوع البيانات الذي تستعمله صفحات الويب، لذلك ينقل مرحّل كل شيء.
why-blocked_either = لا تمرّر إحدى شبكتيكما إلا نوع البيانات الذي تستعمله صفحات الويب، لذلك ينقل مرحّل كل شيء.
why-no_address_ours = لم يستطع أي مرحّل أن يعرف من أين يمكن الوصول إلى شبكتك، لذلك ينقل مرحّل كل شيء.
why-no_address_theirs = لم يستطع أي مرحّل أن يعرف من أين يمكن الوصول إلى شبكة الآخر، لذلك ينقل مرحّل كل شيء.
why-no_address_both = لم يستطع أي مرحّل أن يعرف من أين يمكن الوصول إلى شبكتيكما، لذلك ينقل مرحّل كل شيء.
why-no_address_either = لم يستطع أي مرحّل أن يعرف من أين يمكن الوصول إلى إحدى شبكتيكما، لذلك ينقل مرحّل كل شيء.
why-no_common_family = لدى أحدكما نوع قديم من عناوين الإنترنت ولدى الآخر نوع جديد، وهذان لا يلتقيان، لذلك ينقل مرحّل كل شيء.
why-nothing_came_through = لم تسمح شبكتاكما بطريق مباشر، لذلك ينقل مرحّل كل شيء.

## days

days-today = اليوم، { $date }
days-yesterday = أمس، { $date }
days-weekday = { $weekday }، { $date }
days-date = { $day } { $month }
days-date_of_year = { $date } { $year }
days-january = يناير
days-february = فبراير
days-march = مارس
days-april = أبريل
days-may = مايو
days-june = يونيو
days-july = يوليو
days-august = أغسطس
days-september = سبتمبر
days-october = أكتوبر
days-november = نوفمبر
days-december = ديسمبر
days-monday = الاثنين
days-tuesday = الثلاثاء
days-wednesday = الأربعاء
days-thursday = الخميس
days-friday = الجمعة
days-saturday = السبت
days-sunday = الأحد

## groups

groups-smileys = وجوه
groups-people = ناس
groups-nature = حيوانات وطبيعة
groups-food = طعام وشراب
groups-travel = سفر وأماكن
groups-activities = أنشطة
groups-objects = أشياء
groups-symbols = رموز
groups-flags = أعلام

## tones

tones-default = دون لون
tones-light = فاتح
tones-medium_light = فاتح متوسط
tones-medium = متوسط
tones-medium_dark = داكن متوسط
tones-dark = داكن

## record

record-head =
    هذا سجل شخص واحد لمحادثة في Tincan، كتبه تطبيقه بناءً على طلبه.
    وهو غير موقّع: يمكن لأي شخص أن يكتب ملفًا كهذا أو يغيّره، فلا يثبت شيئًا بمفرده.
record-by = أنت: { $name }
record-with = سمّى الآخر نفسه: { $name }
record-emoji = الرموز الخمسة: { $state }
record-matched = قورنت فتطابقت: { $emoji }
record-not_verified = غير متحقَّق منها: { $emoji }
record-not_there = لم تصل بعد
record-at = كُتب في: { $time }
record-you = أنت
record-they = الآخر
record-deleted = (حذف رسالة)
record-edited = {" (معدّلة)"}
record-offered = (عرض { $name }، { $bytes } بايت)
record-offered_you = (عرض عليك { $name }، { $bytes } بايت)

## signs

signs-dog = كلب
signs-cat = قطة
signs-lion = أسد
signs-horse = حصان
signs-pig = خنزير
signs-elephant = فيل
signs-rabbit = أرنب
signs-panda = باندا
signs-chicken = دجاجة
signs-penguin = بطريق
signs-turtle = سلحفاة
signs-fish = سمكة
signs-octopus = أخطبوط
signs-butterfly = فراشة
signs-bee = نحلة
signs-fox = ثعلب
signs-sunflower = دوّار الشمس
signs-tree = شجرة
signs-cactus = صبّار
signs-mushroom = فطر
signs-globe = كرة أرضية
signs-moon = قمر
signs-star = نجمة
signs-fire = نار
signs-banana = موزة
signs-apple = تفاحة
signs-strawberry = فراولة
signs-lemon = ليمونة
signs-corn = ذرة
signs-pizza = بيتزا
signs-cake = كعكة
signs-cheese = جبن
signs-robot = روبوت
signs-ghost = شبح
signs-hat = قبعة
signs-glasses = نظارة
signs-wrench = مفتاح ربط
signs-umbrella = مظلة
signs-hourglass = ساعة رملية
signs-clock = منبّه
signs-gift = هدية
signs-lamp = مصباح
signs-book = كتاب
signs-pencil = قلم رصاص
signs-paperclip = مشبك ورق
signs-scissors = مقص
signs-lock = قفل
signs-key = مفتاح
signs-hammer = مطرقة
signs-telephone = هاتف
signs-train = قطار
signs-bicycle = دراجة
signs-plane = طائرة
signs-rocket = صاروخ
signs-sailboat = مركب شراعي
signs-trophy = كأس
signs-ball = كرة
signs-guitar = غيتار
signs-trumpet = بوق
signs-bell = جرس
signs-anchor = مرساة
signs-balloon = بالون
signs-socks = جوارب
signs-chair = كرسي

## kept

kept-recent = الغرف الأخيرة
kept-find = ابحث عن غرفة
kept-none_found = لا غرفة بهذا الاسم.
kept-only_here = الغرف المحفوظة على هذا الحاسوب وحده، مختومة. الغرف العابرة لا تظهر في القائمة أبدًا.
kept-open = افتح
kept-here = هنا الآن
kept-away = غائب
kept-rename = أعد التسمية…
kept-clear = امسح ما قيل…
kept-forget = انسَ هذه الغرفة…
kept-block = احظر…
kept-keep = احفظ هذه الغرفة…
kept-search = ابحث
kept-export = احفظ المحادثة…
kept-menu = عن هذه الغرفة
kept-start_short = خمسة أرقام ورابط، لشخص واحد.
kept-join_short = اكتب الأرقام أو ألصق الرابط.
kept-next_kept = محفوظة: يمكنكما العودة
kept-kept_waiting = *غرفة محفوظة.* يمكنكما العودة إذا وافق الآخر.
kept-change = غيّر
kept-kind_title = أي نوع من الغرف؟
kept-vanishing = عابرة
kept-vanishing_text = تُغلق عندما يغادر أحدكما، ولا يبقى منها شيء على هذا الحاسوب.
kept-kept_kind = محفوظة
kept-kept_text = إذا وافق الآخر يمكنكما العودة بالرابط نفسه. ما تقولانه يبقى على الحاسوبين، مختومًا.
kept-kind = غرفة محفوظة · أنتما فقط
kept-awaiting = غرفة محفوظة · بانتظار الآخر
kept-nobody_yet = لا أحد هنا بعد
kept-accept = احفظها
kept-not_now = ليس الآن
kept-proposed_text = يمكنكما العودة بالرابط نفسه، وما تقولانه يبقى على الحاسوبين، مختومًا. لكل منكما أن ينساه عنده.
kept-take_back = اسحب
kept-agreed = كلاكما يحفظ هذه الغرفة. تجدها بين الغرف الأخيرة، والرابط يعيدكما إليها.
kept-propose_title = أتحفظ هذه الغرفة؟
kept-propose = اسأل الآخر
kept-cancel = ألغِ
kept-leave_title = أتغادر الآن؟
kept-leave_text = الغرفة باقية: عودا متى شئتما. ما قيل يبقى على هذا الحاسوب، مختومًا.
kept-leaving = الغرفة المحفوظة تبقى بعد أن تغادر: يمكنكما العودة من القائمة أو بالرابط. ما قيل على هذا الحاسوب حتى تمسحه أو تنسى الغرفة.
kept-still_stored = ما قيل في هذه الغرفة على هذا الحاسوب، مختوم، حتى تمسحه أو تنسى الغرفة. ما عند الآخر أمره إليه.
kept-rename_title = أعد تسمية هذه الغرفة
kept-rename_text = أنت وحدك ترى هذا الاسم. إن تُرك فارغًا فهو الاسم الذي اختاره الآخر.
kept-name = اسم الغرفة
kept-save = احفظ
kept-clear_title = أتمسح ما قيل؟
kept-clear_text = كل ما قيل هنا يزول من هذا الحاسوب نهائيًا، والملفات التي حفظتها تبقى في مكانها. الغرفة باقية، والآخر يحتفظ بما عنده.
kept-clear_now = امسح
kept-forget_now = انسَ
kept-forget_text = الغرفة وكل ما قيل فيها يزولان من هذا الحاسوب نهائيًا، ولا عودة إليها. الآخر يحتفظ بما عنده.
kept-block_now = احظر
kept-block_text = لن تلتقيه في هذه الغرفة بعد الآن. لا يُخبَر بذلك. القائمة في الإعدادات، التخزين.
kept-block_vanishing = لكل واحد مفتاح جديد في كل غرفة عابرة، فلا يُعرف أحد ثانية: هذا يغلق الغرفة لكليكما بلا عودة.
kept-export_title = احفظ المحادثة
kept-export_text = كل ما قيل يُكتب في ملف تختاره. الملف *غير مختوم*: من يستطيع قراءته يقرأ كل شيء.
kept-as_text = نصًا
kept-as_json = بصيغة JSON
kept-exported = حُفظت المحادثة.
kept-export_head = محادثة مع { $name }
kept-export_about = حفظها { $name } في { $time } ({ $zone }). هذه نسخة شخصية لم يوقّعها أحد.
kept-export_edited = معدّلة
kept-export_deleted = محذوفة
kept-export_lost = لم تصل
kept-export_answers = ردّ على
kept-export_file = ملف
kept-export_picture = صورة
kept-export_not_whole = لم يُسلَّم
kept-search_hint = ابحث في هذه المحادثة
kept-searching = يبحث…
kept-nothing_found = لم يُقل شيء بهذه الكلمات.
kept-search_text = كلمات قالها أحدكما وأسماء ملفات. البحث كله على هذا الحاسوب.
kept-further = ابحث أبعد
kept-talked_today = تحدثتما اليوم، { $time }
kept-talked_yesterday = تحدثتما أمس، { $time }
kept-unseen = { $count } جديد
kept-open_room = افتح { $name }
kept-about_room = المزيد عن { $name }
kept-proposed = { $name } يريد حفظ هذه الغرفة
kept-asked = سألت { $name } أن تحفظا هذه الغرفة. تزول ما لم يوافق.
kept-no_thanks = { $name } لا يريد حفظ هذه الغرفة الآن، فتبقى عابرة.
kept-propose_text = يُسأل { $name }. إذا وافق يمكنكما العودة بالرابط نفسه، وما تقولانه يبقى على الحاسوبين، مختومًا.
kept-has_left = غادر { $name }. الغرفة باقية: عودا متى شئتما.
kept-waiting_for = { $name } ليس هنا. ابقَ أو عُد في أي يوم: من يأتي أولًا ينتظر، وتُرسل الكلمات عندما تكونان هنا معًا.
kept-nothing_yet = لم يُحفظ شيء مما قلته أنت و{ $name }.
kept-forget_title = أتنسى { $name }؟
kept-block_title = أتحظر { $name }؟
kept-also_called = { $name } · غرفة محفوظة
kept-found = { $who }، { $time }: { $text }
kept-stopped = توقفت هذه الغرفة
kept-stopped_text = الغرفة باقية: عودا من قائمة الغرف الأخيرة متى شئتما.

## storage

storage-title = التخزين
storage-about = ما يُحفظ على هذا الحاسوب، وكيف يُختم.
storage-key = مفتاح غرفك المحفوظة
storage-in_keyring = هو في حلقة مفاتيح هذا النظام، وتُفتح عند تسجيل الدخول.
storage-no_key = لم تُحفظ غرفة بعد، فلا مفتاح. يُصنع مع الأولى.
storage-held = الغرف المحفوظة
storage-clear_every = امسح كل المحادثات…
storage-clear_every_title = أتمسح كل المحادثات؟
storage-clear_every_text = كل ما قيل في كل غرفة محفوظة يزول من هذا الحاسوب نهائيًا، والملفات التي حفظتها تبقى في مكانها. الغرف باقية، والآخرون يحتفظون بما عندهم.
storage-blocked = محظورون
storage-nobody_blocked = لم تحظر أحدًا.
storage-blocked_text = يُحظرون بمفتاح الغرفة التي حفظتها معهم. في الغرفة العابرة لكل واحد مفتاح جديد.
storage-unblock = ارفع الحظر
storage-in_file = ليس لهذا النظام حلقة مفاتيح، فهو في ملف لا يقرؤه غيرك: *{ $file }*. من يصل إلى ملفاتك يستطيع فتح غرفك المحفوظة.
storage-rooms =
    { $count ->
        [one] غرفة واحدة
       *[other] { $count } غرف
    }
storage-messages =
    { $count ->
        [one] رسالة واحدة
       *[other] { $count } رسائل
    }
storage-used = { $rooms }، { $messages }، { $bytes } على القرص
storage-unblock_name = ارفع الحظر عن { $name }
