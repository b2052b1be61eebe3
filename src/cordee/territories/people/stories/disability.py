"""A young adult with a disability: a home of one's own, a job that holds, and parents who learn to step back."""
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

WEIGHT = Series("weight", (58, 92), (58, 90), 0.5, 15, 6)

STORY = Story(
    theme="disability",
    weight=8,
    ages=(19, 41),
    women=0.45,
    circle=("gp", "social-worker", "physiotherapist", "occupational-therapist", "psychologist", "nurse"),
    living=("Vit {seul} depuis {2..14} mois", "Vit en colocation accompagnée", "Vit {seul} en studio, [éducatrice deux fois par semaine|famille à {5..20} km]"),
    living_together=("Vit chez ses parents", "Vit avec {lien}"),
    housing=("Studio adapté en rez-de-chaussée", "Appartement en habitat inclusif", "Chambre d'enfance, pavillon familial", "T2 en ville, douche à adapter"),
    help=("Service d'accompagnement à la vie sociale", "Auxiliaire de vie {10..30} h par semaine (PCH)", "Ses parents pour l'essentiel", "Aide au lever et au coucher"),
    autonomy=("Autonome avec des repères écrits", "Fauteuil électrique, aide aux transferts", "Marche avec deux cannes, fatigable", "Autonome dans les gestes, accompagnement pour l'imprévu"),
    resources=("AAH, PCH accordée", "AAH, reconnaissance de travailleur handicapé", "Salarié{e} en établissement de travail adapté", "AAH en renouvellement"),
    variants=(
        Variant(
            why="Projet de logement autonome",
            told="[Infirmité motrice|Paralysie cérébrale], en fauteuil, souhaite quitter le domicile parental. Dossiers éparpillés, soins à organiser. Demande d'un référent unique.",
            asked_by="social-worker",
            project=("« Avoir ma clé, et l'ouvrir moi-même. »", "« Recevoir mes amis sans demander la permission. »", "« Travailler [en médiathèque|dans l'informatique|avec des enfants]. »"),
            problems=(("Paralysie cérébrale, atteinte des quatre membres", "G80"), ("Spasticité douloureuse", "M62.4")),
            treatments=(("Baclofène 10 mg", "3 fois par jour"), ("Toxine botulique", "Injections tous les quatre mois"), ("Paracétamol 1 g", "Si douleur")),
            aims=(
                Aim("Un chez-soi", "autonomy", "Emménager dans un logement adapté [avant l'été|cette année]", (Act("social-worker", "Dossier PCH aménagement et auxiliaires de vie"), Act("occupational-therapist", "Visiter le logement pressenti et lister les travaux"), Act("patient", "Choisir trois quartiers possibles")), True),
                Aim("Douleurs et raideur", "medical", "Une nuit sans réveil par douleur", (Act("physiotherapist", "Deux séances par semaine, étirements"), Act("gp", "Adresser au centre de médecine physique"))),
            ),
            notes=(
                Note("occupational-therapist", "OBS", "Logement visité [rue Saint-Saulge|près de la gare] : [ascenseur trop étroit|tout est possible], plan de travail réglable à prévoir, commande de porte à distance."),
                Note("patient", "GEN", "J'ai dormi [une nuit|deux nuits] dans l'appartement d'essai. [Pas beaucoup dormi mais trop content{e}|J'ai fait des pâtes tout{e} seul{e}]."),
                Note("carer", "OBS", "[Je sais qu'{il} doit partir|J'ai peur du vide après], c'est difficile à dire devant {lui}.", hidden="INVISIBLE_PATIENT"),
            ),
            series=(Series("pain", (5, 7), (3, 4), 1, 9, 9), WEIGHT),
            visits=(Visit("Visite de logement", "occupational-therapist", (3, 18), 10, 60), Visit("Consultation de médecine physique", "gp", (10, 45), 14, 45, "CHECKUP")),
            carers=(Carer("sa mère", True, -28, "QUAL", lives_in=True), Carer("son père", False, -30, same_name=True)),
        ),
        Variant(
            why="Épilepsie et travail",
            told="Épilepsie pharmacorésistante et déficience légère, [arrêt de travail|crises au travail], isolement. Besoin de coordination entre neurologie et emploi.",
            asked_by="gp",
            project=("« Garder mon travail à l'atelier. »", "« Prendre le bus {seul}. »", "« Avoir un chien. »"),
            problems=(("Épilepsie pharmacorésistante", "G40"), ("Déficience intellectuelle légère", "F70")),
            treatments=(("Lamotrigine 200 mg", "1 matin et soir"), ("Clobazam 10 mg", "1 le soir"), ("Midazolam buccal 10 mg", "En cas de crise de plus de 5 minutes")),
            aims=(
                Aim("Crises", "medical", "Moins d'une crise par mois", (Act("nurse", "Pilulier à la semaine et carnet des crises"), Act("gp", "Avis de neurologie sous un mois"), Act("patient", "Noter les nuits trop courtes"))),
                Aim("Travail", "social", "Reprise à l'atelier [à mi-temps|trois jours par semaine]", (Act("social-worker", "Réunion avec l'atelier et le médecin du travail"), Act("coordinator", "Protocole écrit en cas de crise, affiché à l'atelier")), True),
            ),
            notes=(
                Note("social-worker", "GEN", "Rencontre avec le moniteur d'atelier : [accueil très ouvert|peur de mal faire en cas de crise]. Formation aux premiers gestes proposée."),
                Note("carer", "OBS", "Crise hier soir, {2..4} minutes, [dans la salle de bains|après une nuit blanche]. Pas blessé{e}.", (1, 9), True, None, ("gp", "Notez l'heure et la durée. Dosage sanguin demain, [rendez-vous de neurologie avancé|on ne change rien ce soir].")),
                Note("patient", "GEN", "Le protocole est affiché à l'atelier. [Je me sens moins regardé{e}|Mes collègues ont posé des questions]."),
            ),
            series=(WEIGHT,),
            visits=(Visit("Réunion avec l'atelier", "social-worker", (4, 20), 14, 60), Visit("Électroencéphalogramme", "gp", (7, 35), 8, 60, "CHECKUP")),
            carers=(Carer("sa mère", True, -30, "GUARD", lives_in=True),),
        ),
        Variant(
            why="Après l'accident, réapprendre à vivre",
            told="Traumatisme crânien il y a [dix-huit mois|deux ans], sortie de rééducation. Mémoire, fatigue et colères. Projet de vie à reconstruire.",
            asked_by="hospital-doctor",
            project=("« Qu'on arrête de me parler comme à un enfant. »", "« Reconduire un jour. »", "« Revoir mes potes du rugby. »"),
            problems=(("Séquelles de traumatisme crânien", "T90.5"), ("Troubles de la mémoire et de l'attention", "F06.8"), ("Irritabilité", "R45.4")),
            treatments=(("Propranolol 40 mg", "1 matin et soir"), ("Mélatonine 2 mg", "1 au coucher")),
            aims=(
                Aim("Organisation de la journée", "autonomy", "Tenir une semaine avec l'agenda", (Act("occupational-therapist", "Agenda et alarmes sur le téléphone"), Act("patient", "Regarder l'agenda à chaque repas"))),
                Aim("Colères", "psychological", "Pouvoir en parler avant l'orage", (Act("psychologist", "Séance hebdomadaire, puis tous les quinze jours"), Act("carer", "Groupe de parole des familles")), True),
            ),
            notes=(
                Note("psychologist", "OBS", "Conscience des troubles en progrès, [beaucoup de honte|parle enfin de l'accident]. [Travail sur la colère|Exercice de respiration accepté].", hidden="MASQUE_PT"),
                Note("occupational-therapist", "INTERV", "[Recette suivie pas à pas|Trajet en bus préparé puis fait], deux oublis seulement. [Fatigue au bout de quarante minutes|À refaire seul{e}]."),
                Note("patient", "GEN", "Entraînement de rugby au bord du terrain, [je filme les matchs|le coach m'a confié les licences]."),
            ),
            series=(WEIGHT,),
            visits=(Visit("Bilan neuropsychologique", "psychologist", (6, 40), 9, 120, "CHECKUP"),),
            carers=(Carer(SPOUSE, True, 1), Carer("son père", False, -27, same_name=True)),
        ),
    ),
    shared=Chapter(
        problems=(("Scoliose", "M41"), ("Troubles du sommeil", "G47"), ("Reflux", "K21"), ("Anxiété", "F41"), ("Surpoids", "E66")),
        treatments=(("Oméprazole 20 mg", "1 le matin"), ("Vitamine D", "1 ampoule par mois"), ("Macrogol", "1 sachet le matin"), ("Hydroxyzine 25 mg", "1 le soir si besoin")),
        aims=(
            Aim("Droits à renouveler", "social", "Aucune rupture de droits", (Act("social-worker", "Déposer le dossier MDPH avant l'échéance"), Act("gp", "Certificat médical MDPH"))),
            Aim("Relations, vie affective", "psychological", "Une sortie entre amis chaque semaine", (Act("patient", "Essayer le groupe d'entraide du jeudi"), Act("coordinator", "Transport adapté pour le soir")), True),
            Aim("Parents indispensables", "carer", "Un week-end par mois sans y penser", (Act("social-worker", "Chercher un accueil temporaire"), Act("carer", "Écrire les gestes du quotidien pour les relais"))),
        ),
        notes=(
            Note("social-worker", "GEN", "[Notification MDPH reçue|Dossier MDPH complet], [PCH accordée pour {20..60} h par mois|passage en commission le mois prochain]."),
            Note("physiotherapist", "INTERV", "[Étirements et verticalisation|Piscine ce matin], [moins raide|bonne séance]. [Corset à revoir|Cale du fauteuil réglée]."),
            Note("occupational-therapist", "GEN", "[Fauteuil en révision|Commande de domotique livrée], [prêt en attendant|essai jeudi]."),
            Note("gp", "OBS", "Consultation {seul} pour la première fois, [à sa demande|{il} a su dire ce qui comptait]. [Ordonnance renouvelée|Contraception et vaccins revus]."),
            Note("nurse", "INTERV", "[Sonde changée|Point d'appui au talon protégé], [peau intacte|à surveiller]. [Apprend à le faire seul{e}|Auxiliaire formée]."),
            Note("carer", "GEN", "[Merci pour la réunion|On respire un peu], [nous partons deux jours, une première depuis {6..20} ans|{il} a dormi chez un ami]."),
        ),
        visits=(Visit("Réunion de synthèse", "coordinator", (5, 28), 13, 60), Visit("Rendez-vous MDPH", "social-worker", (-60, -10), 10, 45)),
        papers=(
            Paper("28653-4", "Évaluation des besoins de compensation", "social-worker", (-110, -15), ("Évaluation réalisée au domicile avec {personne}.", "Besoins : aides humaines, aménagement du logement, transport.", "Projet de vie joint, écrit par la personne elle-même.")),
            Paper("96349-6", "Adressage en médecine physique", "gp", (-70, -10), ("Merci de recevoir {personne} pour bilan et adaptation du traitement.",)),
        ),
    ),
)
