# Deans eigen woorden. Rustig, kort, tegenwoordige tijd; geen uitroeptekens.
# Wie Dean gebruikt is “je”; een klant is “u”, maar die spreekt Dean hier nooit zelf aan.
# Wat tussen { $accolades } staat wordt ingevuld; laat het staan. Namen van commando's blijven
# zoals ze zijn; de woorden achter /lesson mogen Nederlands zijn (zie bot/lessons/_words.py).

## De tipkaart. De labels staan vóór een zin of een citaat.

tip-do = Doe
tip-say = Zeg
tip-rather-than = Liever niet
tip-why = Waarom
# Hierna volgt een hele zin, vaak een waarschuwing: “Weiger een verzoek … niet”.
tip-not-when = Let op
tip-from = Uit: { $source }, nr. { $item }
tip-asked = Je vroeg: “{ $query }”
tip-helpful = Hier heb ik wat aan
tip-not-this = Deze niet
tip-share = Hier delen
tip-share-label = Deze tip aan iedereen in dit kanaal laten zien
tip-save = Bewaren
tip-saved-button = Bewaard · weghalen
tip-side-customer = Ik ben hier de klant
tip-side-agent = Ik sta de klant te woord
tip-also = Ook in de buurt:
tip-thanks = Genoteerd, dank je.
tip-not-this-next = Dan misschien deze.
tip-not-this-last = Dichterbij kom ik niet. Zeg het in andere woorden, of zoek bij een onderwerp.
tip-shared = Gedeeld door { $name }

tip-none = Voor “{ $query }” heb ik niets goeds.
tip-none-what = Ik ken lastige gesprekken met klanten en met klantenservices. Schrijf wat de ander zegt of wil.
tip-none-shelf = Onderwerp dat het dichtst in de buurt komt:
tip-none-suggest = Weet je het antwoord? Schrijf het op voor het team.

tip-shelves = Waar gaat het over?
tip-shelves-hint = Of typ een paar woorden achter /tip, bijvoorbeeld: { $example }
tip-recent = Laatst bekeken
tip-saved = Bewaard
tip-all-shelves = Alle onderwerpen

## Eigen tips van een team

team-tip-from = Van je team
team-tip-suggest = Tip voorstellen
team-tip-edit-title = Tip wijzigen
team-tip-form-submit = Verstuur
team-tip-edit-submit = Bewaar
team-tip-form-name = Titel
team-tip-form-do = Wat je doet
team-tip-form-say = Wat je zegt
team-tip-form-say-hint = Hooguit drie zinnen, één per regel. Ze worden zo gebruikt.
team-tip-form-situations = Wanneer helpt het?
team-tip-form-situations-hint = Eén situatie per regel, zoals een collega het zou typen. Zo wordt de tip gevonden.
team-tip-form-note = Een beheerder van deze workspace leest hem eerst. Wat je hier schrijft, wordt bewaard; graag zonder namen van klanten.
team-tip-sent = Dank je. “{ $title }” wacht op een beheerder van deze workspace. Je hoort van mij wat die beslist.
team-tip-there = Die tip is er al, woord voor woord.
team-tip-approved = Je tip “{ $title }” is in gebruik. Iedereen in deze workspace vindt hem nu.
team-tip-declined = Je tip “{ $title }” is niet overgenomen. Dank je dat je hem opschreef.
team-tip-too-short = Schrijf minstens { $least } tekens.
team-tip-too-long = Schrijf hooguit { $most } tekens op een regel.
team-tip-too-many = Schrijf hooguit { $most } regels.
team-tip-missing = Schrijf minstens één regel.
team-tip-unclear = Er staat iets in dat niet te tonen is. Typ het in plaats van het te plakken.
team-tips = Eigen tips van je team
team-tips-state = In gebruik: { $approved }. Wacht op goedkeuring: { $awaiting }.
team-tips-ready = { $ready } van { $total } klaar; tot dan alleen op woorden.
team-tips-words-only = Ze worden alleen op hun woorden gevonden: wat de betekenis leest, is niet geïnstalleerd.
team-tip-awaiting = Wacht op goedkeuring
team-tip-in-use = In gebruik
team-tip-approve = Goedkeuren
team-tip-decline = Afwijzen
team-tip-edit = Wijzigen
team-tip-remove = Verwijderen
team-tips-next = Volgende
team-tips-back = Terug

