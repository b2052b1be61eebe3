"""A stroke, and coming home: walking, speaking and using a hand again, with a family that learns with you."""
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

PRESSURE = Series("bp", (150, 166), (128, 140), 6, 5, 16, (10, 16))
HEART = Series("heart-rate", (78, 92), (68, 80), 5, 9, 7)
WEIGHT = Series("weight", (62, 84), (60, 82), 0.5, 14, 6)
DISCHARGE = Paper("11490-0", "Lettre de liaison à la sortie de neurologie", "hospital-doctor", (-70, -14), (
    "Accident vasculaire cérébral ischémique, prise en charge en unité neurovasculaire.",
    "À la sortie : marche avec aide technique, fatigabilité importante. Rééducation à poursuivre en ville.",
    "Objectif tensionnel inférieur à 140/90. Signes d'alerte expliqués à la personne et à ses proches : appeler le 15.",
))

STORY = Story(
    theme="stroke",
    weight=12,
    ages=(52, 82),
    women=0.46,
    circle=("gp", "physiotherapist", "nurse", "occupational-therapist", "hospital-doctor", "social-worker"),
    living=("Vit {seul}", "Vit {seul}, [enfants à {20..90} km|voisine très présente]"),
    housing=("Maison à étage, chambre descendue au salon", "Appartement au {1..4}e étage avec ascenseur", "Maison de plain-pied, salle de bains à adapter", "Pavillon, [six|huit] marches à l'entrée"),
    help=("Kinésithérapeute à domicile, infirmière le matin", "Aide à la toilette trois fois par semaine", "{Lien} fait tout pour l'instant", "Portage de repas, aide ménagère {2..4} h par semaine"),
    autonomy=("GIR 4 : aide pour la toilette et les escaliers", "GIR 3 : transferts avec une personne", "GIR 5 : marche seul{e} dedans, accompagné{e} dehors", "GIR 4 : une main peu utilisable"),
    resources=("{retraite}Retraite, mutuelle à jour, ALD accordée", "{actif}En arrêt de travail, indemnités journalières", "{retraite}Retraite modeste, APA demandée", "{actif}Pension d'invalidité en cours d'étude"),
    variants=(
        Variant(
            why="Retour à domicile après un AVC",
            told="[AVC sylvien gauche il y a trois semaines|Sortie de rééducation dans huit jours]. Marche avec une canne, parle par mots. {Lien} fait de son mieux. Besoin de coordonner rééducation et aménagement.",
            asked_by="hospital-doctor",
            project=("« [Reparler normalement|Retrouver mes mots] pour lire des histoires à [ma petite-fille|mes petits-enfants]. »", "« Retourner à mon atelier [au printemps|cet été]. »", "« Marcher jusqu'à la boulangerie sans personne. »"),
            problems=(("AVC ischémique avec aphasie", "I63"), ("Hémiparésie droite", "G81"), ("Hypertension artérielle", "I10")),
            treatments=(("Aspirine 75 mg", "1 le midi"), ("Atorvastatine 80 mg", "1 le soir"), ("Périndopril 5 mg", "1 le matin")),
            aims=(
                Aim("Parler à nouveau", "autonomy", "Tenir une conversation au téléphone", (Act("gp", "Prescrire l'orthophonie, [trois|quatre] séances par semaine"), Act("carer", "Lire le journal à voix haute ensemble, dix minutes par jour"), Act("patient", "Exercices de l'orthophoniste chaque matin")), True),
                Aim("Marche hésitante", "autonomy", "Marcher [cent mètres dehors|jusqu'au portail et retour] sans aide", (Act("physiotherapist", "Rééducation à domicile deux fois par semaine"), Act("occupational-therapist", "Visite du logement et essai des barres d'appui"))),
            ),
            notes=(
                Note("physiotherapist", "OBS", "Progrès nets : {30..90} mètres avec canne, [un étage avec rampe|demi-tour plus sûr]. [Fatigue à surveiller|Il faut {le} freiner un peu]."),
                Note("carer", "GEN", "[Hier {il} a dit mon prénom tout seul|Une phrase entière ce matin], [nous avons tous pleuré|quelle émotion]. [Merci à l'orthophoniste|Merci à vous tous]."),
                Note("hospital-doctor", "GEN", "[IRM de contrôle rassurante|Scanner de contrôle stable|Doppler des carotides correct]. [Poursuivre la rééducation|La rééducation porte ses fruits, on continue], revoir en consultation dans [trois|six] mois."),
            ),
            series=(PRESSURE, HEART),
            visits=(Visit("Orthophonie", "gp", (1, 7), 15, 45), Visit("Consultation neurovasculaire", "hospital-doctor", (10, 45), 11, 30, "FOLLOWUP")),
            papers=(DISCHARGE,),
            carers=(Carer(SPOUSE, True, 1, "QUAL", True),),
            stay=Stay("Accident vasculaire cérébral", "Unité neurovasculaire", (-110, -45), (12, 30)),
        ),
        Variant(
            why="Récidive à éviter, tension mal contrôlée",
            told="Deuxième AVC mineur en un an. Tension à 17, traitement pris [un jour sur deux|irrégulièrement], fume encore. Je voudrais un suivi rapproché à domicile.",
            asked_by="gp",
            project=("« Ne pas finir dans un fauteuil comme mon père. »", "« [Reprendre la pêche|Retourner au stade le dimanche|Refaire du vélo]. »", "« Qu'on m'explique, sans me faire la leçon. »"),
            problems=(("AVC mineurs répétés", "I63"), ("Hypertension sévère", "I10"), ("Tabagisme", "F17.2")),
            treatments=(("Clopidogrel 75 mg", "1 le midi"), ("Amlodipine 10 mg", "1 le matin"), ("Périndopril 10 mg", "1 le matin"), ("Patch de nicotine 21 mg", "1 par jour")),
            aims=(
                Aim("Tension trop haute", "medical", "Tension sous 140/90 pendant trois mois", (Act("nurse", "Tension deux fois par semaine"), Act("gp", "Réajuster le traitement chaque mois"), Act("pharmacist", "Revoir ensemble pourquoi les prises sont oubliées"))),
                Aim("Tabac", "medical", "Arrêter de fumer [avant l'été|d'ici trois mois]", (Act("gp", "Consultation d'aide à l'arrêt"), Act("patient", "Noter chaque cigarette pendant une semaine")), True),
            ),
            notes=(
                Note("nurse", "OBS", "TA {17..18}/{9..10} au repos, [recontrôlée à 16|pas de signe neurologique]. [N'a pas pris son traitement ce week-end|Mal de tête depuis hier].", (1, 5), True, None, ("gp", "Je {le} vois [demain à 11 h|ce soir]. Si trouble de la parole ou de la force : le 15 sans attendre.")),
                Note("gp", "OBS", "Discussion franche sur le tabac : [veut bien essayer|hésite encore], patchs prescrits. On vise la tension d'abord."),
                Note("patient", "GEN", "[Quatre jours|Une semaine] sans fumer. [C'est dur le soir|Je marche après manger pour tenir]."),
            ),
            series=(PRESSURE, HEART, WEIGHT),
            visits=(Visit("Consultation d'aide à l'arrêt du tabac", "gp", (5, 25), 17, 30),),
            carers=(Carer("son fils", False, 29, same_name=True),),
        ),
        Variant(
            why="Aménager le logement après un AVC",
            told="[Retour prévu dans deux semaines|Déjà à la maison depuis dix jours], escalier impossible, baignoire. Personne proche présente mais épuisée. Demande d'ergothérapeute et de financement.",
            asked_by="social-worker",
            project=("« Dormir dans ma chambre, pas dans le salon. »", "« [Refaire la cuisine du dimanche|Inviter toute la famille à Pâques]. »", "« Prendre ma douche seul{e}. »"),
            problems=(("Hémiplégie gauche après AVC", "G81"), ("Négligence visuelle gauche", "R41.4"), ("Diabète de type 2", "E11")),
            treatments=(("Apixaban 5 mg", "1 matin et soir"), ("Metformine 1 g", "1 matin et soir"), ("Baclofène 10 mg", "1 trois fois par jour")),
            aims=(
                Aim("Logement inadapté", "environment", "Une salle de bains utilisable sans aide", (Act("occupational-therapist", "Évaluer le logement et dessiner le projet"), Act("social-worker", "Demander l'aide à l'adaptation du logement"), Act("social-worker", "Deux devis d'artisans", (-14, -2), "requested"))),
                Aim("Proche fatigué", "carer", "{Lien} dort ses nuits", (Act("nurse", "Passage du soir pour le coucher"), Act("social-worker", "Proposer l'accueil de jour le mardi"))),
            ),
            notes=(
                Note("occupational-therapist", "OBS", "Visite faite : [remplacer la baignoire par une douche|rampe à droite dans l'escalier], seuil de {2..5} cm à supprimer, lit à {50..55} cm. Rapport joint cette semaine."),
                Note("social-worker", "GEN", "Dossier d'aide déposé, [il manque un devis|reste à charge estimé à {400..1900} euros]. [Caisse de retraite sollicitée aussi|Réponse sous deux mois]."),
                Note("nurse", "OBS", "Heurte les portes à gauche, un bleu à l'épaule. [Pas de chute|Une chute sans gravité samedi]."),
            ),
            series=(PRESSURE, Series("glucose", (9, 11), (7.2, 8.8), 1.2, 6, 9)),
            visits=(Visit("Visite de l'ergothérapeute", "occupational-therapist", (2, 16), 10, 90, "CHECKUP"),),
            carers=(Carer(SPOUSE, True, 2, same_name=True), Carer("sa fille", True, 27)),
        ),
    ),
    shared=Chapter(
        problems=(("Fibrillation atriale", "I48"), ("Hypercholestérolémie", "E78.0"), ("Dépression après AVC", "F32"), ("Épilepsie après AVC", "G40"), ("Douleur d'épaule", "M25.5")),
        treatments=(("Paracétamol 1 g", "Si douleur, jusqu'à 3 par jour"), ("Escitalopram 10 mg", "1 le matin"), ("Macrogol", "1 sachet le matin"), ("Lévétiracétam 500 mg", "1 matin et soir")),
        aims=(
            Aim("Fatigue qui ne passe pas", "medical", "[Deux sorties|Une sortie] par semaine sans s'effondrer", (Act("patient", "Sieste d'une heure, pas plus"), Act("physiotherapist", "Réentraînement progressif à l'effort"))),
            Aim("Ne plus conduire", "social", "Se rendre seul{e} à ses rendez-vous", (Act("social-worker", "Ouvrir les droits au transport à la demande"), Act("gp", "Adresser au médecin agréé pour le permis"))),
            Aim("Tristesse", "psychological", "Retrouver le goût des journées", (Act("gp", "Revoir l'humeur dans un mois"), Act("patient", "[Rejoindre le groupe de parole|Rappeler deux amis]")), True),
        ),
        notes=(
            Note("physiotherapist", "INTERV", "Travail de [la main|l'équilibre|la montée d'escalier]. [Prend un verre de la main atteinte|Tient dix secondes sur un pied]. [Exercices laissés pour le week-end|On continue]."),
            Note("physiotherapist", "OBS", "Séance écourtée, [trop fatigué{e}|moral bas aujourd'hui]. [Je reviens jeudi|À suivre]."),
            Note("nurse", "INTERV", "TA {12..15}/{7..9}, [prises régulières|semainier à jour]. [Marche dans le couloir sans la canne|Toilette faite en partie seul{e}]."),
            Note("occupational-therapist", "INTERV", "Essai [du siège de douche|de la planche de bain|des couverts adaptés] : [concluant|à revoir]. [Prescription demandée au médecin|Prêt pour quinze jours]."),
            Note("gp", "OBS", "Humeur [meilleure|encore basse], sommeil [correct|haché]. Tension [dans les clous|encore un peu haute]."),
            Note("carer", "DEM-AVIS", "[Peut-on partir trois jours chez notre fille|A-t-{il} droit à un verre de vin le dimanche|Puis-je {le} laisser {seul} une heure] ?", reply=("gp", "[Oui, avec les médicaments et le numéro du 15 à portée|Oui, c'est même une bonne idée|Oui, si {il} se sent bien ce jour-là|Oui, mais pas plus longtemps pour commencer|Pas encore, reparlons-en dans quinze jours].")),
        ),
        visits=(Visit("Contrôle de la tension", "nurse", (2, 6), 9, 15, "WALKIN"), Visit("Bilan orthophonique", "gp", (-40, -8), 14, 60, "CHECKUP")),
        papers=(
            Paper("96349-6", "Adressage à l'orthophonie et à la kinésithérapie", "gp", (-50, -10), ("Merci de prendre en charge {personne} pour rééducation après AVC.", "Séances à domicile tant que les déplacements sont difficiles.")),
            Paper("34842-5", "Compte rendu de visite du logement", "occupational-therapist", (-45, -6), ("Visite réalisée avec {personne}.", "Entrée, escalier et salle de bains à adapter en priorité.", "Coût estimé et aides possibles à voir avec le travailleur social.")),
        ),
    ),
)
