# המילים של Dean עצמו. רגוע, קצר, בלי סימני קריאה.
# פונים בלשון רבים, במקור או בסתמי, בלי לוכסנים; כפתורים במקור (״לשמור״) או בשם עצם.
# מה שבתוך { $סוגריים מסולסלים } מתמלא לבד; משאירים כמו שהוא. אם צריך צורה אחרת לפי מספר: one, two, other.
# פקודות, שעות, תאריכים ושמות קבצים נשארים בלטינית, בין LRI (U+2066) ל-PDI (U+2069), באותה שורה.
# סביב { $משתנה } לא מוסיפים אותם: Fluent כבר עושה את זה. שורה מתחילה תמיד במילה בעברית.

## כרטיס הטיפ. התוויות עומדות לפני משפט או ציטוט.

tip-do = לעשות
tip-say = לומר
tip-rather-than = במקום
tip-why = למה
# אחריה בא משפט שלם, הרבה פעמים אזהרה: ״מעבירים מיד, כש…״.
tip-not-when = שימו לב
tip-from = מתוך: { $source }, מס׳ { $item }
tip-asked = השאלה שלכם: ״{ $query }״
tip-helpful = זה עזר לי
tip-not-this = לא זה
tip-share = לשתף כאן
tip-share-label = להציג את הטיפ לכל מי שבערוץ
tip-save = לשמור
tip-saved-button = נשמר · להסיר
tip-side-customer = כאן אני בצד של הלקוח
tip-side-agent = כאן אני בצד שעונה
tip-also = קרובים גם:
tip-thanks = נרשם, תודה.
tip-not-this-next = אז אולי זה.
tip-not-this-last = אין לי משהו קרוב יותר. נסו במילים אחרות, או חפשו לפי נושא.
tip-shared = שותף כאן על ידי { $name }

tip-none = אין לי משהו טוב על ״{ $query }״.
tip-none-what = אני מכיר שיחות קשות עם לקוחות ועם מוקדי שירות. כתבו מה אמרו לכם, או מה רוצים מכם.
tip-none-shelf = הנושא הכי קרוב:
tip-none-suggest = יודעים את התשובה? כתבו אותה בשביל הצוות.

tip-shelves = במה מדובר?
tip-shelves-hint = או כמה מילים אחרי ⁦/tip⁩, למשל: { $example }
tip-recent = לאחרונה
tip-saved = שמורים
tip-all-shelves = כל הנושאים

## טיפים של הצוות

team-tip-from = מהצוות שלכם
team-tip-suggest = הצעת טיפ
team-tip-edit-title = שינוי טיפ
team-tip-form-submit = שליחה
team-tip-edit-submit = שמירה
team-tip-form-name = כותרת
team-tip-form-do = מה עושים
team-tip-form-say = מה אומרים
team-tip-form-say-hint = עד שלושה משפטים, אחד בכל שורה. כך בדיוק ישתמשו בהם.
team-tip-form-situations = מתי זה עוזר?
team-tip-form-situations-hint = מצב אחד בכל שורה, כמו שקולגה היה כותב. כך מוצאים את הטיפ.
team-tip-form-note = מנהל סביבת העבודה קורא קודם. מה שכותבים כאן נשמר, אז נא בלי שמות של לקוחות.
team-tip-sent = תודה. ״{ $title }״ מחכה למנהל של סביבת העבודה. אעדכן מה הוחלט.
team-tip-there = הטיפ הזה כבר כאן, מילה במילה.
team-tip-approved = הטיפ שלכם ״{ $title }״ בשימוש. מעכשיו כל סביבת העבודה מוצאת אותו.
team-tip-declined = הטיפ שלכם ״{ $title }״ לא התקבל. תודה שכתבתם אותו.
team-tip-too-short = כתבו לפחות { $least } תווים.
team-tip-too-long = כתבו לכל היותר { $most } תווים בשורה.
team-tip-too-many = כתבו לכל היותר { $most } שורות.
team-tip-missing = כתבו לפחות שורה אחת.
team-tip-unclear = יש כאן משהו שאי אפשר להציג. הקלידו במקום להדביק.
team-tips = הטיפים של הצוות שלכם
team-tips-state = בשימוש: { $approved }. מחכים לאישור: { $awaiting }.
team-tips-ready = { $ready } מתוך { $total } מוכנים; עד אז מחפשים לפי מילים בלבד.
team-tips-words-only = מוצאים אותם לפי המילים בלבד: מה שקורא את המשמעות לא מותקן.
team-tip-awaiting = מחכה לאישור
team-tip-in-use = בשימוש
team-tip-approve = אישור
team-tip-decline = דחייה
team-tip-edit = שינוי
team-tip-remove = הסרה
team-tips-next = הבא
team-tips-back = חזרה

