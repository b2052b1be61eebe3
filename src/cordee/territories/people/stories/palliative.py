"""The end of life at home, as the person wants it: relieved, surrounded, and in her own bed."""
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

PAIN = Series("pain", (6, 7), (2, 3), 1, 3, 14, (5, 3))
SATURATION = Series("spo2", (92, 95), (88, 92), 1.3, 6, 7)

STORY = Story(
    theme="palliative",
    weight=6,
    everyday=(0, 1),
    ages=(61, 94),
    women=0.52,
    circle=("gp", "nurse", "hospital-doctor", "psychologist", "pharmacist", "home-help"),
    living=("Vit {seul}, entouré{e} de voisins fidèles", "Vit {seul}, {lien} a pris un congé", "Vit {seul}, amis en relais"),
    living_together=("Vit avec {lien}", "Vit avec {lien}, enfants présents à tour de rôle"),
    housing=("Lit médicalisé dans le salon, face au jardin", "Chambre au rez-de-chaussée, lit médicalisé", "Appartement calme, deuxième étage", "Ferme familiale, toute la famille autour"),
    help=("Infirmière deux fois par jour, équipe mobile en appui", "Hospitalisation à domicile demandée", "Garde de nuit deux nuits par semaine", "SSIAD matin et soir"),
    autonomy=("GIR 2 : alité{e}, conscience claire", "GIR 1 : aide pour tout", "GIR 2 : fauteuil une heure par jour"),
    resources=("Fonds d'action sociale sollicité pour la garde de nuit", "{Lien} en congé de proche aidant", "ALD, prestataires pris en charge"),
    variants=(
        Variant(
            why="Fin de vie à domicile souhaitée",
            told="Cancer [du pancréas|du poumon] en phase avancée, souhaite mourir chez {lui}. {Lien} est d'accord mais craint les nuits. Organisation à mettre en place rapidement.",
            asked_by="hospital-doctor",
            project=("« Mourir ici, avec le chat sur le lit. »", "« Ne pas souffrir et qu'on me dise la vérité. »", "« Voir la naissance de mon arrière-petite-fille. »"),
            problems=(("Cancer du pancréas métastatique", "C25"), ("Douleurs cancéreuses", "R52.1"), ("Ictère", "R17")),
            treatments=(("Morphine en pompe", "Débit adapté par l'équipe mobile"), ("Midazolam", "Si angoisse ou étouffement, selon prescription anticipée"), ("Dexaméthasone 4 mg", "1 le matin")),
            aims=(
                Aim("Douleur", "medical", "Douleur à 3 ou moins, jour et nuit", (Act("nurse", "Évaluer à chaque passage et noter"), Act("gp", "Prescriptions anticipées dans le classeur de la maison"), Act("hospital-doctor", "Appui de l'équipe mobile, joignable 24 h sur 24"))),
                Aim("Nuits de {aidant}", "carer", "{Lien} dort deux nuits par semaine", (Act("coordinator", "Financer et planifier la garde de nuit"), Act("carer", "Accepter que sa sœur prenne le relais le samedi"))),
            ),
            notes=(
                Note("nurse", "OBS", "Douleur à {6..8} ce matin malgré deux bolus, [grimace à la mobilisation|n'a pas dormi].", (1, 3), True, None, ("hospital-doctor", "Débit augmenté de 30 %, bolus toutes les vingt minutes si besoin. Je rappelle à 18 h.")),
                Note("hospital-doctor", "INTERV", "Visite de l'équipe mobile : [pompe réglée|bouche très sèche, soins montrés à la famille]. {personne} a redit son choix d'être à la maison."),
                Note("carer", "GEN", "Il y avait du soleil, on a poussé le lit près de la fenêtre. [{Il} a demandé de la musique|Les petits sont venus chanter]."),
            ),
            series=(PAIN, SATURATION),
            visits=(Visit("Visite de l'équipe mobile", "hospital-doctor", (1, 4), 11, 60, "WALKIN"), Visit("Garde de nuit", "coordinator", (1, 3), 21, 120)),
            carers=(Carer(SPOUSE, True, 2, "QUAL", True), Carer("sa fille", True, 29)),
        ),
        Variant(
            why="Insuffisance cardiaque terminale",
            told="Plus de projet d'hospitalisation, [oxygène|essoufflement permanent]. Directives anticipées écrites. Demande de coordination des passages et des nuits.",
            asked_by="gp",
            project=("« Pas d'acharnement. Ma chambre, ma fenêtre. »", "« Revoir mon frère avant. »", "« Du vin de Givry le dimanche, une goutte. »"),
            problems=(("Insuffisance cardiaque terminale", "I50.0"), ("Dyspnée de repos", "R06.0"), ("Escarre du sacrum", "L89")),
            treatments=(("Furosémide 120 mg", "Matin et midi"), ("Morphine orale 5 mg", "Toutes les 4 h si essoufflement"), ("Oxygène 2 L/min", "Selon confort")),
            aims=(
                Aim("Étouffements", "medical", "Pas d'appel au 15 contre sa volonté", (Act("gp", "Fiche d'urgence pallia transmise au Samu"), Act("nurse", "Montrer à {aidant} les gestes en cas d'étouffement"))),
                Aim("Escarre", "medical", "Pas de douleur aux soins", (Act("nurse", "Pansement après bolus de morphine"), Act("pharmacist", "Matelas à air livré et vérifié"))),
            ),
            notes=(
                Note("gp", "INST", "Pas d'hospitalisation sauf demande de {personne}. Numéros et prescriptions dans le classeur [rouge|sur le buffet]."),
                Note("nurse", "INTERV", "Pansement fait après bolus, [bien supporté|a dormi pendant le soin]. [Respire mieux demi-assis{e}|Parle peu, sourit]."),
                Note("carer", "DEM-AVIS", "[Que faire si cela arrive la nuit|Faut-il insister pour qu'{il} mange] ?", reply=("nurse", "Appelez-moi d'abord, à toute heure. On n'oblige plus, on propose. [Je repasse ce soir|Vous faites ce qu'il faut].")),
            ),
            series=(SATURATION, Series("pain", (4, 5), (2, 3), 0.8, 4, 10)),
            visits=(Visit("Passage du soir", "nurse", (1, 1), 19, 30, "WALKIN"), Visit("Visite du médecin", "gp", (1, 4), 13, 30, "WALKIN")),
            carers=(Carer("sa fille", True, 30, "QUAL", lives_in=True),),
        ),
        Variant(
            why="Maladie de Charcot, souhaits à faire respecter",
            told="Sclérose latérale amyotrophique, ventilation la nuit, ne veut pas de trachéotomie. Communication par tablette. Beaucoup d'intervenants à accorder.",
            asked_by="specialist",
            project=("« Écrire jusqu'au bout. »", "« Que mes enfants se souviennent de moi debout. »", "« Choisir le moment où l'on arrête. »"),
            problems=(("Sclérose latérale amyotrophique", "G12.2"), ("Insuffisance respiratoire", "J96.1"), ("Troubles de la déglutition", "R13")),
            treatments=(("Riluzole 50 mg", "1 matin et soir"), ("Scopolamine", "1 patch tous les trois jours"), ("Ventilation non invasive", "La nuit et selon besoin")),
            aims=(
                Aim("Communiquer", "autonomy", "Se faire comprendre de tous les intervenants", (Act("occupational-therapist", "Commande oculaire installée et réglée"), Act("coordinator", "Fiche « comment je communique » affichée"), Act("patient", "Enregistrer sa voix")), True),
                Aim("Souhaits", "medical", "Directives connues de chacun", (Act("gp", "Directives anticipées relues et jointes"), Act("hospital-doctor", "Discuter la suite de la ventilation"))),
            ),
            notes=(
                Note("patient", "GEN", "(écrit avec les yeux) [Merci de frapper avant d'entrer|La lumière du matin est belle ici]."),
                Note("nurse", "OBS", "Fausse route au petit déjeuner, [textures à revoir|aspiration faite].", (2, 9), True, None, ("gp", "Passage en texture lisse. [Bilan de déglutition demandé|On reparle de la gastrostomie demain].")),
                Note("psychologist", "OBS", "Rencontre avec les enfants, [lettres à écrire|mots trouvés ensemble].", hidden="MASQUE_PT"),
            ),
            series=(SATURATION,),
            visits=(Visit("Réglage de la commande oculaire", "coordinator", (2, 10), 10, 60), Visit("Centre de la SLA, téléconsultation", "hospital-doctor", (6, 25), 15, 45)),
            carers=(Carer(SPOUSE, True, 1, "QUAL", True),),
        ),
    ),
    shared=Chapter(
        problems=(("Dénutrition", "E43"), ("Anxiété", "F41"), ("Constipation sous morphine", "K59.0"), ("Œdèmes des membres inférieurs", "R60")),
        treatments=(("Macrogol", "2 sachets par jour"), ("Alprazolam 0,25 mg", "Si angoisse"), ("Paracétamol 1 g", "4 fois par jour"), ("Soins de bouche", "6 fois par jour")),
        aims=(
            Aim("Derniers souhaits", "psychological", "Ce qui compte est dit et fait", (Act("psychologist", "Présence une fois par semaine"), Act("patient", "Dicter les lettres")), True),
            Aim("Après", "carer", "{Lien} n'est pas {aidant_seul}", (Act("coordinator", "Prévoir un appel à un mois"), Act("psychologist", "Proposer le groupe des proches"))),
        ),
        notes=(
            Note("nurse", "INTERV", "Soins de bouche et de confort, [reposé{e}|massage des mains]. Douleur à {1..4}. [La famille est là|Calme]."),
            Note("nurse", "OBS", "[Pauses respiratoires cette nuit|Dort davantage], [proches informés|pas d'inconfort]. [Je repasse à 18 h|Pompe vérifiée]."),
            Note("home-help", "GEN", "[Fenêtre ouverte, odeur de pain grillé|Radio allumée sur son émission], [trois cuillères de compote|un peu de glace à la vanille]."),
            Note("pharmacist", "GEN", "Cassettes de morphine livrées, [réserve pour cinq jours|kit d'urgence vérifié]."),
            Note("gp", "OBS", "Visite : [confortable|douleurs de fond calmées]. [J'ai parlé avec {lien}|Prescriptions anticipées revues]."),
            Note("psychologist", "GEN", "Présence auprès de [{personne}|{lien}] : [silence et quelques mots|colère, puis larmes, puis calme]."),
        ),
        visits=(Visit("Passage infirmier du soir", "nurse", (1, 2), 19, 30, "WALKIN"), Visit("Réunion à domicile", "coordinator", (2, 9), 13, 45)),
        papers=(
            Paper("77604-7", "Prescriptions anticipées", "gp", (-30, -3), ("Douleur, étouffement, angoisse, agitation : conduite à tenir et doses dans le classeur.", "Personne informée, d'accord. Proches informés.")),
            Paper("74207-2", "Fiche d'urgence", "gp", (-30, -3), ("Souhaite rester à domicile. Pas de réanimation.", "Personnes à appeler : infirmière, médecin traitant, équipe mobile.")),
        ),
    ),
)
