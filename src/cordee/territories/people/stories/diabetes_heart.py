"""Diabetes and heart failure, old and often alone: weight that climbs, sugar that falls, and going on at home."""
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
    Stay,
    Story,
    Variant,
    Visit,
)

WEIGHT_UP = Series("weight", (61, 74), (62, 75), 0.4, 4, 16, (6, 2.4))
WEIGHT_DOWN = Series("weight", (70, 88), (67, 84), 0.5, 5, 14)
PRESSURE = Series("bp", (138, 152), (126, 138), 6, 9, 8)
GLUCOSE = Series("glucose", (9.5, 12), (7.5, 9.5), 1.6, 3, 12)

DISCHARGE = Paper("11490-0", "Lettre de liaison après décompensation cardiaque", "hospital-doctor", (-60, -12), (
    "Hospitalisation pour dyspnée et prise de poids. Évolution favorable sous diurétiques intraveineux.",
    "Poids de sortie à prendre comme référence. Surveiller le poids trois fois par semaine, le potassium dans dix jours.",
    "Rappel : consulter si le poids augmente de plus de 2 kg en trois jours ou si l'essoufflement revient.",
))

STORY = Story(
    theme="diabetes-heart-failure",
    weight=20,
    ages=(72, 93),
    women=0.58,
    circle=("gp", "nurse", "pharmacist", "social-worker", "hospital-doctor", "home-help"),
    living=("Vit {seul} depuis {3..15} ans", "Vit {seul}, [voisins présents|famille à {30..200} km]", "Vit {seul} depuis un veuvage récent"),
    housing=("Maison de plain-pied avec jardin", "Appartement au {1..3}e étage [sans|avec] ascenseur", "Maison à étage, chambre en haut", "Ferme isolée à {2..6} km du bourg"),
    help=("Aide à domicile {2..6} h par semaine, portage de repas", "Infirmière chaque matin, téléalarme", "Portage de repas [trois|cinq] jours par semaine", "Aucune aide à domicile pour l'instant"),
    autonomy=("GIR 4 : marche avec une canne", "GIR 4 : aide pour la toilette", "GIR 5 : [courses et ménage difficiles|se déplace seul{e} dans la maison]", "GIR 3 : aide matin et soir"),
    resources=("Retraite agricole, APA accordée", "Pension de réversion, mutuelle à jour", "Retraite de la métallurgie, APA en cours", "ALD diabète et insuffisance cardiaque"),
    variants=(
        Variant(
            why="[Décompensations cardiaques répétées|Deux hospitalisations en trois mois], {seul} à domicile",
            told="[Deuxième hospitalisation en trois mois|Retours d'hôpital difficiles]. Vit {seul}, traitement [compliqué|mal suivi], glycémies instables. Je souhaite un appui pour organiser la surveillance à la maison.",
            asked_by="gp",
            project=("« Rester chez moi, [revoir mon jardin au printemps|avec mon chat|près de mes souvenirs]. »", "« Ne plus retourner à l'hôpital [cette année|pour un oui ou pour un non]. »", "« Pouvoir encore [aller à la messe le dimanche|jouer aux cartes le jeudi|faire mon marché]. »"),
            problems=(("Insuffisance cardiaque [(FEVG {32..42} %)|à fraction d'éjection réduite]", "I50.0"), ("Diabète de type 2", "E11"), ("Hypertension artérielle", "I10")),
            treatments=(("Bisoprolol [5|2,5] mg", "1 le matin"), ("Furosémide 40 mg", "[1|2] le matin"), ("Ramipril 5 mg", "1 le matin"), ("Metformine 850 mg", "1 matin et soir")),
            aims=(
                Aim("Décompensations cardiaques répétées", "medical", "[Passer six mois sans hospitalisation|Rester stable à la maison tout l'hiver]", (Act("nurse", "Peser et noter le poids [trois fois par semaine|chaque lundi, mercredi et vendredi]"), Act("gp", "Adapter le diurétique si le poids monte de plus de 2 kg en trois jours"), Act("patient", "Saler moins, [garder la salière au placard|goûter avant de saler]"))),
                Aim("Peur de la solitude, la nuit surtout", "social", "Voir quelqu'un chaque jour", (Act("social-worker", "[Mettre en place|Demander] le portage de repas"), Act("social-worker", "Installer la téléalarme", (-20, -4), "requested")), True),
            ),
            notes=(
                Note("nurse", "OBS", "Prise de poids de {2..3},{1..8} kg en [trois|quatre] jours, œdèmes des chevilles. {medecin} prévenu par téléphone.", (1, 3), True, None, ("gp", "[Vu|Merci|Bien reçu]. Furosémide augmenté pendant [cinq|quatre|trois] jours, [ordonnance envoyée à la pharmacie|j'appelle la pharmacie|je passe {lui} expliquer]. Pesée [tous les jours|chaque matin] d'ici là.")),
                Note("nurse", "INTERV", "[Poids redescendu|Poids stable] : {61..78},{1..9} kg ce matin. [Chevilles fines|Œdèmes en baisse], [dort de nouveau à plat|moins essoufflé{e} dans l'escalier]."),
                Note("pharmacist", "GEN", "[Pilulier préparé à la pharmacie|Semainier livré à domicile|Pilulier refait] [pour la semaine|jusqu'à lundi], furosémide à la nouvelle dose. [Boîtes anciennes récupérées|J'ai repris les boîtes périmées|Ordonnance expliquée au téléphone|Deux boîtes en double retirées]."),
            ),
            series=(WEIGHT_UP, PRESSURE, GLUCOSE),
            visits=(Visit("Consultation de cardiologie[, {hopital}|, contrôle après la sortie]", "hospital-doctor", (5, 25), 10, 30, "FOLLOWUP"),),
            papers=(DISCHARGE,),
            carers=(Carer("sa fille", True, 28, "QUAL"),),
            stay=Stay("Décompensation cardiaque", "Cardiologie", (-75, -25), (5, 11)),
        ),
        Variant(
            why="[Hypoglycémies répétées|Malaises au lever], insuline à revoir",
            told="[Trois|Deux] hypoglycémies ce mois-ci dont une avec chute. {personne} fait seul{e} son insuline et ne voit plus bien les chiffres. Besoin d'une organisation à domicile.",
            asked_by="nurse",
            project=("« Ne plus avoir peur de [m'endormir|tomber dans la nuit]. »", "« Manger comme tout le monde [à Noël|le dimanche], un petit gâteau de temps en temps. »", "« Garder ma voiture pour aller voir [ma sœur|mes copains de la pétanque]. »"),
            problems=(("Diabète de type 2 insulino-requérant", "E11"), ("Insuffisance cardiaque modérée", "I50.9"), ("Dégénérescence maculaire", "H35.3")),
            treatments=(("Insuline lente", "{14..26} unités le [soir|matin]"), ("Bisoprolol 2,5 mg", "1 le matin"), ("Apixaban 2,5 mg", "1 matin et soir")),
            aims=(
                Aim("Hypoglycémies", "medical", "Aucune hypoglycémie sévère [d'ici l'été|pendant trois mois]", (Act("gp", "Revoir la dose d'insuline et l'objectif de glycémie"), Act("nurse", "Injection et glycémie [matin et soir|chaque matin]"), Act("patient", "Garder du sucre sur la table de nuit"))),
                Aim("Vue qui baisse", "autonomy", "[Lire son courrier|Reconnaître ses médicaments] sans aide", (Act("social-worker", "Demander un lecteur de glycémie parlant"), Act("gp", "Adresser à l'ophtalmologue")), True),
            ),
            notes=(
                Note("nurse", "OBS", "Glycémie à [0,48|0,52|0,55] g/L ce matin, sucre donné, remonté{e} à 1,{10..40} g/L en vingt minutes. [N'avait pas dîné|A sauté la collation].", (1, 6), True, None, ("gp", "Baisser l'insuline de {2..4} unités dès ce soir. [Je passe demain|On refait le point vendredi].")),
                Note("nurse", "INTERV", "Insuline faite, glycémie 1,{20..90} g/L. [Lecteur vérifié|Carnet rempli]."),
                Note("gp", "INST", "Objectif de glycémie élargi : entre 1 et 2 g/L avant les repas. Ne pas chercher mieux à {age} ans."),
            ),
            series=(GLUCOSE, WEIGHT_DOWN, PRESSURE),
            visits=(Visit("Fond d'œil", "gp", (8, 40), 9, 30, "CHECKUP"),),
            carers=(Carer("son fils", False, 27, same_name=True),),
        ),
        Variant(
            why="[Sortie d'hospitalisation à préparer|Retour à domicile fragile] après œdème pulmonaire",
            told="Hospitalisé{e} pour œdème aigu du poumon. Sortie prévue dans [trois|quatre] jours, {lien} craint le retour à la maison. Merci d'organiser infirmière, repas et surveillance du poids.",
            asked_by="hospital-doctor",
            project=("« Rentrer à la maison avec [mon jardin|les miens]. »", "« Tenir jusqu'au mariage de [ma petite-fille|mon petit-fils]. »", "« Que {aidant} puisse souffler un peu. »"),
            problems=(("Insuffisance cardiaque", "I50.9"), ("Diabète de type 2", "E11"), ("Insuffisance rénale chronique", "N18.3"), ("Fibrillation atriale", "I48")),
            treatments=(("Furosémide 60 mg", "1 matin et midi"), ("Bisoprolol 2,5 mg", "1 le matin"), ("Apixaban 2,5 mg", "1 matin et soir"), ("Insuline lente", "{10..22} unités le soir")),
            aims=(
                Aim("Retour à domicile après l'hôpital", "medical", "Un mois à la maison sans retour aux urgences", (Act("nurse", "Passage quotidien pendant quinze jours"), Act("gp", "Visite dans les sept jours après la sortie"), Act("pharmacist", "Bilan de médication"))),
                Aim("Proche qui porte tout", "carer", "{Lien} a une demi-journée libre par semaine", (Act("social-worker", "Demander une aide à domicile d'urgence"), Act("carer", "Choisir ensemble le jour de répit"))),
            ),
            notes=(
                Note("hospital-doctor", "GEN", "Sortie confirmée. Poids de référence {63..82} kg. Merci de peser [dès le lendemain|au retour] et de nous appeler en cas de doute."),
                Note("carer", "OBS", "{Il} a [toussé toute la nuit|dormi dans le fauteuil], [je ne savais pas qui appeler|cela m'inquiète].", (1, 8), False, None, ("nurse", "Je passe en fin de matinée. [Appelez-moi sans hésiter|Vous avez bien fait d'écrire].")),
                Note("nurse", "INTERV", "Premier passage après la sortie : [tout est en place|ordonnance relue avec {lien}], poids {62..80},{1..9} kg, TA {11..14}/{6..8}."),
            ),
            series=(WEIGHT_UP, PRESSURE, Series("spo2", (92, 95), (94, 97), 1, 6, 8)),
            visits=(Visit("Contrôle après hospitalisation", "hospital-doctor", (6, 28), 14, 30, "FOLLOWUP"),),
            papers=(DISCHARGE,),
            carers=(Carer("sa sœur", True, 3, "QUAL", lives_in=True),),
            stay=Stay("Œdème aigu du poumon", "Médecine polyvalente", (-60, -20), (6, 13)),
        ),
    ),
    shared=Chapter(
        problems=(("Arthrose [du genou|des deux hanches]", "M17"), ("Insuffisance rénale modérée", "N18.3"), ("Fibrillation atriale", "I48"), ("Chute récente", "R29.6"), ("Surdité appareillée", "H91"), ("Anémie", "D64.9"), ("Ulcère de jambe", "L97")),
        treatments=(("Paracétamol 1 g", "Jusqu'à 3 par jour si douleur"), ("Atorvastatine 20 mg", "1 le soir"), ("Potassium", "1 matin et soir"), ("Dapagliflozine 10 mg", "1 le matin"), ("Oméprazole 20 mg", "1 le matin")),
        aims=(
            Aim("Chutes à la maison", "environment", "Circuler sans danger [du lit à la salle de bains|dans toute la maison]", (Act("social-worker", "[Faire poser des barres d'appui|Faire venir l'ergothérapeute]"), Act("home-help", "Ôter les tapis et dégager le couloir"))),
            Aim("Repas sautés, perte d'appétit", "autonomy", "Trois repas par jour, pris avec plaisir", (Act("home-help", "Préparer le repas du soir à l'avance"), Act("social-worker", "Essayer le portage de repas une semaine"))),
            Aim("Traitement difficile à suivre", "medical", "Aucune prise oubliée", (Act("pharmacist", "Préparer le pilulier chaque semaine"), Act("nurse", "Vérifier les prises à chaque passage"))),
            Aim("Moral en baisse", "psychological", "Retrouver [une sortie par semaine|l'envie de voir du monde]", (Act("patient", "[Reprendre le club du jeudi|Appeler une amie le dimanche]"), Act("coordinator", "Contacter une association de visiteurs")), True),
        ),
        notes=(
            Note("nurse", "OBS", "Œdèmes [discrets|modérés] en fin de journée, [bas de contention remis|jambes surélevées]. [Essoufflement à l'effort inchangé|Monte l'étage sans s'arrêter]."),
            Note("nurse", "INTERV", "Soins de pieds faits. [Petite plaie au talon, à surveiller de près|Peau saine], [chaussures trop serrées|crème appliquée]."),
            Note("gp", "OBS", "Auscultation [claire|quelques crépitants aux bases], poids stable. [On garde la même dose de diurétique|Ionogramme dans une semaine]."),
            Note("home-help", "OBS", "{personne} [a ressalé son assiette plusieurs fois|ne finit plus son assiette le midi]. [Nous en avons parlé ensemble|À revoir avec la famille]."),
            Note("pharmacist", "GEN", "[Anti-inflammatoire acheté sans ordonnance|Ibuprofène retrouvé dans le tiroir|Demande d'un anti-inflammatoire au comptoir], [je l'ai repris|conseil donné|paracétamol proposé à la place] : contre-indiqué avec son cœur et ses reins."),
            Note("social-worker", "GEN", "APA : [accord reçu, {12..28} h par mois|visite d'évaluation faite], [démarrage lundi|plan d'aide à signer]."),
            Note("carer", "GEN", "J'ai installé la balance [près du lit|dans la salle de bains] et collé une feuille au mur pour noter [le poids|chaque pesée]."),
            Note("patient", "GEN", "Je me suis pesé{e} ce matin : {61..80} kg. [Je dors mieux|Les chaussures serrent moins]."),
        ),
        visits=(Visit("Prise de sang à domicile", "nurse", (2, 12), 7, 15), Visit("Consultation de cardiologie", "hospital-doctor", (-90, -20), 15, 30), Visit("Visite d'évaluation APA", "social-worker", (-80, -15), 10, 60, "CHECKUP")),
        papers=(
            Paper("60591-5", "Synthèse médicale", "gp", (-120, -15), ("{personne}, {age} ans, suivi{e} pour diabète et insuffisance cardiaque.", "Traitement au long cours stable, surveillance rapprochée du poids et de la fonction rénale.", "Personne autonome pour ses choix, souhaite rester à domicile {a_ville}.")),
            Paper("34842-5", "Évaluation de la situation à domicile", "social-worker", (-140, -20), ("Évaluation faite au domicile avec {personne}.", "Besoins repérés : courses, repas, toilette en partie. Logement à sécuriser.", "Proposition : aide à domicile, portage de repas, téléalarme.")),
        ),
    ),
)