## בדיקת הטון

tone-send = אפשר לשלוח
tone-soften = כדאי לרכך לפני ששולחים
tone-stop = את זה לא שולחים
tone-count = { $count ->
    [one] דבר אחד
    [two] שני דברים
   *[other] { $count } דברים
}
tone-strengths-none = שום דבר בתשובה לא צורם.
# קודם tone-strength-…, אחריו tone-then-… (כבר עם ו׳ החיבור), ויחד הם משפט אחד.
tone-strengths-one = { $first }.
tone-strengths-two = { $first }, { $second }.
tone-strength-names-problem = התשובה קוראת לבעיה בשמה
tone-strength-next-step = התשובה אומרת מה יקרה עכשיו
tone-strength-date = התשובה נותנת תאריך
tone-strength-thanks = התשובה אומרת תודה
tone-strength-apology = התשובה לוקחת אחריות על הטעות
tone-strength-options = התשובה נותנת לבחור
tone-strength-question = התשובה שואלת את מה שחסר
tone-then-names-problem = וקוראת לבעיה בשמה
tone-then-next-step = ואומרת מה יקרה עכשיו
tone-then-date = ונותנת תאריך
tone-then-thanks = ואומרת תודה
tone-then-apology = ולוקחת אחריות על הטעות
tone-then-options = ונותנת לבחור
tone-then-question = ושואלת את מה שחסר
# אחריו בא ציטוט, או tone-leave-out.
tone-instead = עדיף:
tone-leave-out = פשוט לוותר על זה.
tone-perhaps = בזה אני פחות בטוח.
tone-suggested = הצעה לתשובה
tone-suggested-fill = השלימו את מה שבתוך [הסוגריים].
tone-suggested-long = ההצעה ארוכה מדי בשביל להציג אותה כאן. תקנו את המילים שלמעלה, או בדקו את התשובה בחלקים.
tone-suggested-none = את הניסוח אני משאיר כאן לכם: שנו את מה שבמירכאות ובדקו שוב.
tone-missing = אולי כדאי להוסיף:
tone-missing-acknowledgement = מילה על מה שהשתבש מבחינת הלקוח.
tone-missing-answer = תשובה למה ששאלו.
tone-missing-answer-to = תשובה לשאלה { $question }
tone-missing-next-step = מה קורה עכשיו: מי עושה מה, ועד מתי.
tone-more = { $count ->
    [one] יש בטקסט עוד דבר אחד.
    [two] יש בטקסט עוד שני דברים; תקנו קודם את אלה ובדקו שוב.
   *[other] יש בטקסט עוד { $count } דברים; תקנו קודם את אלה ובדקו שוב.
}
tone-edit = לתקן ולבדוק שוב
tone-copy = גרסה להעתקה
tone-fine-here = כאן ״{ $quote }״ זה בסדר
tone-fine-noted = רשמתי. לא אעיר על זה שוב.
tone-fine-lost = השמטתי. הטקסט ארוך מדי בשביל להציג אותו כאן שוב. להשמיט את זה גם מעכשיו והלאה?
tone-fine-always = אצלי זה תמיד בסדר
tone-fine-team = בסדר לכל הצוות
tone-fine-noted-team = רשמתי לכל הצוות. לא אעיר על זה לאף אחד כאן.
tone-tip = הטיפ שמאחורי זה
tone-is-reply = זו תשובה שלי
tone-is-customer = זו הודעה של לקוח
tone-private = רק אתם רואים את זה. שום דבר מהטקסט לא נשמר.
tone-muted = { $count ->
    [one] דבר אחד הושמט: כאן הוא סומן כבסדר.
    [two] שני דברים הושמטו: כאן הם סומנו כבסדר.
   *[other] הושמטו { $count } דברים: כאן הם סומנו כבסדר.
}