## De tooncheck

tone-send = Zo kan het weg
tone-soften = Maak het eerst wat zachter
tone-stop = Verstuur dit niet
tone-count = { $count ->
    [one] 1 punt
   *[other] { $count } punten
}
tone-strengths-none = Er schuurt niets.
# Eerst tone-strength-…, dan tone-then-…, samen één zin.
tone-strengths-one = { $first }.
tone-strengths-two = { $first }, en { $second }.
tone-strength-names-problem = Je noemt het probleem
tone-strength-next-step = Je zegt wat er nu gebeurt
tone-strength-date = Je geeft een datum
tone-strength-thanks = Je bedankt de klant
tone-strength-apology = Je erkent de fout
tone-strength-options = Je biedt een keuze
tone-strength-question = Je vraagt wat je nog moet weten
tone-then-names-problem = je noemt het probleem
tone-then-next-step = je zegt wat er nu gebeurt
tone-then-date = je geeft een datum
tone-then-thanks = je bedankt de klant
tone-then-apology = je erkent de fout
tone-then-options = je biedt een keuze
tone-then-question = je vraagt wat je nog moet weten
# Wat hierna komt is een citaat, of tone-leave-out.
tone-instead = Liever:
tone-leave-out = gewoon weglaten.
tone-perhaps = Hier ben ik minder zeker van.
tone-suggested = Voorstel voor je antwoord
tone-suggested-fill = Vul in wat tussen [haken] staat.
tone-suggested-long = Het voorstel is te lang om hier te laten zien. Pas de woorden hierboven aan, of check je antwoord in stukken.
tone-suggested-none = Het formuleren laat ik hier aan jou: verander wat tussen aanhalingstekens staat en check opnieuw.
tone-missing = Voeg misschien nog toe:
tone-missing-acknowledgement = Een woord over wat er bij de klant misging.
tone-missing-answer = Een antwoord op wat de klant vraagt.
tone-missing-answer-to = Een antwoord op { $question }
tone-missing-next-step = Wat er nu gebeurt: wie doet wat, en wanneer.
tone-more = { $count ->
    [one] Er staat nog één punt in de tekst.
   *[other] Er staan nog { $count } punten in de tekst; pak deze eerst aan en check dan opnieuw.
}
tone-edit = Aanpassen en opnieuw checken
tone-copy = Versie om te kopiëren
tone-fine-here = “{ $quote }” kan hier wel
tone-fine-noted = Genoteerd. Daar wijs ik je niet meer op.
tone-fine-lost = Weggelaten. Je tekst was te lang om hier opnieuw te laten zien. Zal ik dit voortaan weglaten?
tone-fine-always = Voor mij altijd goed
tone-fine-team = Goed voor het hele team
tone-fine-noted-team = Genoteerd voor het hele team. Niemand hier wordt er nog op gewezen.
tone-tip = De tip hierachter
tone-is-reply = Dit is mijn antwoord
tone-is-customer = Dit schreef een klant
tone-private = Alleen jij ziet dit. Van je tekst wordt niets bewaard.
tone-muted = { $count ->
    [one] 1 punt weggelaten: dat kan hier wel.
   *[other] { $count } punten weggelaten: die kunnen hier wel.
}

tone-customer = Dit lijkt een bericht van een klant.
# { $mood } en { $asks } zijn opsommingen van wat hieronder staat.
tone-customer-mood = De klant klinkt: { $mood }.
tone-customer-asks = De klant wil: { $asks }.
tone-customer-unclear = Wat de klant voelt, blijkt niet uit de woorden. Stel eerst één open vraag.
tone-customer-tip = Wat helpt
mood-angry = boos
mood-worn-out = moegestreden
mood-ignored = niet gehoord
mood-worried = ongerust
mood-confused = in de war
mood-disappointed = teleurgesteld
mood-threatening = dreigend
mood-polite = geduldig
asks-refund = geld terug
asks-date = een datum
asks-manager = een leidinggevende
asks-apology = excuses
asks-answer = een antwoord
asks-fix = een oplossing
asks-cancel = opzeggen of annuleren
asks-compensation = een vergoeding
asks-person = een echt mens

