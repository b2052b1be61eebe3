"""A birth when nothing is simple: very young, alone, ill or without a home, and a child who is coming."""
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

WEIGHT = Series("weight", (56, 78), (62, 84), 0.3, 10, 8)
PRESSURE = Series("bp", (112, 122), (118, 132), 5, 8, 8, (6, 14))

STORY = Story(
    theme="perinatal",
    weight=5,
    everyday=(1, 2),
    ages=(18, 38),
    women=1.0,
    circle=("gp", "hospital-doctor", "nurse", "social-worker", "psychologist", "dietitian"),
    living=("Vit seule, loin de sa famille", "Hébergée chez une amie", "Vit seule depuis une rupture"),
    living_together=("Vit avec {lien}", "Vit avec {lien}, premier enfant"),
    housing=("Studio au quatrième sans ascenseur", "Chambre d'hôtel payée par le 115", "Appartement trop petit, pas de place pour le berceau", "Maison isolée, pas de voiture"),
    help=("Sage-femme à domicile, PMI", "Technicienne de l'intervention sociale et familiale {2..6} h par semaine", "Aucune famille sur place", "Voisine de palier, très présente"),
    autonomy=("Autonome, très fatiguée", "Autonome, alitement partiel conseillé", "Autonome"),
    resources=("RSA majoré", "Sans ressources, aide médicale demandée", "Contrat court, congé maternité", "Étudiante, bourse"),
    variants=(
        Variant(
            why="Grossesse chez une jeune femme isolée",
            told="Grossesse de {6..7} mois peu suivie, [rupture familiale|sans logement stable]. Personne méfiante, a accepté qu'on appelle le DAC.",
            asked_by="social-worker",
            project=("« Garder mon bébé avec moi. »", "« Passer mon CAP quand il fera ses nuits. »", "« Qu'on ne me juge pas. »"),
            problems=(("Grossesse peu suivie", "Z35.3"), ("Anémie", "O99.0"), ("Tabac pendant la grossesse", "F17.2")),
            treatments=(("Fer", "1 par jour"), ("Vitamine D", "1 ampoule"), ("Patch de nicotine 10 mg", "1 par jour")),
            aims=(
                Aim("Où vivre avec un bébé", "social", "Une place en centre maternel avant la naissance", (Act("social-worker", "Dossier de centre maternel"), Act("coordinator", "Visite du lieu ensemble"), Act("patient", "Préparer la valise et le carnet")), True),
                Aim("Suivi de grossesse", "medical", "Toutes les consultations jusqu'au terme", (Act("hospital-doctor", "Rendez-vous regroupés le même jour"), Act("nurse", "Sage-femme à domicile chaque semaine"))),
            ),
            notes=(
                Note("social-worker", "GEN", "Visite du centre maternel : [elle a souri en voyant la chambre|elle a demandé si on pouvait peindre]. Place possible au {1..28} du mois prochain."),
                Note("nurse", "OBS", "TA 15/9, maux de tête, [mouches devant les yeux|chevilles gonflées].", (1, 5), True, None, ("hospital-doctor", "À envoyer à la maternité maintenant, je préviens la garde.")),
                Note("patient", "GEN", "J'ai senti qu'il bougeait beaucoup cette nuit. [J'ai choisi le prénom|J'ai moins fumé cette semaine]."),
            ),
            series=(PRESSURE, WEIGHT),
            visits=(Visit("Échographie", "hospital-doctor", (2, 15), 10, 30, "CHECKUP"), Visit("Sage-femme à domicile", "nurse", (1, 5), 14, 45, "WALKIN")),
            carers=(Carer("une amie", True, 1),),
        ),
        Variant(
            why="Diabète et grossesse, situation délicate à la maison",
            told="Diabète gestationnel sous insuline, vient accompagnée et parle peu. [Hématome au bras|Peur visible]. Prudence dans les échanges écrits.",
            asked_by="gp",
            project=("« Que mes enfants dorment tranquilles. »", "« Accoucher près de ma sœur. »", "« Travailler et avoir mon compte à moi. »"),
            problems=(("Diabète gestationnel sous insuline", "O24.4"), ("Anxiété", "F41"), ("Maigreur", "R63.4")),
            treatments=(("Insuline rapide", "Selon glycémie, avant les repas"), ("Fer", "1 par jour")),
            aims=(
                Aim("Mise à l'abri", "social", "Un lieu sûr, prêt, connu d'elle seule", (Act("social-worker", "Contact avec l'association spécialisée"), Act("coordinator", "Numéro discret pour joindre l'équipe")), True),
                Aim("Glycémies", "medical", "Glycémies dans l'objectif jusqu'au terme", (Act("nurse", "Carnet vu chaque semaine"), Act("dietitian", "Repas simples, sans matériel"))),
            ),
            notes=(
                Note("gp", "OBS", "A parlé seule à seule. [Lésions décrites au certificat|Ne veut pas porter plainte pour l'instant]. Ne rien laisser de visible pour l'entourage.", None, False, "MASQUE_PT"),
                Note("social-worker", "OBS", "Association contactée, [place possible sous 48 h|code convenu avec elle]. Ne pas appeler le soir.", None, False, "MASQUE_PT"),
                Note("nurse", "INTERV", "Glycémies [0,92|0,88|1,04] à jeun, [mieux|deux dépassements après le dîner]. Bébé bouge bien."),
            ),
            series=(Series("glucose", (6.8, 7.8), (5.2, 6), 0.7, 3, 13), PRESSURE),
            visits=(Visit("Consultation à la maternité", "hospital-doctor", (2, 12), 11, 45), Visit("Diététicienne", "dietitian", (3, 16), 15, 30)),
            carers=(Carer("sa sœur", True, 4, "QUAL"),),
        ),
        Variant(
            why="Retour à la maison avec un bébé prématuré",
            told="Naissance à {31..34} semaines, sortie de néonatologie [dans dix jours|la semaine prochaine]. Mère épuisée, [dépression repérée|père souvent en déplacement]. Préparer le retour.",
            asked_by="hospital-doctor",
            project=("« Ne plus avoir peur de le casser. »", "« L'allaiter, même un peu. »", "« Sortir tous les trois au parc. »"),
            problems=(("Suites de couches", "Z39"), ("Dépression du post-partum", "F53"), ("Naissance prématurée", "O60")),
            treatments=(("Sertraline 50 mg", "1 le matin"), ("Fer", "1 par jour")),
            aims=(
                Aim("Peur de mal faire", "psychological", "Se sentir capable, [une nuit sur deux|à la maison]", (Act("psychologist", "Entretien mère-bébé chaque semaine"), Act("nurse", "Puéricultrice de PMI à domicile"))),
                Aim("Fatigue", "carer", "Six heures de sommeil d'affilée, deux fois par semaine", (Act("social-worker", "Aide familiale le matin"), Act("carer", "Prendre la nuit du samedi"))),
            ),
            notes=(
                Note("nurse", "INTERV", "Pesée du bébé : {2400..3600} g, [{20..35} g par jour|courbe qui repart]. [Tétée observée, tout va bien|Biberon de complément]."),
                Note("psychologist", "OBS", "Pleurs, idées de ne pas y arriver, pas d'idée noire. [Regarde son bébé quand on le nomme|Un vrai échange de sourires].", hidden="MASQUE_PT"),
                Note("patient", "GEN", "Première nuit de cinq heures ! [Merci pour l'écharpe|On a dormi tous les trois]."),
            ),
            series=(PRESSURE, Series("weight", (66, 84), (62, 80), 0.4, 14, 5)),
            visits=(Visit("Visite de la puéricultrice", "nurse", (1, 6), 10, 60, "WALKIN"), Visit("Consultation de néonatologie", "hospital-doctor", (5, 24), 9, 45, "FOLLOWUP")),
            carers=(Carer(SPOUSE, False, -2, same_name=True),),
            stay=Stay("Accouchement prématuré", "Maternité", (-70, -30), (6, 12)),
        ),
    ),
    shared=Chapter(
        problems=(("Carence en fer", "D50"), ("Lombalgie", "M54.5"), ("Migraine", "G43"), ("Infection urinaire traitée", "N39.0")),
        treatments=(("Paracétamol 1 g", "Si douleur"), ("Magnésium", "1 matin et soir"), ("Acide folique 0,4 mg", "1 par jour")),
        aims=(
            Aim("Ressources", "social", "Des droits ouverts avant la naissance", (Act("social-worker", "Prime de naissance et RSA majoré"), Act("patient", "Déclarer la grossesse à la caisse"))),
            Aim("Matériel pour le bébé", "environment", "Un lit, un siège, de quoi changer", (Act("social-worker", "Bourse de puériculture"), Act("carer", "Chercher le lit samedi"))),
        ),
        notes=(
            Note("nurse", "INTERV", "TA {11..13}/{6..8}, [bruits du cœur réguliers|hauteur utérine correcte]. [Préparation à la naissance, séance {2..6}|Beaucoup de questions]."),
            Note("social-worker", "GEN", "[Droits ouverts|Rendez-vous à la caisse fait ensemble], [prime de naissance demandée|lit et siège donnés]."),
            Note("psychologist", "GEN", "Entretien [à domicile|au centre], [parle de sa propre mère|projets pour après]. [À revoir dans une semaine|Confiance qui vient]."),
            Note("hospital-doctor", "GEN", "Échographie normale, [présentation tête en bas|croissance à surveiller]. [Projet de naissance relu|Prochain contrôle dans quinze jours]."),
            Note("dietitian", "INTERV", "[Petit déjeuner consistant trouvé|Liste de courses à dix euros], [collation du soir|eau plutôt que soda]."),
            Note("gp", "OBS", "Vaccins à jour, fer [remonté|encore bas]. [Arrêt prolongé|Reprise du sport douce]."),
        ),
        visits=(Visit("Préparation à la naissance", "nurse", (2, 9), 17, 60), Visit("Rendez-vous à la PMI", "social-worker", (3, 14), 9, 45)),
        papers=(
            Paper("60591-5", "Synthèse de la réunion périnatale", "hospital-doctor", (-60, -7), ("Participants : maternité, PMI, DAC, travailleur social, en accord avec {personne}.", "Retour à la maison préparé, visites programmées, logement en cours.")),
            Paper("28653-4", "Demande de place en centre maternel", "social-worker", (-50, -8), ("{personne} a visité le lieu et souhaite y entrer.", "Accompagnement proposé : parentalité, formation, logement.")),
        ),
    ),
)