tone-customer = נראה שזו הודעה של לקוח.
# { $mood } ו-{ $asks } הם רשימות של המילים שלמטה; שמות עצם, כדי לא לבחור זכר או נקבה.
tone-customer-mood = מה שומעים בה: { $mood }.
tone-customer-asks = מה מבקשים בה: { $asks }.
tone-customer-unclear = מהמילים לא ברור מה מרגישים שם. התחילו בשאלה פתוחה אחת.
tone-customer-tip = מה עוזר
mood-angry = כעס
mood-worn-out = תשישות
mood-ignored = תחושה שמתעלמים
mood-worried = דאגה
mood-confused = בלבול
mood-disappointed = אכזבה
mood-threatening = איום
mood-polite = סבלנות
asks-refund = החזר כספי
asks-date = תאריך
asks-manager = לדבר עם מנהל
asks-apology = התנצלות
asks-answer = תשובה
asks-fix = פתרון לתקלה
asks-cancel = ביטול
asks-compensation = פיצוי
asks-person = מענה אנושי

tone-form-title = בדיקת תשובה
tone-form-submit = לבדוק
tone-form-text = התשובה שלכם, או הודעה של לקוח
tone-form-placeholder = הדביקו כאן. שום דבר מזה לא נשמר.
tone-form-more = ההמשך, אם לא נכנס הכול
tone-form-customer = ההודעה של הלקוח שעליה עונים
tone-form-customer-hint = כשההודעה ליד התשובה, רואים גם מה חסר בתשובה.
tone-form-side = מה זה?
tone-form-side-auto = לתת ל-Dean לזהות
tone-form-side-reply = תשובה ללקוח
tone-form-side-customer = הודעה של לקוח
tone-form-lost = הטקסט היה ארוך מדי בשביל להעביר אותו לכאן. הדביקו אותו שוב.
tone-message-lost = ההודעה של הלקוח הייתה ארוכה מדי בשביל להעביר אותה לכאן. הדביקו אותה שוב בטופס כדי שתילקח בחשבון.
tone-result-title = בדיקת טון
tone-copy-title = מוכן להעתקה
tone-copy-done = סיום
tone-copy-label = הצעה לתשובה
tone-copy-hint = סמנו הכול, העתיקו, והשלימו את מה שבתוך [הסוגריים].
tone-tip-title = הטיפ שמאחורי זה
close = לסגור

## השיעור