tone-form-title = Antwoord checken
tone-form-submit = Checken
tone-form-text = Je antwoord, of een bericht van een klant
tone-form-placeholder = Plak het hier. Er wordt niets van bewaard.
tone-form-more = De rest, als het niet paste
tone-form-customer = Het bericht van de klant waarop je antwoordt
tone-form-customer-hint = Staat dat ernaast, dan zie ik ook wat er in je antwoord ontbreekt.
tone-form-side = Wat is het?
tone-form-side-auto = Dean ziet het zelf wel
tone-form-side-reply = Een antwoord aan een klant
tone-form-side-customer = Een bericht van een klant
tone-form-lost = Je tekst was te lang om mee te nemen. Plak hem hier nog een keer.
tone-message-lost = Het bericht van de klant was te lang om mee te nemen. Plak het opnieuw in het formulier als het mee moet tellen.
tone-result-title = Tooncheck
tone-copy-title = Klaar om te kopiëren
tone-copy-done = Klaar
tone-copy-label = Voorstel voor je antwoord
tone-copy-hint = Selecteer alles, kopieer het en vul in wat tussen [haken] staat.
tone-tip-title = De tip hierachter
close = Sluiten

## De les

lesson-position = les { $position } van { $total }
lesson-try = Probeer vandaag
lesson-talk = Praat erover
lesson-from = Uit: { $source }, nr. { $item }
digest = Vorige week vroeg het team me het meest over { $counts }.
digest-count = { $category } ({ $people } mensen)
digest-tip = “{ $title }”
digest-more-tips = nog { $count }
digest-tips = { $count ->
    [one] Nieuw bij jullie eigen tips: { $titles }. Dank aan wie hem schreef.
   *[other] Nieuw bij jullie eigen tips: { $titles }. Dank aan wie ze schreven.
}
lesson-none-yet = Dit kanaal krijgt nog geen dagelijkse les.
lesson-set-up = Instellen voor een kanaal
lesson-change = Wijzigen
lesson-preview = Wat er komt
lesson-on = { $channel } krijgt { $days } om { $time } een les ({ $zone }). De volgende: { $next }.
lesson-on-not-in = Ik zit nog niet in { $channel }. Nodig me daar uit met /invite @Dean, anders kunnen de lessen niet komen.
# Aanzetten vraagt om een tijd; zonder tijd vraagt Dean ernaar.
lesson-off = Geen lessen meer in { $channel }. Met /lesson aan 09:00 gaan ze verder waar ze gebleven waren.
lesson-paused-until = Pauze in { $channel } tot { $date }.
lesson-paused = Pauze in { $channel }. Met /lesson hervat gaat het verder.
lesson-resumed = Het gaat weer verder in { $channel }. De volgende: { $next }.
lesson-skipped = De volgende les in { $channel } slaan we over. Daarna: { $next }.
lesson-posting = Onderweg naar { $channel }.
lesson-status-next = Volgende: { $next }.
lesson-status-last-sent = Vorige: { $date }, geplaatst.
lesson-status-last-skipped = Vorige: { $date }, overgeslagen ({ $reason }).
lesson-status-last-failed = Vorige: { $date }, niet geplaatst ({ $reason }).
lesson-status-last-unknown = Vorige: { $date }; Slack zei niet of hij is aangekomen.
lesson-preview-title = De volgende lessen
lesson-preview-line = { $date }: { $title }
lesson-preview-none = Er komt niets aan: het staat op pauze, of er is geen dag meer over.
lesson-post-now = Nu plaatsen
lesson-holidays-set = { $channel } krijgt geen les op feestdagen ({ $country }). De volgende: { $next }.
lesson-holidays-none = { $channel } krijgt ook op feestdagen een les. De volgende: { $next }.
lesson-days-off = In geen enkel kanaal een les op: { $days }. Met /lesson niet vrij en een datum vervalt een vrije dag.
lesson-days-off-none = Het team heeft geen vrije dagen. Schrijf ze zo: /lesson vrij 2026-12-24
lesson-tracks-set = { $channel } hoort: { $tracks }.
lesson-tracks-list = Dit zijn de reeksen: { $tracks }. Met /lesson reeks en een naam kies je er een, met /lesson reeksen alle kies je ze allemaal.
lesson-digest-on = De eerste les van de week in { $channel } zegt waar het team me de week ervoor het meest over vroeg. Alleen aantallen, vanaf { $least } mensen, nooit namen; en de titels van nieuwe eigen tips.
lesson-digest-off = Geen overzicht meer in { $channel }.
lesson-status-holidays = Niet op feestdagen ({ $country }).
lesson-status-days-off = Vrije dagen: { $days }.
lesson-status-tracks = Reeksen: { $tracks }.
lesson-status-digest = Met het overzicht van de vragen van vorige week.
# Deze drie vullen { $days } in, midden in een zin. Werkdagen: maandag tot en met vrijdag.
days-daily = elke dag
days-weekdays = op werkdagen
days-some = op { $days }
# { $reason } is een refusal-…, met punt.
lesson-stopped = Ik kon de dagelijkse les niet plaatsen in { $channel }: { $reason } Ik heb hem daar op pauze gezet. Met { $command } in dat kanaal gaat hij weer verder.

