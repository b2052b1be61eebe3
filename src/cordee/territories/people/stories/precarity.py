"""A chronic illness and too little of everything: rights to open, trust to build, a doctor to find again."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

from cordee.territories.people.story import (
    Act,
    Aim,
    Carer,
    Chapter,
    Note,
    Paper,
    Series,
    Story,
    Variant,
    Visit,
)

GLUCOSE = Series("glucose", (13, 17), (9, 12), 2, 4, 14)
PRESSURE = Series("bp", (150, 165), (136, 148), 7, 10, 7)
WEIGHT = Series("weight", (70, 105), (68, 102), 0.6, 14, 6)

STORY = Story(
    theme="precarity",
    weight=9,
    ages=(38, 66),
    women=0.42,
    circle=("gp", "nurse", "social-worker", "pharmacist", "dietitian"),
    living=("Vit {seul}, séparé{e}", "Hébergé{e} chez un ami", "Vit {seul} avec un adolescent une semaine sur deux", "Vit {seul} en foyer"),
    living_together=("Vit avec {lien}", "Vit avec {lien} et les enfants"),
    housing=("Caravane sur un terrain prêté", "Studio insalubre, pas de frigo", "Logement social, dette de loyer", "Chambre en hébergement d'urgence"),
    help=("Colis alimentaire le {1..9} du mois", "Accueil de jour, [Croix-Rouge|Secours catholique]", "Aucune aide régulière", "Suivi par le centre communal d'action sociale"),
    autonomy=("Autonome, lit difficilement le français écrit", "Autonome, sans voiture ni téléphone stable", "Autonome ; dos abîmé par le travail"),
    resources=("RSA, complémentaire santé solidaire à ouvrir", "Fin de droits au chômage", "Intérim, pas de mutuelle", "Dossier de surendettement"),
    variants=(
        Variant(
            why="Diabète, renoncement aux soins, logement",
            told="Diabète connu depuis {4..12} ans, sans traitement depuis [six mois|un an]. [Dort dans sa voiture|Expulsion prévue au printemps]. Ne se rend pas aux rendez-vous. Demande d'appui.",
            asked_by="social-worker",
            project=("« Un toit avec une porte qui ferme. »", "« Qu'on ne me coupe pas le pied. »", "« Revoir mon fils chez moi un week-end. »"),
            problems=(("Diabète de type 2 déséquilibré [(HbA1c {95..120} mmol/mol)|]", "E11"), ("Plaie du pied", "L97"), ("Hypertension artérielle", "I10")),
            treatments=(("Metformine 1 g", "1 matin et soir"), ("Insuline lente", "{12..24} unités le soir"), ("Amlodipine 5 mg", "1 le matin")),
            aims=(
                Aim("Pas de toit stable", "social", "Un logement avant la fin de l'hiver", (Act("social-worker", "Demande d'hébergement et dossier de logement prioritaire"), Act("coordinator", "Courrier de soutien au bailleur"), Act("patient", "Domiciliation au centre communal")), True),
                Aim("Plaie du pied", "medical", "Plaie fermée [en deux mois|avant l'été]", (Act("nurse", "Pansement trois fois par semaine, à l'accueil de jour"), Act("gp", "Avis du centre du pied diabétique"), Act("social-worker", "Chaussures de décharge prises en charge"))),
            ),
            notes=(
                Note("nurse", "OBS", "Plaie {2..3} cm sous le gros orteil, [odeur et suintement|rougeur qui monte]. N'a pas mal.", (1, 6), True, None, ("gp", "Antibiotique prescrit, prélèvement fait. [Hospitalisation proposée, refusée pour ce soir|Je {le} revois vendredi].")),
                Note("social-worker", "GEN", "Complémentaire santé ouverte au 1er du mois. [Carte attendue|Attestation remise en main propre]. Plus d'avance à faire chez le médecin."),
                Note("patient", "GEN", "Merci pour le téléphone. [Je réponds mieux le soir|Ici le réseau passe près de la fenêtre]."),
            ),
            series=(GLUCOSE, PRESSURE),
            visits=(Visit("Centre du pied diabétique", "gp", (4, 20), 9, 60, "CHECKUP"), Visit("Commission logement", "social-worker", (8, 30), 14, 45)),
            carers=(),
        ),
        Variant(
            why="Diabète récent, famille nombreuse, peu d'argent",
            told="Diabète découvert aux urgences. [Ne comprend pas l'ordonnance|Parle peu français], trois enfants, un seul petit salaire. Éducation et droits à prévoir.",
            asked_by="hospital-doctor",
            project=("« Faire à manger pour tous, le même plat. »", "« Comprendre ce que j'ai. »", "« Passer mon diplôme d'aide-soignante. »"),
            problems=(("Diabète de type 2", "E11"), ("Obésité", "E66"), ("Anémie", "D50")),
            treatments=(("Metformine 850 mg", "1 matin et soir"), ("Fer", "1 par jour"), ("Sitagliptine 100 mg", "1 le matin")),
            aims=(
                Aim("Comprendre sa maladie", "medical", "Savoir lire une glycémie et adapter un repas", (Act("dietitian", "Atelier cuisine avec petit budget, trois séances"), Act("nurse", "Glycémie ensemble, deux fois par semaine"), Act("pharmacist", "Ordonnance expliquée avec des dessins"))),
                Aim("Fins de mois", "social", "Manger trois repas, tous les jours", (Act("social-worker", "Épicerie sociale et cantine à un euro"), Act("social-worker", "Prime d'activité à demander"))),
            ),
            notes=(
                Note("dietitian", "INTERV", "Atelier : [couscous aux légumes|gratin de lentilles], part d'assiette dessinée. [Tout le monde a goûté|Les enfants ont aidé]."),
                Note("social-worker", "GEN", "Épicerie sociale ouverte pour trois mois, [cantine accordée|aide aux vacances possible]."),
                Note("pharmacist", "GEN", "Dessins collés sur les boîtes : [soleil et lune|matin et soir]. [A tout bien répété|Revient lundi]."),
            ),
            series=(GLUCOSE, WEIGHT),
            visits=(Visit("Atelier cuisine", "dietitian", (3, 14), 14, 90), Visit("Fond d'œil", "gp", (10, 50), 9, 30, "CHECKUP")),
            carers=(Carer("sa sœur", True, 4, lives_in=True),),
        ),
        Variant(
            why="Dos cassé, alcool, solitude",
            told="Travail de force pendant vingt ans, [licencié{e} pour inaptitude|accident du travail], douleurs et alcool, diabète négligé. Accepte qu'on l'aide, pour la première fois.",
            asked_by="gp",
            project=("« Retrouver une raison de me lever. »", "« Ne plus boire {seul} le soir. »", "« Bricoler encore, pour les autres s'il faut. »"),
            problems=(("Lombalgie chronique", "M54.5"), ("Dépendance à l'alcool", "F10.2"), ("Diabète de type 2", "E11"), ("Dépression", "F32")),
            treatments=(("Thiamine 250 mg", "1 par jour"), ("Metformine 850 mg", "1 matin et soir"), ("Venlafaxine 75 mg", "1 le matin"), ("Paracétamol 1 g", "3 par jour au plus")),
            aims=(
                Aim("Alcool", "medical", "[Sevrage accompagné au printemps|Trois jours sans alcool par semaine]", (Act("gp", "Consultation d'addictologie"), Act("psychologist", "Entretiens tous les quinze jours"), Act("patient", "Groupe du mardi soir")), True),
                Aim("Reconversion", "social", "Un projet de travail possible", (Act("social-worker", "Reconnaissance de travailleur handicapé"), Act("patient", "Atelier de réparation, deux matinées"))),
            ),
            notes=(
                Note("psychologist", "OBS", "Idées noires sans projet, [contrat de sécurité|numéro 3114 donné]. Revu{e} dans trois jours.", (2, 12), True, "MASQUE_PT", ("gp", "Merci. Je {le} vois demain, [traitement à réévaluer|dépôt du stock à la pharmacie].")),
                Note("patient", "GEN", "[Onze|Douze|Neuf] jours. [Je tiens|L'atelier m'occupe les mains]."),
                Note("gp", "OBS", "Gamma-GT en baisse, glycémie {1..2},{10..80} g/L. [Sort de sa coquille|Rit pour la première fois]."),
            ),
            series=(PRESSURE, WEIGHT),
            visits=(Visit("Consultation d'addictologie", "gp", (3, 21), 11, 45), Visit("Psychologue", "psychologist", (1, 12), 16, 45)),
            carers=(Carer("un ami", False, 2),),
        ),
    ),
    shared=Chapter(
        problems=(("Tabagisme", "F17.2"), ("Caries multiples", "K02"), ("Hypercholestérolémie", "E78.0"), ("Insomnie", "G47.0"), ("Neuropathie débutante", "G63.2")),
        treatments=(("Atorvastatine 20 mg", "1 le soir"), ("Patch de nicotine 14 mg", "1 par jour"), ("Ramipril 2,5 mg", "1 le matin"), ("Amitriptyline", "5 gouttes le soir")),
        aims=(
            Aim("Rendez-vous manqués", "social", "Honorer deux rendez-vous sur trois", (Act("coordinator", "Rappel par message la veille"), Act("social-worker", "Carte de transport solidaire"))),
            Aim("Dents", "medical", "Manger sans douleur", (Act("gp", "Adresser à la permanence dentaire"), Act("patient", "Appeler pour le premier rendez-vous"))),
            Aim("Dettes", "social", "Un échéancier tenu", (Act("social-worker", "Dossier de surendettement"), Act("patient", "Réunir les courriers dans la pochette rouge"))),
        ),
        notes=(
            Note("social-worker", "GEN", "[Accompagné{e} à la caisse|Ouverture de droits faite en ligne ensemble], [tout est à jour|rappel dans dix jours]."),
            Note("social-worker", "OBS", "Rendez-vous manqué, [téléphone coupé|pas de ticket de bus]. [Je passe à l'accueil de jour demain|Message laissé à un ami]."),
            Note("nurse", "INTERV", "Pansement fait à l'accueil de jour, glycémie {1..2},{10..90} g/L. [A pris un café avec l'équipe|Bandelettes données]."),
            Note("gp", "OBS", "Est venu{e} au rendez-vous [avec dix minutes d'avance|accompagné{e} d'une bénévole]. [Bilan prescrit|Traitement simplifié à deux prises]."),
            Note("pharmacist", "GEN", "Tiers payant [régularisé|à nouveau refusé, j'ai avancé le traitement]. [Merci de voir avec la caisse|Rien à payer désormais]."),
            Note("dietitian", "INTERV", "[Un menu possible avec une seule plaque|Remplacer les sodas par de l'eau sirop à la paille], [objectif de la semaine choisi ensemble|petits pas]."),
        ),
        visits=(Visit("Permanence sociale", "social-worker", (2, 12), 9, 45), Visit("Bilan sanguin", "nurse", (1, 10), 7, 15)),
        papers=(
            Paper("28653-4", "Note sociale à l'appui de la demande de logement", "social-worker", (-80, -10), ("{personne} est suivi{e} pour une maladie chronique aggravée par ses conditions de vie.", "Un logement stable conditionne la réussite des soins.", "Nous soutenons la demande et restons présents après l'entrée dans les lieux.")),
            Paper("60591-5", "Bilan de santé", "gp", (-90, -12), ("Diabète et tension à rééquilibrer, soins dentaires à prévoir.", "Personne en confiance, traitement simplifié.")),
        ),
    ),
)