lesson-position = שיעור { $position } מתוך { $total }
lesson-try = לנסות היום
lesson-talk = לדבר על זה
lesson-from = מתוך: { $source }, מס׳ { $item }
digest = בשבוע שעבר הצוות שאל אותי הכי הרבה על { $counts }.
digest-count = { $category } ({ $people } אנשים)
digest-tip = ״{ $title }״
digest-more-tips = { $count ->
    [one] עוד אחד
    [two] עוד שניים
   *[other] עוד { $count }
}
digest-tips = { $count ->
    [one] חדש בטיפים של הצוות: { $titles }. תודה למי שכתב.
    [two] חדשים בטיפים של הצוות: { $titles }. תודה למי שכתבו אותם.
   *[other] חדש בטיפים של הצוות: { $titles }. תודה לכל מי שכתבו.
}
lesson-none-yet = הערוץ הזה עוד לא מקבל שיעור יומי.
lesson-set-up = להגדיר לערוץ
lesson-change = לשנות
lesson-preview = מה בהמשך
lesson-on = מעכשיו יש שיעור ב-{ $channel }, { $days } בשעה { $time } ({ $zone }). הבא: { $next }.
lesson-on-not-in = אני עוד לא ב-{ $channel }. הזמינו אותי לשם עם ⁦/invite @Dean⁩, אחרת השיעורים לא יגיעו.
# בלי שעה Dean ישאל באיזו שעה.
lesson-off = אין יותר שיעורים ב-{ $channel }. עם ⁦/lesson on 09:00⁩ הם ימשיכו מאיפה שעצרו.
lesson-paused-until = הפסקה ב-{ $channel } עד { $date }.
lesson-paused = הפסקה ב-{ $channel }. עם ⁦/lesson resume⁩ ממשיכים.
lesson-resumed = ממשיכים ב-{ $channel }. השיעור הבא: { $next }.
lesson-skipped = על השיעור הבא ב-{ $channel } מדלגים. אחריו: { $next }.
lesson-posting = בדרך אל { $channel }.
lesson-status-next = הבא: { $next }.
lesson-status-last-sent = הקודם: { $date }, פורסם.
lesson-status-last-skipped = הקודם: { $date }, בלי שיעור ({ $reason }).
lesson-status-last-failed = הקודם: { $date }, לא פורסם ({ $reason }).
lesson-status-last-unknown = הקודם: { $date }; לא קיבלתי תשובה מ-Slack אם הגיע.
lesson-preview-title = השיעורים הבאים
lesson-preview-line = { $date }: { $title }
lesson-preview-none = אין שיעור בדרך: השיעורים בהפסקה, או שלא נשארו ימים.
lesson-post-now = לפרסם עכשיו
lesson-holidays-set = אין שיעור ב-{ $channel } בחגים ({ $country }). הבא: { $next }.
lesson-holidays-none = יש שיעור ב-{ $channel } גם בחגים. הבא: { $next }.
lesson-days-off = אין שיעורים באף ערוץ בימים: { $days }. כדי לבטל יום חופש כתבו ⁦/lesson days on⁩ ותאריך.
lesson-days-off-none = לא הוגדרו ימי חופש לצוות. כתבו כך: ⁦/lesson days off 2026-12-24⁩
lesson-tracks-set = הסדרות ב-{ $channel }: { $tracks }.
lesson-tracks-list = אלה הסדרות: { $tracks }. כדי לבחור אחת כתבו ⁦/lesson tracks⁩ ואת שמה; ⁦/lesson tracks all⁩ בוחר את כולן.
lesson-digest-on = בשיעור הראשון של השבוע ב-{ $channel } ייאמר על מה הצוות שאל אותי הכי הרבה בשבוע שלפניו. רק מספרים, החל מ-{ $least } אנשים, בלי שמות; וגם הכותרות של טיפים חדשים של הצוות.
lesson-digest-off = אין יותר סיכום ב-{ $channel }.
lesson-status-holidays = לא בחגים ({ $country }).
lesson-status-days-off = ימי חופש: { $days }.
lesson-status-tracks = סדרות: { $tracks }.
lesson-status-digest = עם סיכום השאלות של השבוע שעבר.
# שלוש אלה נכנסות במקום { $days }, באמצע משפט. days-weekdays הוא תמיד שני עד שישי; ראשון עד חמישי מגיע כרשימה.
days-daily = בכל יום
days-weekdays = בימים שני עד שישי
# { $days } היא רשימה כמו ״יום ראשון, יום שלישי״.
days-some = ב{ $days }
# { $reason } היא אחת מ-refusal-…, עם נקודה בסוף.
lesson-stopped = לא הצלחתי לפרסם את השיעור היומי ב-{ $channel }: { $reason } השהיתי אותו שם. { $command } באותו ערוץ מפעיל אותו שוב.

lesson-form-title = שיעור יומי
lesson-form-submit = לשמור
lesson-form-channel = ערוץ
lesson-form-time = שעה
lesson-form-days = ימים
lesson-form-zone = אזור זמן
lesson-form-zone-hint = למשל ⁦Asia/Jerusalem⁩. אזור הזמן שלכם ב-Slack כבר רשום כאן.
lesson-form-holidays = בלי שיעור בחגים של
lesson-form-holidays-hint = מדינה, למשל ⁦IL⁩ או ישראל. ריק: שיעור גם בחגים.
lesson-form-tracks = סדרות
lesson-form-digest = פעם בשבוע
lesson-form-digest-option = מה הצוות שאל בשבוע שעבר, במספרים, וטיפים חדשים שלו

