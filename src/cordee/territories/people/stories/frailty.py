"""Memory that goes and a carer who no longer sleeps: keeping a life at home that is bearable for both."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

from cordee.territories.people.story import (
    SPOUSE,
    Act,
    Aim,
    Carer,
    Chapter,
    Note,
    Paper,
    Series,
    Stay,
    Story,
    Variant,
    Visit,
)

WEIGHT = Series("weight", (52, 72), (49, 69), 0.4, 9, 12)
PRESSURE = Series("bp", (132, 146), (118, 136), 7, 14, 6)

STORY = Story(
    theme="frailty",
    weight=18,
    ages=(74, 95),
    women=0.64,
    circle=("gp", "nurse", "social-worker", "home-help", "psychologist", "occupational-therapist"),
    living=("Vit {seul}, {lien} passe chaque [jour|soir]", "Vit {seul}, famille à {100..600} km"),
    housing=("Maison de bourg, escalier raide", "Ferme, chauffage au bois", "Appartement en résidence autonomie", "Maison de plain-pied, gazinière à remplacer"),
    help=("Aide à domicile {4..12} h par semaine", "SSIAD le matin, portage de repas", "Accueil de jour le [mardi|jeudi]", "Refuse toute aide extérieure pour l'instant"),
    autonomy=("GIR 3 : à guider pour la toilette et l'habillage", "GIR 2 : aide pour tous les gestes, marche encore", "GIR 4 : oublis, se perd dehors", "GIR 3 : désorienté{e} le soir"),
    resources=("APA accordée, {18..40} h par mois", "Retraite agricole modeste, APA demandée", "Pension de réversion ; habilitation familiale en cours", "Aide sociale à l'étude"),
    variants=(
        Variant(
            why="Aidant épuisé, troubles de la mémoire",
            told="Maladie d'Alzheimer depuis [trois|quatre] ans, {lien} [ne dort plus|a perdu {4..9} kg], refuse l'idée d'un établissement. [Crise dimanche|Situation au bord de la rupture].",
            asked_by="gp",
            project=("« Qu'on ne me mette pas dehors de chez moi. »", "« Rester avec {aidant}, [tant qu'on peut|ici]. »", "« Aller encore au jardin [le matin|voir mes poules]. »"),
            problems=(("Maladie d'Alzheimer, stade modéré", "G30"), ("Dénutrition modérée", "E44"), ("Troubles du sommeil", "G47")),
            treatments=(("Mélatonine 2 mg", "1 au coucher"), ("Compléments nutritionnels", "2 par jour"), ("Paracétamol 500 mg", "Si douleur")),
            aims=(
                Aim("Épuisement de {aidant}", "carer", "Une nuit complète [deux fois par semaine|le samedi], une journée libre", (Act("social-worker", "[Organiser l'accueil de jour|Demander le relayage à domicile]"), Act("psychologist", "Rencontrer {aidant} seul{aidant_e}"), Act("carer", "Dire oui à un jour d'essai"))),
                Aim("Sorties la nuit", "environment", "Aucune sortie dangereuse", (Act("occupational-therapist", "Détecteur de sortie et veilleuses"), Act("nurse", "Revoir le rythme de la journée"))),
            ),
            notes=(
                Note("carer", "OBS", "[Cette nuit|La nuit dernière] {il} est sorti{e} en chemise, [retrouvé{e} chez le voisin|je l'ai rattrapé{e} au portail]. Je ne tiens plus.", (1, 4), True, None, ("coordinator", "[Je vous appelle tout de suite|Je vous rappelle dans l'heure|Je passe vous voir demain matin]. [Nous cherchons un hébergement de répit pour cette semaine|Une garde de nuit est possible dès demain|Le DAC a prévenu le médecin|Vous avez bien fait d'écrire].")),
                Note("psychologist", "OBS", "Entretien avec {aidant} : épuisement franc, culpabilité. [Accepte l'accueil de jour à l'essai|Accepte un second rendez-vous].", hidden="INVISIBLE_PATIENT"),
                Note("home-help", "GEN", "[Bonne après-midi|Journée calme], [chansons anciennes et épluchage|promenade au village]. {Lien} a pu [faire ses courses|dormir deux heures]."),
            ),
            series=(WEIGHT, PRESSURE),
            visits=(Visit("Accueil de jour, journée d'essai", "social-worker", (2, 10), 9, 420), Visit("Consultation mémoire", "gp", (12, 50), 10, 60, "CHECKUP")),
            carers=(Carer(SPOUSE, False, -2, "QUAL", True), Carer("sa fille", True, 28)),
        ),
        Variant(
            why="Chutes répétées, grand âge",
            told="[Trois|Quatre] chutes en deux mois, dernière avec {2..5} heures au sol. Vit {seul}, refuse la téléalarme. Demande d'évaluation globale.",
            asked_by="nurse",
            project=("« Mourir dans mon lit, pas sur le carrelage. »", "« Qu'on me laisse tranquille, mais pas {seul}. »", "« Retourner au club du troisième âge le jeudi. »"),
            problems=(("Chutes répétées", "R29.6"), ("Ostéoporose fracturaire", "M80"), ("Hypotension orthostatique", "I95.1"), ("Cataracte", "H26")),
            treatments=(("Vitamine D", "1 ampoule par mois"), ("Amlodipine 5 mg", "Arrêtée, à ne pas reprendre"), ("Acide alendronique 70 mg", "1 par semaine, à jeun")),
            aims=(
                Aim("Chutes", "environment", "Pas de chute pendant trois mois", (Act("occupational-therapist", "Évaluer le logement"), Act("physiotherapist", "Travail de l'équilibre deux fois par semaine"), Act("gp", "Revoir les médicaments qui font tomber"), Act("patient", "Porter la téléalarme", (-15, -3), "requested"))),
                Aim("Manger {seul}, manger mal", "autonomy", "Un repas partagé [deux fois par semaine|le midi]", (Act("home-help", "Repas pris ensemble le mardi et le jeudi"), Act("social-worker", "Inscription au restaurant du foyer")), True),
            ),
            notes=(
                Note("nurse", "OBS", "Retrouvé{e} par terre à mon arrivée, lucide, transi{e}. [Pas de fracture visible|Plaie du cuir chevelu], médecin appelé.", (2, 7), True, None, ("gp", "Vu{e} ce matin : pas de fracture, [surveillance 48 h|tension basse debout, j'allège le traitement].")),
                Note("occupational-therapist", "OBS", "Tapis, fils, [baignoire sans barre|marches sans rampe]. Trois mesures simples suffiraient, {il} [accepte la lampe et la barre|en accepte deux]."),
                Note("physiotherapist", "INTERV", "Se relève du sol avec une chaise, [appris aujourd'hui|seul{e} pour la première fois]. [Chaussures à changer|Canne réglée]."),
            ),
            series=(PRESSURE, WEIGHT),
            visits=(Visit("Visite de l'ergothérapeute", "occupational-therapist", (1, 12), 14, 90, "CHECKUP"),),
            carers=(Carer("sa nièce", True, 34),),
            stay=Stay("Chute avec station au sol prolongée", "Gériatrie", (-70, -20), (4, 12)),
        ),
        Variant(
            why="Retour à domicile après fracture du col",
            told="Opéré{e} du col du fémur, [confusion|perte d'autonomie] à l'hôpital. {Lien} veut un retour à la maison. Merci d'évaluer la faisabilité et d'organiser les aides.",
            asked_by="carer",
            project=("« Rentrer. Juste rentrer. »", "« Revoir mon chat et ma cuisine. »", "« Que {aidant} retrouve sa vie. »"),
            problems=(("Fracture du col du fémur opérée", "S72.0"), ("Troubles cognitifs légers", "F06.7"), ("Insuffisance veineuse", "I87.2")),
            treatments=(("Énoxaparine 4000 UI", "1 injection par jour jusqu'à la fin du mois"), ("Paracétamol 1 g", "3 fois par jour"), ("Calcium et vitamine D", "1 par jour")),
            aims=(
                Aim("Remarcher", "autonomy", "Aller [du lit à la cuisine|jusqu'à la boîte aux lettres] avec le déambulateur", (Act("physiotherapist", "Cinq séances par semaine, puis trois"), Act("nurse", "Injection et surveillance de la cicatrice"), Act("carer", "Dégager le passage et monter le lit"))),
                Aim("Papiers et décisions", "social", "Une personne de confiance désignée, un mandat écrit", (Act("social-worker", "Expliquer le mandat de protection future"), Act("carer", "Choisir la personne de confiance avec {lui}"))),
            ),
            notes=(
                Note("nurse", "INTERV", "Cicatrice [propre|un peu inflammatoire], agrafes [à retirer jeudi|retirées]. [Injection faite|Pas de mollet dur]."),
                Note("carer", "GEN", "[Premier repas à table|Premier pas jusqu'à la fenêtre] depuis l'accident. [On a sorti les photos|{Il} a souri]."),
                Note("gp", "INST", "Ne pas arrêter l'anticoagulant avant le {20..28} du mois. [Radio de contrôle à six semaines|Bilan d'ostéoporose à prévoir]."),
            ),
            series=(PRESSURE, Series("pain", (5, 7), (2, 3), 0.8, 5, 11)),
            visits=(Visit("Radio et consultation de chirurgie", "gp", (6, 30), 9, 60, "FOLLOWUP"),),
            carers=(Carer("son fils", False, 30, "QUAL", True),),
        ),
    ),
    shared=Chapter(
        problems=(("Hypertension artérielle", "I10"), ("Incontinence urinaire", "R32"), ("Surdité", "H91"), ("Syndrome dépressif", "F32"), ("Arthrose", "M19"), ("Constipation", "K59.0")),
        treatments=(("Macrogol", "1 sachet le matin"), ("Sertraline 50 mg", "1 le matin"), ("Périndopril 2,5 mg", "1 le matin"), ("Collyre", "1 goutte matin et soir")),
        aims=(
            Aim("Maigrit", "medical", "Reprendre un kilo et le garder", (Act("nurse", "Peser tous les quinze jours"), Act("home-help", "Enrichir les plats et proposer une collation"))),
            Aim("Ennui, journées vides", "psychological", "Une activité qui plaît chaque semaine", (Act("home-help", "[Jardin|Cuisine|Chansons] à chaque passage"), Act("coordinator", "Trouver un visiteur bénévole")), True),
            Aim("Démarches impossibles à suivre", "social", "Courrier ouvert et factures payées", (Act("social-worker", "Mettre en place une aide administrative mensuelle"), Act("carer", "Procuration à la banque"))),
            Aim("Hygiène difficile", "autonomy", "Une douche par semaine sans conflit", (Act("nurse", "Demander un passage du SSIAD"), Act("home-help", "Même intervenante, même jour"))),
        ),
        notes=(
            Note("home-help", "OBS", "[A remis deux fois le même pull|Casserole oubliée sur le feu|Croit que sa mère l'attend]. [Rassuré{e} facilement|J'ai coupé le gaz en partant]."),
            Note("home-help", "GEN", "Aujourd'hui nous avons [épluché les haricots|regardé l'album de mariage|plié le linge en chantant]. [Très présent{e}|Un vrai sourire]."),
            Note("nurse", "INTERV", "Toilette [faite avec aide|faite en musique, sans difficulté|refusée ce matin, je n'ai pas insisté|faite au lavabo]. [Peau fragile aux talons|État cutané correct|Crème appliquée|Ongles coupés|Petit bleu au bras, dit s'être cogné{e}]."),
            Note("social-worker", "GEN", "[Plan d'aide APA révisé|Demande d'accueil de jour déposée|Dossier d'hébergement de répit prêt]. [Transport compris|Une place possible dans trois semaines]."),
            Note("gp", "OBS", "[Plus lent|Plus confus{e} le soir], pas de cause infectieuse. [J'allège la prescription|Pas de somnifère supplémentaire]."),
            Note("carer", "GEN", "[Mercredi à l'accueil de jour : {il} a dansé|Le jour de répit m'a fait du bien], [merci d'avoir insisté|je recommence la semaine prochaine]."),
            Note("occupational-therapist", "INTERV", "[Veilleuses posées|Barre installée|Lit relevé de 8 cm]. [Essai concluant|Je repasse dans un mois]."),
        ),
        visits=(Visit("Accueil de jour", "social-worker", (1, 8), 9, 420), Visit("Soutien à l'aidant", "psychologist", (3, 20), 15, 45), Visit("Évaluation gériatrique", "gp", (-80, -15), 14, 90, "CHECKUP")),
        papers=(
            Paper("34842-5", "Évaluation multidimensionnelle à domicile", "social-worker", (-120, -12), ("Évaluation faite avec {personne} et un proche.", "Points forts : attachement au lieu, présence de voisins. Points de vigilance : repas, nuits, chutes.", "Propositions inscrites au plan.")),
            Paper("60591-5", "Synthèse de la consultation mémoire", "gp", (-150, -30), ("Troubles de la mémoire retentissant sur la vie quotidienne.", "Pas de traitement spécifique. Priorité à l'accompagnement et au répit du proche.")),
        ),
    ),
)
