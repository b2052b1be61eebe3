"""What happens in every record whatever the illness: visits, calls, small news, the appointments of ordinary weeks."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

from cordee.territories.people.story import Note, Visit

EVERYDAY_NOTES: tuple[Note, ...] = (
    Note("nurse", "INTERV", "[Passage ce matin|Soin du matin fait|Passage à {7..9} h {10..50}]. [Rien à signaler|Pas de changement depuis hier|Bonne forme], [pilulier vérifié|traitement pris|prise des médicaments surveillée]."),
    Note("nurse", "OBS", "{personne} [a mal dormi|s'est levé{e} plusieurs fois cette nuit|se dit un peu fatigué{e}]. [À revoir demain|Je repasse ce soir|Je surveille], [appétit correct|a peu mangé ce matin|hydratation encouragée]."),
    Note("nurse", "INTERV", "[Pansement refait|Réfection du pansement], [plaie propre|cicatrisation en bonne voie|berges un peu rouges, à surveiller]. [Prochain passage dans deux jours|Matériel commandé à la pharmacie]."),
    Note("nurse", "INTERV", "Prise de sang faite [à jeun |]ce matin, [résultats attendus demain|copie demandée pour le {medecin}]."),
    Note("nurse", "GEN", "[Semainier préparé jusqu'à dimanche|Pilulier refait pour la semaine|Pilulier vérifié, rien d'oublié|Deux prises oubliées dans le pilulier cette semaine]. [Il reste {2..5} jours de traitement, ordonnance à renouveler|Renouvellement d'ordonnance à prévoir [avant la fin du mois|la semaine prochaine]|Ordonnance valable jusqu'au {2..28}]."),
    Note("gp", "OBS", "[Vu{e} en consultation|Visite à domicile]. [État stable|Examen sans particularité], [TA {12..14}/{7..8}|tension correcte], [pas de modification du traitement|ordonnance renouvelée pour trois mois]."),
    Note("gp", "INST", "[Merci de me prévenir|Me prévenir sans attendre] en cas de [fièvre au-dessus de 38,5|chute|perte d'appétit durable]. [Bilan sanguin dans un mois|Contrôle biologique à faire la semaine prochaine]."),
    Note("gp", "GEN", "[Résultats reçus : rien d'inquiétant|Bilan sanguin correct|Créatinine stable, potassium normal|Radio reçue, sans anomalie nouvelle], [on garde le même traitement|pas de changement|on continue ainsi]. [J'ai appelé {personne} pour le lui dire|Prochain contrôle dans [un|trois|six] mois|Copie transmise à l'infirmière]."),
    Note("coordinator", "GEN", "[Point téléphonique|Appel] avec {personne} : [va plutôt bien|moral en hausse|content{e} d'être entouré{e}|quelques inquiétudes, écoutées], [le plan lui convient|souhaite qu'on se revoie le mois prochain]."),
    Note("coordinator", "GEN", "[Visite à domicile|Rencontre à la maison]. Nous avons [relu le plan ensemble|fait le tour des aides en place]. {personne} [est d'accord avec les actions prévues|demande qu'on l'appelle avant chaque changement]."),
    Note("coordinator", "INST", "[Merci à chacun de noter ici|Pensez à écrire dans le cahier] [vos passages|ce qui change|les absences prévues], [la famille le lit aussi|cela évite les appels en double|cela aide les remplaçants]."),
    Note("social-worker", "GEN", "[Dossier avancé|Démarches en cours] : [pièces transmises|il manque l'avis d'imposition], [réponse attendue sous {3..6} semaines|je relance en fin de mois]."),
    Note("social-worker", "GEN", "[Entretien au domicile|Permanence {a_ville}] avec {personne}. [Droits à jour|Nous avons fait le point sur les droits], [facture d'énergie expliquée|courrier de la caisse de retraite lu ensemble|aide au chauffage demandée]."),
    Note("pharmacist", "GEN", "[Ordonnance dispensée|Traitement délivré]. [Une boîte est en rupture, générique proposé|Rien à signaler], [livraison faite au domicile|{personne} est passé{e} au comptoir]."),
    Note("pharmacist", "DEM-AVIS", "{medecin}, [l'association des deux derniers traitements demande une surveillance|la posologie me paraît élevée pour son poids] : [confirmez-vous|souhaitez-vous que j'adapte la délivrance] ?", reply=("gp", "[Oui, c'est voulu, merci de votre vigilance|Vous avez raison, j'adapte et j'envoie une nouvelle ordonnance]. [Contrôle dans quinze jours|Je le note au dossier].")),
    Note("physiotherapist", "INTERV", "Séance [faite|de ce jour] : [marche {20..80} mètres avec aide|équilibre et transferts|renforcement doux], [bonne participation|un peu de fatigue à la fin|progrès depuis la semaine dernière]."),
    Note("home-help", "GEN", "[Intervention de l'aide à domicile|Passage de notre équipe] : [ménage et repas|courses et repas|toilette et repas]. [Le frigo est bien rempli|Nous avons trouvé le frigo presque vide|Repas pris avec plaisir]."),
    Note("home-help", "OBS", "L'intervenante signale [que {personne} reste beaucoup au lit ces jours-ci|un tapis qui glisse dans l'entrée|que le chauffage ne marche plus dans la chambre]. [À suivre|Merci de passer voir].", reply=("coordinator", "[Merci, je m'en occupe|Bien noté, j'appelle aujourd'hui].")),
    Note("carer", "GEN", "[Bonjour à tous. |]J'ai passé [le dimanche|l'après-midi|mercredi|deux jours] [à la maison|avec {lui}], [nous avons bien ri|{il} a bien mangé|sortie au marché, cela lui a fait du bien|{il} a parlé de sa jeunesse|nous avons rangé les photos|petit tour en voiture jusqu'à l'étang]. [Merci pour ce que vous faites|Bonne semaine]."),
    Note("carer", "GEN", "Je serai [absent{aidant_e} du {3..9} au {16..24}|en déplacement la semaine prochaine|pris{aidant_e} par le travail jusqu'à vendredi|en congé à partir du {2..27}]. [Ma voisine a les clés|Joignable par téléphone le soir|Mon frère prend le relais|Laissez-moi un message ici]."),
    Note("carer", "DEM-AVIS", "[Est-ce normal qu'{il} dorme autant l'après-midi|Faut-il continuer les compléments alimentaires|Peut-on déplacer le passage du matin|Qui appeler le week-end en cas de souci|Peut-on diminuer le traitement du soir, {il} est endormi{e} le matin|Le vaccin contre la grippe est-il prévu] ?", reply=("nurse", "[J'en parle au médecin et je vous réponds|Je vous rappelle demain après ma tournée|Bonne question, je me renseigne|Nous en parlerons ensemble jeudi|J'ai posé la question au {medecin}, réponse demain].")),
    Note("carer", "OBS", "[En confidence|Entre nous|Je l'écris ici] : [je fatigue|je n'en peux plus certains soirs|je dors mal depuis des semaines|je perds patience et je m'en veux|j'ai dû manquer trois jours de travail]. Je ne voudrais pas qu'{il} le sache.", hidden="INVISIBLE_PATIENT", reply=("coordinator", "[Merci de nous le dire|Vous avez bien fait de l'écrire|Merci de votre confiance]. [Je vous appelle demain|Nous allons chercher du répit ensemble|Une psychologue peut vous recevoir, je vous envoie ses disponibilités|Parlons-en vendredi si vous voulez].")),
    Note("patient", "GEN", "[Merci pour la visite d'hier|J'ai bien reçu le planning|Bonjour à toute l'équipe|Merci à l'infirmière pour sa patience]. [Je me sens mieux.|Je préfère le matin pour les soins.|Pouvez-vous passer après {9..10} h jeudi ?]"),
    Note("patient", "GEN", "[J'ai marché jusqu'à la boulangerie|J'ai réussi à cuisiner pour la première fois depuis longtemps|Ma petite-nièce est passée|J'ai repris les mots croisés|J'ai téléphoné à ma cousine, une heure|Le soleil est entré jusque dans la cuisine]. [Content{e}|Une bonne journée]."),
    Note("social-worker", "OBS", "[Tensions dans la famille|Désaccord entre les proches] [au sujet du maintien à domicile|à propos de l'argent]. [À ne pas évoquer devant les proches|Je préfère que cela reste entre nous].", hidden="MASQUE_PT"),
    Note("gp", "OBS", "[Troubles de l'humeur évoqués en consultation|Consommation d'alcool évoquée], {personne} [ne souhaite pas que ses proches le sachent|demande de la discrétion]. [Suivi prévu|À reprendre le mois prochain].", hidden="MASQUE_PT"),
)

EVERYDAY_VISITS: tuple[Visit, ...] = (
    Visit("Passage infirmier", "nurse", (1, 2), 8, 30, "WALKIN"),
    Visit("Passage infirmier", "nurse", (3, 5), 8, 30, "WALKIN"),
    Visit("Consultation avec le {medecin}", "gp", (4, 30), 10, 20),
    Visit("Consultation avec le {medecin}", "gp", (-60, -8), 10, 20),
    Visit("Visite du médecin à domicile", "gp", (-35, -3), 13, 30, "WALKIN"),
    Visit("Séance de kinésithérapie", "physiotherapist", (1, 6), 14, 30),
    Visit("Séance de kinésithérapie", "physiotherapist", (-12, -1), 14, 30),
    Visit("[Visite|Rencontre] à domicile du DAC", "coordinator", (-70, -10), 14, 60, "WALKIN"),
    Visit("[Point téléphonique|Appel] du DAC", "coordinator", (2, 21), 11, 20),
    Visit("Rendez-vous avec {social}", "social-worker", (3, 25), 9, 45),
    Visit("Passage de l'aide à domicile", "home-help", (1, 3), 10, 90, "WALKIN"),
)

ALLERGIES: tuple[tuple[str, str], ...] = (
    ("Pénicilline", "high"),
    ("Amoxicilline [(éruption)|]", "high"),
    ("Iode (produits de contraste)", "high"),
    ("Aspirine", "high"),
    ("Sulfamides", "low"),
    ("Latex", "low"),
    ("Sparadrap", "low"),
    ("Arachide", "high"),
    ("Pollens de graminées", "low"),
    ("Codéine (nausées)", "low"),
)