# אלה באות אחרי נקודתיים או בסוגריים, עם נקודה בסוף.
refusal-channel_not_found = הערוץ כבר לא קיים, או שאני לא נמצא בו.
refusal-not_in_channel = אני לא נמצא בערוץ.
refusal-is_archived = הערוץ הועבר לארכיון.
refusal-restricted_action = בערוץ הזה אפליקציות לא יכולות לפרסם.
refusal-other = נתקלתי בסירוב של Slack ({ $error }).
# אלה באות בסוגריים, בלי נקודה.
skip-late = מאוחר מדי ביום
skip-asked = לפי בקשה
skip-moved = לוח הזמנים השתנה
skip-unsubscribed = השיעורים הופסקו
skip-no-lessons = אין שיעורים

## עזרה

help-tip-title = הפקודה ⁦/tip⁩: הטיפ שמתאים
help-tip = כתבו במילים שלכם מה קורה: ⁦/tip⁩ דורש לדבר עם מנהל. תקבלו טיפ אחד, עם משפטים שאפשר לומר כמו שהם. רק אתם רואים אותו, עד שתשתפו. עם ⁦/tip⁩ לבד רואים את הנושאים, את מה שראיתם לאחרונה ואת מה ששמרתם. אנגלית, הולנדית ועברית.
help-tone-title = הפקודה ⁦/tone⁩: לפני ששולחים
# כך כתוב בתפריט של Slack, באנגלית: Review tone.
help-tone = הדביקו את התשובה אחרי ⁦/tone⁩, או הקלידו רק ⁦/tone⁩ כדי לפתוח טופס. אפשר גם לבחור ⁦Review tone⁩ בתפריט של הודעה; זה עובד גם בשרשורים ובהודעות ישירות. ואפשר להגיב להודעה עם { $reaction } והבדיקה תוצג רק לכם. שום דבר מהטקסט לא נשמר.
help-tone-no-reaction = הדביקו את התשובה אחרי ⁦/tone⁩, או הקלידו רק ⁦/tone⁩ כדי לפתוח טופס. אפשר גם לבחור ⁦Review tone⁩ בתפריט של הודעה; זה עובד גם בשרשורים ובהודעות ישירות. שום דבר מהטקסט לא נשמר.
help-lesson-title = הפקודה ⁦/lesson⁩: מחשבה אחת ביום
# הפקודות בעברית מוכרות לתוכנה: bot/lessons/_words.py.
help-lesson = עם ⁦/lesson⁩ רואים את השיעור של היום. בתוך ערוץ: ⁦/lesson on 09:00 weekdays⁩, ⁦off⁩, ⁦pause until 2027-01-04⁩, ⁦resume⁩, ⁦skip⁩, ⁦status⁩, ⁦preview⁩, ⁦now⁩. אפשר גם בעברית: הפעילו, כבו, השהו, המשיכו, דלגו, מצב, תצוגה, עכשיו. ועוד: ⁦holidays IL⁩, ⁦days off 2026-12-24⁩, ⁦tracks⁩, ⁦digest on⁩. עם ⁦/lesson form⁩ קובעים את אותו הדבר בכמה לחיצות.

## דף הבית

home-title = Dean
home-what = הקולגה הרגוע מהשולחן ליד. שלושה דברים:
home-language = באיזו שפה נדבר
home-language-auto = בשפה שבה נכתבה השאלה
home-language-hint = בלי בחירה, טיפים ובדיקות באים בשפה שבה כותבים.
home-fine = { $count ->
    [one] סימנתם הערה אחת כבסדר תמיד.
    [two] סימנתם שתי הערות כבסדר תמיד.
   *[other] סימנתם { $count } הערות כבסדר תמיד.
}
home-hear-again = להעיר לי על זה שוב
home-today = השיעור של היום
home-saved = הטיפים ששמרתם
home-saved-none = עוד אין. אפשר לשמור טיפ מהכרטיס שלו.
home-schedules = שיעורים יומיים בסביבת העבודה הזאת
home-schedules-none = עוד אין ערוץ שמקבל שיעור. הקלידו בערוץ ⁦/lesson on 09:00 weekdays⁩.
home-schedule-line = { $channel }: { $days } בשעה { $time } ({ $zone }). { $state }
home-schedule-paused = בהפסקה.
home-privacy = טקסט שמדביקים או שמגיבים עליו נקרא ונשכח. נשמרים השפה שלכם, הטיפים ששמרתם, דירגתם וראיתם לאחרונה, מה שסימנתם כבסדר וספירות, ושום דבר ממה שכתבתם חוץ מטיפים שהצעתם ומניסוחים שהמנהלים קבעו.

