"""COPD and oxygen at home: every effort counted, every cold a threat, and the will to go out all the same."""
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

SATURATION = Series("spo2", (90, 92), (91, 94), 1, 4, 16, (7, -5))
HEART = Series("heart-rate", (88, 98), (80, 90), 5, 9, 7)
WEIGHT = Series("weight", (50, 84), (49, 82), 0.4, 12, 7)

STORY = Story(
    theme="respiratory",
    weight=9,
    ages=(58, 84),
    women=0.38,
    circle=("gp", "nurse", "physiotherapist", "specialist", "pharmacist", "social-worker", "hospital-doctor"),
    living=("Vit {seul}", "Vit {seul}, [frère|voisin] dans la même rue", "Vit {seul} avec deux chiens"),
    living_together=("Vit avec {lien}", "Vit avec {lien}, tous deux retraités"),
    housing=("Ancienne maison des mines, humide", "Appartement au {2..4}e étage sans ascenseur", "Maison avec poêle à bois", "Pavillon, chambre à l'étage"),
    help=("Prestataire d'oxygène, infirmière deux fois par semaine", "Aide au ménage {2..4} h par semaine", "Aucune aide, [fierté|préfère se débrouiller]", "Portage de repas l'hiver"),
    autonomy=("GIR 5 : essoufflé{e} à la toilette", "GIR 4 : ne monte plus l'étage", "GIR 6 : autonome, tout lentement"),
    resources=("{retraite}Retraite des mines, ALD", "Maladie professionnelle reconnue (amiante)", "{retraite}Retraite modeste, complémentaire santé solidaire", "{actif}Pension d'invalidité"),
    variants=(
        Variant(
            why="BPCO sévère, [exacerbations répétées|trois cures d'antibiotiques cet hiver]",
            told="[Troisième exacerbation de l'hiver|Sortie d'hospitalisation], oxygène depuis peu, sort de moins en moins. Besoin d'un appui pour la réadaptation et les aides.",
            asked_by="specialist",
            project=("« Retourner au bord du canal avec ma canne à pêche. »", "« Monter dans ma chambre sans m'asseoir sur les marches. »", "« Fêter mes {age} ans avec tout le monde. »"),
            problems=(("BPCO stade [3|4]", "J44"), ("Insuffisance respiratoire sous oxygène", "J96.1"), ("Ancien tabagisme", "Z87.8")),
            treatments=(("Oxygène 1,5 L/min", "15 h par jour au moins"), ("Tiotropium", "1 inhalation le matin"), ("Salbutamol", "2 bouffées si besoin")),
            aims=(
                Aim("Essoufflement au moindre effort", "medical", "Marcher dix minutes sans arrêt", (Act("physiotherapist", "Réadaptation à domicile, deux séances par semaine"), Act("patient", "Vélo d'appartement cinq minutes chaque matin"), Act("pharmacist", "Revoir la technique des inhalateurs")), True),
                Aim("Exacerbations", "medical", "Pas d'hospitalisation cet hiver", (Act("gp", "Plan d'action écrit en cas de crachats colorés"), Act("nurse", "Vaccins grippe et pneumocoque"), Act("nurse", "Saturation deux fois par semaine"))),
            ),
            notes=(
                Note("nurse", "OBS", "SpO2 {84..87} % au repos sous oxygène, [crachats verts depuis hier|parle par phrases courtes].", (1, 7), True, None, ("gp", "J'arrive [dans l'heure|en début d'après-midi]. Débit à 2 L/min en attendant, pas plus.")),
                Note("physiotherapist", "INTERV", "Désencombrement et [vélo, six minutes|marche dans le couloir], SpO2 {88..92} % à l'effort. [Très motivé{e}|Pause à mi-séance]."),
                Note("pharmacist", "INTERV", "Technique d'inhalation reprise : [ne déclenchait pas la bouffée|oubliait d'expirer avant]. [Chambre d'inhalation fournie|Beaucoup mieux]."),
            ),
            series=(SATURATION, HEART),
            visits=(Visit("Consultation de pneumologie", "specialist", (6, 35), 10, 30), Visit("Passage du prestataire d'oxygène", "nurse", (3, 15), 11, 30)),
            carers=(Carer(SPOUSE, True, 2, same_name=True),),
            stay=Stay("Exacerbation de BPCO", "Pneumologie", (-80, -25), (5, 12)),
        ),
        Variant(
            why="Logement humide et poumons malades",
            told="Logement chauffé au bois, moisissures, [oxygène à côté du poêle|chambre glacée]. {personne} ne veut pas déménager. Situation à évaluer.",
            asked_by="nurse",
            project=("« Rester dans ma maison, c'est mon père qui l'a construite. »", "« Ne plus avoir froid. »", "« Garder mes chiens. »"),
            problems=(("BPCO", "J44"), ("Silicose", "J62"), ("Anxiété", "F41")),
            treatments=(("Indacatérol-glycopyrronium", "1 inhalation le matin"), ("Prednisone 20 mg", "5 jours en cas de crise"), ("Oxazépam 10 mg", "1 le soir si besoin")),
            aims=(
                Aim("Froid et moisissures", "environment", "Une chambre saine à 19 degrés", (Act("social-worker", "Signaler le logement et demander l'aide aux travaux"), Act("social-worker", "Chèque énergie et aide d'urgence au chauffage"), Act("home-help", "Aérer dix minutes chaque matin"))),
                Aim("Oxygène et feu", "environment", "Aucun risque d'incendie", (Act("nurse", "Déplacer l'extracteur loin du poêle", (-10, -2), "completed"), Act("patient", "Ne plus fumer près de l'oxygène"))),
            ),
            notes=(
                Note("social-worker", "OBS", "Moisissures dans la chambre et la cuisine, {12..15} degrés au lever. [Photos jointes au signalement|Propriétaire injoignable]. Dossier d'aide aux travaux ouvert."),
                Note("nurse", "OBS", "Cigarette à côté de l'extracteur, [expliqué une fois de plus|m'a promis de sortir sur le pas de la porte]."),
                Note("patient", "GEN", "Le poêle a été ramoné. [Il fait meilleur|Les chiens vont bien aussi]."),
            ),
            series=(SATURATION, WEIGHT),
            visits=(Visit("Visite du logement avec un technicien", "social-worker", (4, 22), 10, 60, "CHECKUP"),),
            carers=(Carer("son frère", False, 3, same_name=True),),
        ),
        Variant(
            why="Dénutrition et peur d'étouffer",
            told="Perte de {5..9} kg en six mois, crises d'angoisse la nuit, appels répétés au 15. Je souhaite une évaluation et un soutien.",
            asked_by="gp",
            project=("« Dormir une nuit entière. »", "« Ne plus avoir peur de mourir étouffé{e}. »", "« Manger avec appétit, comme avant. »"),
            problems=(("BPCO très sévère", "J44"), ("Dénutrition sévère", "E43"), ("Trouble panique", "F41.0")),
            treatments=(("Ventilation non invasive", "La nuit"), ("Sertraline 50 mg", "1 le matin"), ("Compléments nutritionnels", "2 par jour"), ("Morphine orale 2,5 mg", "Si essoufflement intense")),
            aims=(
                Aim("Angoisses de la nuit", "psychological", "Plus d'un mois sans appel au 15", (Act("psychologist", "Apprendre à traverser une crise"), Act("nurse", "Fiche des gestes à faire collée près du lit"), Act("gp", "Numéro à joindre le soir"))),
                Aim("Perte de poids", "medical", "Deux kilos de plus au printemps", (Act("dietitian", "Menus fractionnés et enrichis"), Act("nurse", "Peser chaque semaine"))),
            ),
            notes=(
                Note("patient", "OBS", "Encore une nuit assis{e} dans le fauteuil. [La respiration lèvres pincées m'a aidé{e}|J'ai fait la fiche, c'est passé]."),
                Note("nurse", "INTERV", "Masque de ventilation réajusté, [marque sur le nez protégée|fuite réglée], {5..8} h d'usage cette nuit."),
                Note("hospital-doctor", "GEN", "Discussion sur la suite et les souhaits : [refuse la réanimation|veut y réfléchir]. Directives anticipées à rédiger avec le médecin traitant.", hidden="MASQUE_PT"),
            ),
            series=(Series("spo2", (88, 91), (90, 93), 1.2, 4, 15, (12, -4)), WEIGHT),
            visits=(Visit("Contrôle de la ventilation", "hospital-doctor", (8, 40), 14, 60, "CHECKUP"),),
            carers=(Carer("sa fille", True, 26, "QUAL"),),
        ),
    ),
    shared=Chapter(
        problems=(("Hypertension artérielle", "I10"), ("Artérite des membres inférieurs", "I70.2"), ("Reflux", "K21"), ("Ostéoporose", "M81"), ("Apnées du sommeil", "G47.3")),
        treatments=(("Azithromycine 250 mg", "3 fois par semaine"), ("Vitamine D", "1 ampoule par mois"), ("Budésonide-formotérol", "1 inhalation matin et soir"), ("Paracétamol 1 g", "Si douleur")),
        aims=(
            Aim("Ne sort plus", "social", "Une sortie par semaine", (Act("social-worker", "Demander un portable d'oxygène et le transport à la demande"), Act("carer", "Marché du samedi ensemble")), True),
            Aim("Tabac", "medical", "Rester sans tabac", (Act("gp", "Substituts et suivi mensuel"), Act("patient", "Appeler le 39 89"))),
        ),
        notes=(
            Note("nurse", "INTERV", "SpO2 {88..94} %, FR {18..24}. [Toux habituelle|Moins encombré{e}], [extracteur vérifié|lunettes changées]."),
            Note("physiotherapist", "INTERV", "[Drainage bronchique|Séance de réentraînement], [crachats clairs|bonne toux efficace]. [Continue seul{e} demain|À revoir vendredi]."),
            Note("gp", "OBS", "[Sibilants des deux côtés|Auscultation inchangée], [corticoïdes cinq jours|pas d'antibiotique]. [Revoir lundi|Rappeler si fièvre]."),
            Note("specialist", "GEN", "Gaz du sang [stables|un peu meilleurs] : oxygène poursuivi au même débit. [Réadaptation à renforcer|Revoir dans six mois]."),
            Note("social-worker", "GEN", "[Dossier de maladie professionnelle complété|Aide au chauffage accordée, {150..480} euros]. [Réponse de la caisse attendue|Courrier envoyé]."),
            Note("carer", "GEN", "On a fait le tour du [lac|marché] avec le portable d'oxygène. [Essoufflé{e} mais quel plaisir de sortir|Première sortie depuis l'automne]."),
        ),
        visits=(Visit("Séance de réadaptation", "physiotherapist", (1, 5), 15, 45), Visit("Épreuves fonctionnelles respiratoires", "specialist", (-90, -20), 9, 60, "CHECKUP")),
        papers=(
            Paper("60591-5", "Synthèse de la consultation de pneumologie", "specialist", (-100, -15), ("Obstruction sévère, stable par rapport à l'an dernier.", "Oxygénothérapie de longue durée maintenue. Réadaptation à domicile indiquée.")),
            Paper("77604-7", "Plan d'action en cas d'aggravation", "gp", (-60, -8), ("Plus essoufflé que d'habitude : deux bouffées, s'asseoir, respirer lèvres pincées.", "Crachats verts ou fièvre : appeler le cabinet le jour même.", "Impossible de parler, lèvres bleues : appeler le 15.")),
        ),
    ),
)