lesson-form-title = Dagelijkse les
lesson-form-submit = Opslaan
lesson-form-channel = Kanaal
lesson-form-time = Tijd
lesson-form-days = Dagen
lesson-form-zone = Tijdzone
lesson-form-zone-hint = Bijvoorbeeld Europe/Amsterdam. Die van jou in Slack is al ingevuld.
lesson-form-holidays = Geen les op de feestdagen van
lesson-form-holidays-hint = Een land, zoals NL of Nederland. Leeg: ook op feestdagen een les.
lesson-form-tracks = Reeksen
lesson-form-digest = Eén keer per week
lesson-form-digest-option = Wat het team vorige week vroeg, in aantallen, en nieuwe eigen tips

# Deze komen na een dubbele punt of tussen haakjes: kleine letter, met punt.
refusal-channel_not_found = het kanaal bestaat niet meer, of ik zit er niet in.
refusal-not_in_channel = ik zit niet in het kanaal.
refusal-is_archived = het kanaal is gearchiveerd.
refusal-restricted_action = apps mogen in dit kanaal niets plaatsen.
refusal-other = Slack weigert het ({ $error }).
# Deze staan tussen haakjes: kleine letter, zonder punt.
skip-late = te laat op de dag
skip-asked = op verzoek
skip-moved = het schema is gewijzigd
skip-unsubscribed = de lessen zijn uitgezet
skip-no-lessons = er zijn geen lessen

## Hulp

help-tip-title = /tip: de tip die past
help-tip = Typ in je eigen woorden wat er speelt: /tip klant wil mijn leidinggevende spreken. Je krijgt één tip, met zinnen die je zo kunt zeggen. Alleen jij ziet hem, tot je hem deelt. Met alleen /tip zie je de onderwerpen, wat je laatst bekeek en wat je bewaarde. Engels, Nederlands en Hebreeuws.
help-tone-title = /tone: voordat je verstuurt
# “Review tone” staat zo in Slacks menu, ook in een Nederlandse workspace.
help-tone = Plak je antwoord achter /tone, of typ alleen /tone voor een formulier. Of kies Review tone in het menu van een bericht; dat werkt ook in threads en privéberichten. Of reageer op een bericht met { $reaction } en alleen jij krijgt de check. Van de tekst wordt niets bewaard.
help-tone-no-reaction = Plak je antwoord achter /tone, of typ alleen /tone voor een formulier. Of kies Review tone in het menu van een bericht; dat werkt ook in threads en privéberichten. Van de tekst wordt niets bewaard.
help-lesson-title = /lesson: één gedachte per dag
help-lesson = Met /lesson zie je de les van vandaag. In een kanaal: /lesson aan 09:00 werkdagen, uit, pauze tot 2027-01-04, hervat, overslaan, status, voorbeeld, nu. Ook feestdagen NL, vrij 2026-12-24, reeksen, overzicht aan. Met /lesson formulier stel je hetzelfde in met een paar klikken.