## ניסוחים של הצוות

house = ניסוחים של הצוות
house-state = לא אומרים: { $avoid }. כאן זה בסדר: { $allow }. בסדר לכל הצוות: { $muted }.
house-open = לשנות
house-submit = לשמור
house-avoid = מה לא אומרים אצלכם
house-avoid-hint = ניסוח בכל שורה, כמו שאומרים אותו. אחרי => מה עדיף: לקוח יקר => שלום
house-allow = מה כאן בסדר
house-allow-hint = ניסוח בכל שורה. בבדיקה אדלג על המילים האלה.
house-muted = { $count ->
    [one] הערה אחת סומנה כבסדר לכל הצוות
    [two] שתי הערות סומנו כבסדר לכל הצוות
   *[other] { $count } הערות סומנו כבסדר לכל הצוות
}
house-hear-again = להעיר על זה שוב
house-note = זה חל על כולם בסביבת העבודה הזאת, ונשמר כמו שכתבתם.
house-too-many = זה יותר מדי לרשימה אחת: עד { $most } ניסוחים, ובסך הכול { $length } תווים.
house-both = ״{ $phrase }״ מופיע בשתי הרשימות.
house-phrase-fault = את ״{ $phrase }״ אי אפשר לשמור: צריך אות או ספרה, בתוך משפט אחד. עד { $most } תווים, וכך גם מה שאומרים במקומו.
house-holds-itself = ״{ $phrase }״: מה שאומרים במקומו מכיל אותו עצמו.
house-twice = ״{ $phrase }״ מופיע ברשימה פעמיים.
house-changed = מישהו שינה את הניסוחים בינתיים. העתיקו מה שכתבתם, סגרו את החלון ופתחו אותו שוב.

## תקלות: מה קרה ומה עושים

