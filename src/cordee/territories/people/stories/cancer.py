"""Cancer in the middle of life: treatments that tire, children who must go on living, work that waits."""
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
    Story,
    Variant,
    Visit,
)

WEIGHT = Series("weight", (58, 80), (54, 75), 0.5, 7, 12)
TEMPERATURE = Series("temperature", (36.7, 37), (36.7, 37), 0.25, 5, 10, (4, 1.9))
PAIN = Series("pain", (4, 6), (2, 3), 0.9, 6, 10, (9, 3))

STORY = Story(
    theme="cancer",
    weight=13,
    ages=(34, 60),
    women=0.6,
    circle=("gp", "nurse", "specialist", "pharmacist", "social-worker", "psychologist"),
    living=("Élève {seul} deux enfants de {4..8} et {9..13} ans", "Séparé{e}, deux adolescents une semaine sur deux", "Élève {seul} un fils de {6..14} ans et une fille de {15..17} ans"),
    living_together=("Vit avec {lien}, deux enfants de {5..9} et {10..14} ans", "Vit avec {lien}, deux adolescents"),
    housing=("Maison en lotissement", "Appartement loué, troisième étage sans ascenseur", "Maison à la campagne, à {15..40} km de l'hôpital", "Appartement en centre-ville"),
    help=("Famille et amis se relaient", "Aide familiale {4..8} h par semaine", "Aucune aide, [ne veut pas déranger|refusée pour l'instant]", "Transport en taxi conventionné"),
    autonomy=("Autonome, très fatigable après les cures", "Autonome, besoin d'aide pour les trajets", "Autonome ; porte difficilement depuis l'opération"),
    resources=("{actif}En arrêt de travail, indemnités journalières", "{actif}Travaille à son compte, revenus en baisse, prévoyance sollicitée", "{actif}Salarié{e}, maintien de salaire jusqu'en fin de trimestre", "{actif}Intérimaire, droits à vérifier", "{retraite}Retraite, mutuelle à jour"),
    variants=(
        Variant(
            women=1.0,
            why="Cancer du sein, deux enfants, organisation à bâtir",
            told="Chimiothérapie depuis [un mois|six semaines], deux enfants à l'école, [peu de relais ici|grands-parents loin]. Fatigue, trajets longs. Demande d'aide à la maison et de soutien pour les enfants.",
            asked_by="specialist",
            project=("« Être là [à la sortie de l'école le vendredi|pour l'anniversaire du petit]. »", "« Que les enfants ne voient pas que la maladie. »", "« Reprendre mon travail, même à mi-temps, [à la rentrée|l'an prochain]. »"),
            problems=(("Cancer du sein en cours de chimiothérapie", "C50"), ("Anémie sous traitement", "D64.9")),
            treatments=(("Ondansétron 8 mg", "Si nausées, jusqu'à 2 par jour"), ("Filgrastim", "1 injection par jour, cinq jours après la cure"), ("Alprazolam 0,25 mg", "1 le soir si besoin")),
            aims=(
                Aim("Enfants à accompagner", "social", "Les enfants gardent [école, judo et copains|leur rythme]", (Act("social-worker", "Demander une aide familiale [le mercredi|les lendemains de cure]"), Act("carer", "Faire le tableau des trajets de la semaine"), Act("psychologist", "Une séance avec les enfants"))),
                Aim("Effets des cures à la maison", "medical", "[Passer la semaine de cure chez soi|Aucune hospitalisation pour fièvre]", (Act("nurse", "Appel la veille et le lendemain de la cure"), Act("nurse", "Prise de sang deux jours avant"), Act("patient", "Prendre sa température chaque soir"))),
            ),
            notes=(
                Note("nurse", "OBS", "38,{4..8} ce soir, cinq jours après la cure. [Frissons|Pas de frissons], oncologue de garde appelé.", (1, 6), True, None, ("specialist", "Bilan en urgence ce soir, antibiotique commencé. [Rappel demain matin|Si 39 : venir à l'hôpital].")),
                Note("patient", "GEN", "[Troisième|Quatrième] cure passée. [Dormi tout l'après-midi|Moins de nausées que la dernière fois]. [Merci à {aidant} pour les devoirs|Les enfants ont fait des crêpes]."),
                Note("psychologist", "OBS", "Vu{e} avec les enfants. [L'aînée pose les bonnes questions|Le plus jeune a beaucoup dessiné]. [On se revoit dans quinze jours|Séance bénéfique].", hidden="MASQUE_PT"),
            ),
            series=(TEMPERATURE, WEIGHT),
            visits=(Visit("Cure de chimiothérapie, hôpital de jour", "specialist", (3, 12), 9, 240), Visit("Cure de chimiothérapie, hôpital de jour", "specialist", (-20, -9), 9, 240)),
            carers=(Carer("sa mère", True, -27, "QUAL"), Carer("une amie proche", True, 1)),
        ),
        Variant(
            why="Chimiothérapie et isolement",
            told="Cancer [colique|du poumon] traité depuis [deux|trois] mois, amaigrissement, élève seul{e} ses deux enfants. Refuse l'hospitalisation. Besoin de relais.",
            asked_by="gp",
            project=("« Tenir debout pour mes enfants. »", "« Que quelqu'un prenne le relais quand je ne peux plus, sans qu'on me juge. »", "« Partir une semaine à la mer avec eux cet été. »"),
            problems=(("Cancer colique métastatique", "C18"), ("Dénutrition", "E44"), ("Neuropathie des pieds", "G62")),
            treatments=(("Capécitabine 500 mg", "Selon le protocole, 14 jours sur 21"), ("Compléments nutritionnels", "2 par jour"), ("Prégabaline 75 mg", "1 matin et soir"), ("Paracétamol codéiné", "Si douleur, jusqu'à 4 par jour")),
            aims=(
                Aim("Perte de poids", "medical", "Reprendre [deux|trois] kilos", (Act("dietitian", "Bilan et menus enrichis"), Act("nurse", "Peser chaque semaine"), Act("patient", "Deux collations par jour"))),
                Aim("Que deviennent les enfants si je suis hospitalisé{e} ?", "social", "Un relais prêt, connu des enfants", (Act("social-worker", "Écrire le relais avec la famille et l'école"), Act("social-worker", "Contacter le service d'aide à l'enfance en prévention", (-12, -2), "requested")), True),
            ),
            notes=(
                Note("nurse", "OBS", "Encore {1..2},{1..8} kg de moins en [quinze jours|trois semaines], [mange trois bouchées|dégoût de la viande]. [Compléments à changer de goût|À voir avec la diététicienne]."),
                Note("social-worker", "GEN", "[L'école est prévenue|Rencontre avec la directrice], [cantine prise en charge|étude du soir gratuite ce trimestre]."),
                Note("patient", "OBS", "Je ne veux pas qu'on en parle [à mes parents|à ma belle-famille] pour l'instant.", hidden="MASQUE_PT"),
            ),
            series=(WEIGHT, PAIN),
            visits=(Visit("Consultation d'oncologie", "specialist", (4, 18), 11, 30), Visit("Scanner de contrôle", "specialist", (8, 30), 8, 60, "CHECKUP")),
            carers=(Carer("sa sœur", True, 3),),
        ),
        Variant(
            why="Après les traitements, reprendre pied",
            told="Fin de [chimiothérapie|radiothérapie], suivi tous les trois mois. Fatigue, peur de la récidive, reprise du travail difficile, enfants inquiets.",
            asked_by="patient",
            project=("« Qu'on arrête de me demander si ça va. »", "« Retrouver un travail que je peux faire. »", "« [Courir|Marcher] dix kilomètres avec ma fille. »"),
            problems=(("Antécédent de cancer traité, en surveillance", "Z85"), ("Fatigue chronique", "R53"), ("Lymphœdème du bras", "I97.2")),
            treatments=(("Tamoxifène 20 mg", "1 par jour"), ("Mélatonine 2 mg", "1 au coucher")),
            aims=(
                Aim("Reprendre le travail", "social", "Reprise à temps partiel thérapeutique", (Act("gp", "Courrier au médecin du travail"), Act("social-worker", "Dossier de reconnaissance de travailleur handicapé"), Act("patient", "Appeler l'employeur pour la visite de préreprise")), True),
                Aim("Peur de la rechute", "psychological", "Dormir sans y penser [une nuit sur deux|toute la semaine]", (Act("psychologist", "Suivi tous les quinze jours"), Act("physiotherapist", "Activité physique adaptée, une fois par semaine"))),
            ),
            notes=(
                Note("gp", "OBS", "Marqueurs normaux, [échographie|scanner] sans anomalie. [A fondu en larmes de soulagement|Reste inquiet{e} malgré tout]."),
                Note("psychologist", "GEN", "Travail sur l'annonce aux enfants et la peur de la rechute. [Mieux|Sommeil en progrès]."),
                Note("patient", "GEN", "Visite avec le médecin du travail : reprise à mi-temps possible [le mois prochain|en janvier]. [Soulagé{e}|Un peu peur aussi]."),
            ),
            series=(Series("weight", (62, 82), (61, 80), 0.4, 14, 7), Series("pain", (3, 4), (1, 2), 0.7, 14, 6)),
            visits=(Visit("Consultation de surveillance", "specialist", (10, 50), 14, 30, "CHECKUP"), Visit("Psychologue", "psychologist", (2, 14), 16, 45)),
            carers=(Carer(SPOUSE, False, 2),),
        ),
    ),
    shared=Chapter(
        problems=(("Nausées sous traitement", "R11"), ("Dépression réactionnelle", "F43.2"), ("Chambre implantable en place", "Z95"), ("Hypothyroïdie", "E03"), ("Insomnie", "G47.0")),
        treatments=(("Métoclopramide 10 mg", "Si nausées"), ("Macrogol", "1 à 2 sachets par jour"), ("Morphine à libération prolongée 10 mg", "1 matin et soir"), ("Bain de bouche", "4 fois par jour")),
        aims=(
            Aim("Trajets vers l'hôpital", "social", "Ne plus jamais renoncer à un rendez-vous faute de voiture", (Act("gp", "Bon de transport"), Act("social-worker", "Trouver un taxi conventionné {a_ville}"))),
            Aim("Argent qui manque", "social", "Payer les charges jusqu'à la reprise", (Act("social-worker", "Demander l'aide de la Ligue et de la caisse"), Act("patient", "Rassembler les trois dernières fiches de paie"))),
            Aim("Douleur", "medical", "Douleur à 3 ou moins", (Act("nurse", "Évaluer la douleur à chaque passage"), Act("gp", "Adapter les antalgiques dans les 48 h"))),
        ),
        notes=(
            Note("nurse", "INTERV", "[Héparinisation de la chambre|Soins de la voie centrale], [bon reflux|pas de rougeur]. [Très fatigué{e}|Bon moral aujourd'hui]."),
            Note("nurse", "INTERV", "Bilan sanguin prélevé, [plaquettes à surveiller|résultats envoyés à l'oncologue]. [Cure confirmée|Décision demain]."),
            Note("specialist", "INST", "[Cure décalée d'une semaine, plaquettes basses|Dose réduite de 20 % à la prochaine cure|Cure confirmée]. Reprise des consignes de surveillance de la température."),
            Note("pharmacist", "GEN", "[Interaction vérifiée avec|Question au comptoir sur] [le millepertuis acheté sur internet|les compléments à base de plantes|le jus de pamplemousse|le curcuma en gélules] : à [arrêter|éviter] pendant la cure[.| ; l'oncologue est prévenu.]"),
            Note("carer", "GEN", "J'ai pris les enfants [tout le week-end|jusqu'à dimanche soir]. [{prenom} a pu dormir|Cinéma et pizza, ils étaient contents]."),
            Note("social-worker", "GEN", "[Prévoyance : dossier envoyé|Aide financière accordée, {200..900} euros]. [Prochain point dans un mois|Reste la taxe foncière]."),
            Note("gp", "OBS", "Poids {54..78} kg, [mucite en voie de guérison|neuropathie stable]. [Arrêt prolongé d'un mois|Kinésithérapie prescrite]."),
        ),
        visits=(Visit("Prise de sang avant la cure", "nurse", (1, 9), 7, 15, "WALKIN"), Visit("Réunion de concertation", "coordinator", (5, 28), 13, 45)),
        papers=(
            Paper("77604-7", "Programme personnalisé de soins", "specialist", (-80, -15), ("Calendrier des cures remis et expliqué.", "Numéro direct de l'hôpital de jour communiqué.", "Surveillance biologique deux jours avant chaque cure.")),
            Paper("60591-5", "Synthèse après réunion de concertation", "gp", (-60, -8), ("Participants : oncologue, médecin traitant, infirmière, DAC.", "Décisions : poursuite du traitement, aide familiale, soutien psychologique.")),
        ),
    ),
)