## App Home

home-title = Dean
home-what = De rustige collega aan het bureau naast je. Drie dingen:
home-language = In welke taal ik met je praat
home-language-auto = Zoals de vraag geschreven is
home-language-hint = Zonder keuze volgen tips en checks de taal waarin je typt.
home-fine = { $count ->
    [one] Je hebt van 1 punt gezegd dat het voorgoed kan.
   *[other] Je hebt van { $count } punten gezegd dat ze voorgoed kunnen.
}
home-hear-again = Wijs me er weer op
home-today = De les van vandaag
home-saved = Tips die je bewaarde
home-saved-none = Nog geen. Bewaar er een vanaf de kaart.
home-schedules = Dagelijkse lessen in deze workspace
home-schedules-none = Er is nog geen kanaal dat er een krijgt. Typ in een kanaal /lesson aan 09:00 werkdagen.
home-schedule-line = { $channel }: { $days } om { $time } ({ $zone }). { $state }
home-schedule-paused = Op pauze.
home-privacy = Tekst die je plakt of waarop je reageert, wordt gelezen en vergeten. Dean bewaart je taal, de tips die je bewaarde, beoordeelde en het laatst zag, wat je goed noemde, en tellingen; niets van wat je schreef, behalve tips die je voorstelt en de zinnen die jullie beheerders instellen.

## Eigen zinnen van het team

house = Eigen zinnen van je team
house-state = Vermijden: { $avoid }. Kan hier wel: { $allow }. Goed voor het hele team: { $muted }.
house-open = Aanpassen
house-submit = Bewaren
house-avoid = Wat jullie niet zeggen
house-avoid-hint = Eén per regel, zoals het gezegd wordt. Na => wat je liever zegt: geachte klant => u
house-allow = Wat hier wel kan
house-allow-hint = Eén per regel. Bij het nakijken sla ik deze woorden over.
house-muted = { $count ->
    [one] 1 punt is voor het hele team goed genoemd
   *[other] { $count } punten zijn voor het hele team goed genoemd
}
house-hear-again = Wijs er weer op
house-note = Dit geldt voor iedereen in deze workspace en wordt bewaard zoals je het schrijft.
house-too-many = Dat is te veel voor één lijst: hooguit { $most } zinnen, samen { $length } tekens.
house-both = “{ $phrase }” staat in beide lijsten.
house-phrase-fault = “{ $phrase }” kan ik niet bewaren: er hoort een letter of cijfer in en het is hooguit één zin. Hooguit { $most } tekens, ook voor wat je liever zegt.
house-holds-itself = “{ $phrase }”: in wat je liever zegt, staat het zelf weer.
house-twice = “{ $phrase }” staat twee keer in deze lijst.
house-changed = Iemand heeft dit intussen gewijzigd. Kopieer wat je schreef, sluit dit venster en open het opnieuw.

## Fouten: wat er gebeurde, wat je kunt doen

