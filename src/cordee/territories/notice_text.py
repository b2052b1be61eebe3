"""What every territory tells the people it accompanies, unless its own file says it otherwise.

Source: L1110-4, L1110-12, L1111-5, L1111-6 and R1110-3 CSP (decrees 2016-994 and 2016-1349); articles 13 and 15 to 22
GDPR. `{record}`, `{circle}` and `{service}` are the territory's own words for these things.
"""

SECTIONS: tuple[tuple[str, str], ...] = (
    (
        "Pourquoi un {record} partagé",
        (
            "Plusieurs personnes vous accompagnent. Pour qu’elles agissent ensemble sans vous faire répéter, "
            "elles partagent un {record} dans {service}."
        ),
    ),
    (
        "Ce qui est partagé",
        (
            "Votre identité, votre plan et vos objectifs, les notes du cahier de liaison, vos mesures, vos "
            "rendez-vous, des documents, et, selon le métier de chacun, votre situation sociale et les "
            "informations de santé utiles. Seul ce qui est nécessaire à votre accompagnement est partagé."
        ),
    ),
    (
        "Avec qui",
        (
            "Avec les membres de votre {circle}, et eux seuls : les professionnels qui participent à votre prise "
            "en charge, et les proches que vous acceptez. Chacun ne voit que ce que son métier permet : une aide "
            "à domicile ne voit pas la partie médicale. Toute personne hors de l’équipe de soins ne voit rien "
            "sans votre accord préalable."
        ),
    ),
    (
        "Comment c’est protégé",
        (
            "Le dossier est consulté sur un site sécurisé, après authentification personnelle. Les données sont "
            "hébergées chez un hébergeur certifié pour les données de santé. Chaque lecture est notée : vous "
            "pouvez voir à tout moment qui a lu votre dossier, quand et à quel titre. En cas d’urgence, un accès "
            "exceptionnel est possible ; vous en êtes prévenu aussitôt."
        ),
    ),
    (
        "Vous pouvez dire non",
        (
            "Vous pouvez vous opposer à ce partage, refuser qu’un professionnel ou un proche voie votre dossier, "
            "lui cacher une partie ou un document. Ce refus ne change rien à la qualité de vos soins."
        ),
    ),
    (
        "Vous pouvez changer d’avis",
        (
            "Votre accord vaut jusqu’à ce que vous le retiriez. Vous pouvez le retirer à tout moment, par tout "
            "moyen : dans votre espace, page « Ce que j’autorise », de vive voix, par téléphone ou par courrier à "
            "la coordination. L’effet est immédiat."
        ),
    ),
    (
        "Vos droits",
        (
            "Vous pouvez accéder à vos données, les faire rectifier, demander leur limitation ou vous y opposer, "
            "et désigner une personne de confiance. Pour une personne mineure ou protégée, ces droits s’exercent "
            "avec son représentant légal. Vous pouvez saisir la CNIL (www.cnil.fr)."
        ),
    ),
)