error-unknown = משהו השתבש אצלי (קוד { $ref }). שום דבר לא נשלח ולא נשמר. נסו שוב; אם זה חוזר, מסרו את הקוד למי שמפעיל אותי.
error-stale-card = הכרטיס הזה הוא מגרסה ישנה שלי. שאלו שוב והשתמשו בכרטיס החדש.
error-tip-gone = הטיפ הזה כבר לא אצלי. הקלידו ⁦/tip⁩ וכמה מילים כדי למצוא אחר.
error-only-admins = רק מנהלים ובעלים של סביבת העבודה יכולים לעשות את זה. פנו לאחד מהם.
error-already-decided = מישהו כבר טיפל בטיפ הזה. פתחו שוב את הרשימה כדי לראות מה נשאר.
error-nothing-to-read = אין בהודעה הזאת מילים לקרוא. בקבצים ובתמונות אני לא יכול להסתכל.
error-message-gone = ההודעה הזאת כבר לא קיימת, אז אין מה לקרוא.
error-cannot-see = לא יכולתי לקרוא את ההודעה: אני לא ב-{ $channel }. הזמינו אותי עם ⁦/invite @Dean⁩, או בחרו ⁦Review tone⁩ בתפריט של ההודעה; זה עובד בכל מקום.
error-slack-busy = אפשר לעשות את זה ב-Slack רק מספר מוגבל של פעמים בדקה, והמכסה נגמרה. נסו שוב בעוד דקה.
error-slack-away = אין כרגע תשובה מ-Slack. נסו שוב בעוד דקה.
error-cannot-share = אין לי רשות מ-Slack לפרסם כאן. אפשר להעתיק את המילים.
error-tip-empty = אין כאן מילים. כתבו כמה מילים על המצב, למשל: ⁦/tip⁩ דורש לדבר עם מנהל
error-tip-long = אלה { $length } תווים; לטיפ מספיקות שורה או שתיים, { $limit } לכל היותר. להודעה שלמה מתאים ⁦/tone⁩.
error-tone-empty = אין כאן מילים לבדוק. הדביקו את התשובה עצמה.
error-tone-long = אלה { $length } תווים; בפעם אחת אני קורא { $limit }. בדקו בחלקים.
error-lesson-unknown-command = לא מוכר לי ״{ $given }״. אפשר: ⁦on 09:00 weekdays⁩, ⁦off⁩, ⁦pause until 2027-01-04⁩, ⁦resume⁩, ⁦skip⁩, ⁦status⁩, ⁦preview⁩, ⁦now⁩, ⁦form⁩, ⁦help⁩.
error-lesson-unexpected-words = לא הבנתי מה עושה שם ״{ $given }״. כתבו כך: ⁦on 09:00 mon,wed Asia/Jerusalem⁩. עם ⁦/lesson help⁩ רואים את השאר.
error-lesson-time-missing = באיזו שעה? כתבו כך: ⁦on 09:00 weekdays⁩
error-lesson-time-unclear = לא מוכרת לי שעה כמו ״{ $given }״. כתבו כך: ⁦09:00⁩.
error-lesson-date-unclear = לא מוכר לי תאריך כמו ״{ $given }״. כתבו כך: ⁦2027-01-04⁩, או שם של יום.
error-lesson-zone-unknown = לא מוכר לי אזור זמן בשם ״{ $zone }״. כתבו אחד כמו ⁦Asia/Jerusalem⁩.
error-lesson-no-days = בחרו לפחות יום אחד.
error-lesson-track-unknown = אין סדרת שיעורים כזאת.
error-lesson-country-unknown = לא מוכרים לי החגים של ״{ $given }״. כתבו מדינה, למשל ⁦IL⁩ או ישראל, או בלי.
error-lesson-not-subscribed = הערוץ הזה עוד לא מקבל שיעור יומי. עם ⁦/lesson on 09:00 weekdays⁩ מתחילים.
error-lesson-pause-in-past = היום הזה כבר עבר. הפסקה מסתיימת ביום שעוד לא הגיע.
error-lesson-nothing-to-skip = אין שיעור בדרך שאפשר לדלג עליו.
error-lesson-already-given = הערוץ כבר קיבל את השיעור של היום, או מקבל אותו עכשיו.
error-lesson-no-lessons = אין שיעורים לתת.
error-lesson-suggestion = אולי הכוונה ל״{ $suggestion }״?
error-lesson-no-channel = בחרו ערוץ.

## הדף שאחרי ההתקנה

install-done = עכשיו Dean נמצא ב-{ $team }.
install-next = אפשר לפתוח את Slack ולהקליד ⁦/tip⁩ עם כמה מילים על שיחה קשה, או ⁦/lesson on 09:00 weekdays⁩ בערוץ.
install-open = לפתוח את Slack
install-again = להתחיל מחדש
install-not = ההתקנה של Dean לא הושלמה.
install-refused = לא ניתן אישור, ולכן דבר לא השתנה. אם מישהו אחר מאשר אפליקציות בסביבת העבודה, כדאי לפנות אליו.
install-expired = הדף נפתח מאוחר מדי, בפעם השנייה, או בדפדפן אחר מזה שבו התחלתם. דבר לא השתנה.
install-organisation = אפשר להתקין את Dean בסביבת עבודה אחת, ולא בארגון שלם. יש לבחור סביבת עבודה אחת בדף של Slack.
install-rotation = האפליקציה הזאת ב־Slack משתמשת ברוטציה של אסימונים, ואיתה אין באפשרותי לעבוד. מי שמפעיל אותי יכול ליצור אותה מחדש בלעדיה.
install-failed = משהו נשבר בדרך. דבר לא אבד: כדאי לנסות שוב בעוד דקה, ואם זה נמשך, לספר למי שמפעיל אותי.