error-unknown = Er ging iets stuk aan mijn kant (ref { $ref }). Er is niets verstuurd of bewaard. Probeer het nog eens; blijft het misgaan, geef de ref dan door aan wie mij beheert.
error-stale-card = Die kaart is van een oudere versie van mij. Vraag het opnieuw en gebruik de nieuwe.
error-tip-gone = Die tip heb ik niet meer. Typ /tip en een paar woorden om een andere te vinden.
error-only-admins = Dat kunnen alleen beheerders en eigenaars van deze workspace. Vraag het aan een van hen.
error-already-decided = Iemand heeft die tip al behandeld. Open de lijst opnieuw om te zien wat er nog is.
error-nothing-to-read = In dat bericht staan geen woorden om te lezen. In bestanden en afbeeldingen kan ik niet kijken.
error-message-gone = Dat bericht is weg, dus er valt niets te lezen.
error-cannot-see = Ik kon dat bericht niet lezen: ik zit niet in { $channel }. Nodig me uit met /invite @Dean, of kies Review tone in het menu van het bericht; dat werkt overal.
error-slack-busy = Slack staat mij dit maar een aantal keer per minuut toe, en dit was er één te veel. Probeer het over een minuut nog eens.
error-slack-away = Slack geeft me nu geen antwoord. Probeer het over een minuut nog eens.
error-cannot-share = Van Slack mag ik hier niets plaatsen. Kopieer de woorden en plak ze zelf.
error-tip-empty = Daar staan geen woorden in. Typ er een paar over de situatie, bijvoorbeeld: /tip klant wil mijn leidinggevende spreken
error-tip-long = Dat zijn { $length } tekens; voor een tip is een regel of twee genoeg, hooguit { $limit }. Gebruik /tone voor een heel bericht.
error-tone-empty = Daar staan geen woorden in om te checken. Plak de tekst van je antwoord.
error-tone-long = Dat zijn { $length } tekens; ik lees er { $limit } tegelijk. Check het in stukken.
error-lesson-unknown-command = “{ $given }” ken ik niet. Probeer: aan 09:00 werkdagen, uit, pauze tot 2027-01-04, hervat, overslaan, status, voorbeeld, nu, formulier, help.
error-lesson-unexpected-words = Ik begrijp “{ $given }” daar niet. Schrijf het zo: aan 09:00 ma,wo Europe/Amsterdam. Met /lesson help zie je de rest.
error-lesson-time-missing = Hoe laat? Schrijf het zo: aan 09:00 werkdagen
error-lesson-time-unclear = “{ $given }” herken ik niet als tijd. Schrijf het als 09:00.
error-lesson-date-unclear = “{ $given }” herken ik niet als datum. Schrijf het als 2027-01-04, of noem een dag van de week.
error-lesson-zone-unknown = “{ $zone }” ken ik niet als tijdzone. Schrijf er een zoals Europe/Amsterdam.
error-lesson-no-days = Kies minstens één dag.
error-lesson-track-unknown = Die reeks lessen bestaat niet.
error-lesson-country-unknown = Van “{ $given }” ken ik de feestdagen niet. Schrijf een land als NL of Nederland, of geen.
error-lesson-not-subscribed = Dit kanaal krijgt nog geen dagelijkse les. Met /lesson aan 09:00 werkdagen begint het.
error-lesson-pause-in-past = Die dag is al voorbij. Een pauze eindigt op een dag die nog komt.
error-lesson-nothing-to-skip = Er komt geen les aan om over te slaan.
error-lesson-already-given = Dit kanaal heeft de les van vandaag al gehad, of krijgt hem nu.
error-lesson-no-lessons = Er zijn geen lessen om te geven.
error-lesson-suggestion = Bedoel je “{ $suggestion }”?
error-lesson-no-channel = Kies een kanaal.

## De pagina na het installeren

install-done = Dean is er nu bij in { $team }.
install-next = Open Slack en typ /tip met een paar woorden over een lastig gesprek, of /lesson on 09:00 weekdays in een kanaal.
install-open = Slack openen
install-again = Opnieuw beginnen
install-not = Dean is niet geïnstalleerd.
install-refused = Je hebt geen toestemming gegeven, dus er is niets veranderd. Moet iemand anders apps goedkeuren in jullie werkruimte? Vraag het dan daar.
install-expired = Deze pagina is te laat geopend, voor de tweede keer, of in een andere browser dan waarin je begon. Er is niets veranderd.
install-organisation = Dean kan in een werkruimte worden geïnstalleerd, niet in een hele organisatie. Kies op de pagina van Slack één werkruimte.
install-rotation = Deze Slack-app gebruikt tokenrotatie, en daar kan ik niet mee werken. Wie mij beheert, kan de app opnieuw maken zonder.
install-failed = Er ging onderweg iets stuk. Er is niets verloren: probeer het over een minuut opnieuw, en meld het aan wie mij beheert als het zo blijft.
