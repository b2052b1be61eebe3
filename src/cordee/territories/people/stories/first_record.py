"""The first record, told in full: 84, alone, diabetes and heart failure, and a week in which much has happened."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

from msgspec.structs import replace

from cordee.territories.people.stories import diabetes_heart
from cordee.territories.people.story import (
    Act,
    Aim,
    Carer,
    Chapter,
    Note,
    Paper,
    Series,
    Stay,
    Variant,
    Visit,
)

MARGUERITE = Variant(
    why="Deux hospitalisations en trois mois, vit seule, retour à domicile fragile",
    told="Patiente que je suis depuis vingt ans. Deux décompensations cardiaques en trois mois, diabète instable. Elle vit seule au premier étage, sa fille est à Dijon et s'épuise en allers-retours. Je souhaite un appui pour organiser la surveillance et les aides.",
    asked_by="gp",
    project=("« Rester chez moi, avec ma fenêtre sur le marché. Retourner au jardin partagé quand il fera bon, et ne pas devenir une charge pour Isabelle. »",),
    problems=(("Insuffisance cardiaque (FEVG 36 %)", "I50.0"), ("Diabète de type 2", "E11"), ("Hypertension artérielle", "I10"), ("Insuffisance rénale modérée", "N18.3"), ("Arthrose des genoux", "M17"), ("Chute récente", "R29.6")),
    treatments=(("Bisoprolol 5 mg", "1 le matin"), ("Ramipril 5 mg", "1 le matin"), ("Furosémide 60 mg", "1 le matin, dose augmentée pour cinq jours"), ("Metformine 850 mg", "1 matin et soir"), ("Insuline lente", "14 unités le soir"), ("Paracétamol 1 g", "Si douleur, 3 par jour au plus")),
    allergies=(("Pénicilline", "high"),),
    aims=(
        Aim("Décompensations cardiaques répétées", "medical", "Passer l'hiver sans hospitalisation", (
            Act("nurse", "Pesée trois fois par semaine, notée dans le carnet", (3, 5), "in-progress"),
            Act("gp", "Adapter le furosémide selon le poids et le potassium", (1, 3), "in-progress"),
            Act("pharmacist", "Préparer le pilulier chaque lundi", (-3, -3), "completed"),
            Act("hospital-doctor", "Transmettre le compte rendu d'échographie", (-40, -30), "completed"),
        )),
        Aim("Chute dans la salle de bains", "environment", "Se laver sans peur de tomber", (
            Act("social-worker", "Faire venir l'ergothérapeute pour les barres d'appui", (-6, -6), "requested"),
            Act("home-help", "Ôter le tapis et poser l'antidérapant", (-20, -18), "completed"),
            Act("social-worker", "Installer la téléalarme", (-12, -9), "completed"),
        )),
        Aim("Solitude, surtout le soir", "social", "Voir quelqu'un chaque jour", (
            Act("social-worker", "Demander le portage de repas avec visite", (6, 9), "accepted"),
            Act("patient", "Retourner au club du jeudi", (10, 14), "requested"),
            Act("coordinator", "Contacter l'association de visiteurs", (-25, -22), "completed"),
        ), True),
        Aim("Isabelle s'épuise en allers-retours", "carer", "Isabelle a un week-end sur deux pour elle", (
            Act("carer", "Fixer avec son frère les week-ends de présence", (4, 8), "accepted"),
            Act("social-worker", "Expliquer les droits au répit", (-15, -12), "completed"),
        )),
    ),
    notes=(
        Note("nurse", "OBS", "Prise de poids de 2,4 kg en trois jours, œdèmes des chevilles, dort avec deux oreillers. Dr Rousselot prévenu par téléphone.", (2, 2), True, None, ("gp", "Vu. Furosémide à 60 mg pendant cinq jours, ionogramme vendredi. Pesée chaque matin jusque-là, m'appeler au-dessus de 64 kg.")),
        Note("nurse", "INTERV", "Poids 63,8 kg ce matin, en baisse. TA 13/7. Chevilles moins gonflées, moral meilleur. Glycémie 1,42 g/L.", (1, 1), joined="photo"),
        Note("carer", "GEN", "Bonjour à tous. Maman m'a paru fatiguée au téléphone mais elle a mangé sa soupe. Je viens samedi avec les courses. Merci pour tout ce que vous faites.", (1, 1), joined="voice"),
        Note("social-worker", "GEN", "APA : accord reçu, 22 h par mois. Premier passage de l'aide à domicile lundi à 10 h, même personne chaque fois.", (4, 4)),
        Note("pharmacist", "GEN", "Pilulier préparé avec la nouvelle dose de furosémide. Ancien comprimé d'ibuprofène repris : à ne plus utiliser.", (3, 3)),
        Note("patient", "GEN", "J'ai ouvert la fenêtre et regardé le marché ce matin. Mes chaussures serrent moins. Dites à Leïla que la confiture est pour elle.", (3, 3)),
        Note("home-help", "OBS", "Madame n'a pas touché au repas de midi, dit qu'elle n'a pas faim le soir non plus. Frigo presque vide.", (6, 6), False, None, ("coordinator", "Merci. J'en parle à sa fille et je vois pour avancer le portage de repas.")),
        Note("carer", "OBS", "Je préfère l'écrire ici : je suis à bout certains dimanches soir. Je ne veux pas que maman le sache.", (9, 9), False, "INVISIBLE_PATIENT", ("coordinator", "Merci de nous l'avoir dit. Je vous appelle demain à l'heure du déjeuner, nous allons regarder le répit ensemble.")),
        Note("social-worker", "OBS", "Désaccord avec le fils au sujet de l'appartement et d'une éventuelle entrée en établissement. À ne pas évoquer devant les proches.", (11, 11), False, "MASQUE_PT"),
        Note("gp", "OBS", "Visite à domicile. Auscultation claire, poids stable à 61,6 kg, TA 13/8. HbA1c à 8,1 % : objectif atteint à son âge, on ne cherche pas mieux.", (18, 18)),
        Note("gp", "INST", "Me prévenir si le poids dépasse 64 kg, en cas d'essoufflement la nuit, ou de glycémie sous 0,70 g/L. Pas d'anti-inflammatoire.", (18, 18)),
        Note("nurse", "DEM-AVIS", "Petite plaie du talon droit, 1 cm, sans rougeur. Pansement hydrocolloïde ou avis podologique ?", (24, 24), False, None, ("gp", "Hydrocolloïde, et chaussons fermés. Si pas mieux dans dix jours, centre du pied diabétique.")),
        Note("nurse", "INTERV", "Talon cicatrisé. Soins de pieds faits, crème laissée sur la table de nuit.", (12, 12)),
        Note("coordinator", "GEN", "Visite à domicile avec Bastien Colas. Plan relu avec Mme Pernot : elle tient au jardin partagé et au club du jeudi. Elle accepte la téléalarme « si elle est jolie ».", (30, 30)),
        Note("hospital-doctor", "GEN", "Sortie le matin, poids de référence 61,5 kg. Échographie : FEVG 36 %. Le service reste joignable pour ses soignants, ligne directe sur la lettre.", (172, 172)),
        Note("nurse", "OBS", "Glycémie à 0,62 g/L au lever, resucrée, bien remontée. N'avait pas dîné. Expliqué le biscuit du soir.", (44, 44), True, None, ("gp", "Insuline baissée à 14 unités ce soir. Merci.")),
        Note("carer", "DEM-AVIS", "Est-ce que maman peut venir deux jours à Dijon pour Noël, avec la route et les piqûres ?", (5, 5), False, None, ("nurse", "Oui, je préparerai une fiche pour une collègue de Dijon et une trousse. On en parle avec le Dr Rousselot.")),
        Note("patient", "GEN", "Je voudrais bien qu'on passe après 8 h le dimanche, je dors mieux ce jour-là.", (15, 15), False, None, ("nurse", "C'est noté, je viendrai à 8 h 45 le dimanche.")),
    ),
    series=(
        Series("weight", (62.0, 62.3), (61.5, 61.8), 0.25, 2, 46, (3, 2.3)),
        Series("bp", (146, 148), (130, 133), 5, 5, 18),
        Series("glucose", (9.2, 9.6), (7.8, 8.2), 1.3, 2, 30),
        Series("heart-rate", (76, 78), (68, 70), 4, 5, 16),
        Series("spo2", (94, 95), (95, 96), 0.8, 7, 10, (3, -3)),
    ),
    visits=(
        Visit("Passage infirmier", "nurse", (1, 1), 8, 30, "WALKIN"),
        Visit("Passage infirmier", "nurse", (2, 2), 8, 30, "WALKIN"),
        Visit("Première intervention de l'aide à domicile", "home-help", (3, 5), 10, 120, "WALKIN"),
        Visit("Visite du Dr Rousselot à domicile", "gp", (2, 3), 13, 30, "WALKIN"),
        Visit("Prise de sang (ionogramme)", "nurse", (1, 3), 7, 15, "WALKIN"),
        Visit("Concertation autour de Mme Pernot", "coordinator", (8, 11), 13, 45),
        Visit("Consultation de cardiologie", "gp", (16, 24), 10, 30, "FOLLOWUP"),
        Visit("Fond d'œil", "gp", (35, 45), 9, 30, "CHECKUP"),
        Visit("Visite d'évaluation APA", "social-worker", (-40, -38), 10, 60, "CHECKUP"),
        Visit("Visite à domicile du DAC", "coordinator", (-30, -30), 14, 60, "WALKIN"),
        Visit("Visite du Dr Rousselot à domicile", "gp", (-18, -18), 13, 30, "WALKIN"),
        Visit("Consultation avec le Dr Rousselot", "gp", (-70, -66), 10, 20),
    ),
    papers=(
        Paper("11490-0", "Lettre de liaison : sortie de cardiologie", "hospital-doctor", (-172, -172), ("Hospitalisation pour décompensation cardiaque, deuxième épisode en trois mois. Évolution favorable sous diurétiques.", "Poids de sortie : 61,5 kg. FEVG 36 %. Surveillance du poids trois fois par semaine, ionogramme à dix jours.", "Vit seule : merci d'organiser le passage infirmier et les aides avant la fin de la semaine.")),
        Paper("34842-5", "Évaluation à domicile", "social-worker", (-160, -150), ("Évaluation faite au domicile, en présence de sa fille.", "Appartement au premier étage, seize marches, baignoire sans barre. Tapis dans le couloir.", "Propositions : barres d'appui, téléalarme, portage de repas, APA.")),
        Paper("60591-5", "Synthèse médicale", "gp", (-60, -50), ("84 ans, insuffisance cardiaque et diabète de type 2 sous insuline, insuffisance rénale modérée. Allergie à la pénicilline.", "Autonome pour ses choix, lucide, souhaite rester chez elle à Autun.")),
    ),
    carers=(Carer("sa fille", True, 27, "QUAL"),),
    stay=Stay("Décompensation cardiaque", "Cardiologie", (-183, -183), (11, 11)),
    left="hospital-doctor",
)

FIRST_STORY = replace(
    diabetes_heart.STORY,
    circle=("gp", "nurse", "pharmacist", "social-worker", "home-help"),
    living=("Vit seule depuis le décès de son mari, il y a six ans",),
    housing=("Appartement au 1er étage sans ascenseur, seize marches",),
    help=("Infirmière chaque matin, téléalarme, aide à domicile 22 h par mois",),
    autonomy=("GIR 4 : marche avec une canne, aide pour la douche",),
    resources=("Retraite et réversion, APA accordée, ALD",),
    variants=(MARGUERITE,),
    shared=Chapter(),
    everyday=(0, 0),
)
