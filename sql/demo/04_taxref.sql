-- A small TAXREF. The species are real; their cd_nom too, but those of the fishes and plants were not checked against a
-- release of TAXREF. Whatever is invented (parents, synonyms) has a cd_nom of 9 000 000 or more, so that nobody takes it for
-- a real one.

-- One row for each species. The last three columns steer the observations: how common it is, where and when it is seen
-- (day of the year of the peak, and how many days around it).
CREATE TEMP TABLE species (
    cd_nom integer, lb_nom text, nom_vern text, phylum text, classe text, ordre text, famille text,
    group1 text, group2 text, group3 text, weight float8, habitat text, peak integer, spread integer);

INSERT INTO species VALUES
    (2645, 'Aquila chrysaetos', 'Aigle royal', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 9, 'rock', 120, 70),
    (2852, 'Gypaetus barbatus', 'Gypaète barbu', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 3, 'rock', 60, 70),
    (2860, 'Gyps fulvus', 'Vautour fauve', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 14, 'rock', 150, 80),
    (2869, 'Aegypius monachus', 'Vautour moine', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 4, 'rock', 130, 70),
    (2873, 'Circaetus gallicus', 'Circaète Jean-le-Blanc', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 7, 'open', 140, 45),
    (2844, 'Milvus milvus', 'Milan royal', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 6, 'open', 20, 60),
    (2623, 'Buteo buteo', 'Buse variable', 'Chordata', 'Aves', 'Accipitriformes', 'Accipitridae', 'Chordés', 'Oiseaux', 'Autres', 22, 'open', 110, 90),
    (2938, 'Falco peregrinus', 'Faucon pèlerin', 'Chordata', 'Aves', 'Falconiformes', 'Falconidae', 'Chordés', 'Oiseaux', 'Autres', 4, 'rock', 100, 40),
    (2669, 'Falco tinnunculus', 'Faucon crécerelle', 'Chordata', 'Aves', 'Falconiformes', 'Falconidae', 'Chordés', 'Oiseaux', 'Autres', 24, 'open', 130, 80),
    (3489, 'Otus scops', 'Petit-duc scops', 'Chordata', 'Aves', 'Strigiformes', 'Strigidae', 'Chordés', 'Oiseaux', 'Autres', 5, 'village', 150, 30),
    (3518, 'Strix aluco', 'Chouette hulotte', 'Chordata', 'Aves', 'Strigiformes', 'Strigidae', 'Chordés', 'Oiseaux', 'Autres', 9, 'wood', 60, 60),
    (2960, 'Tetrao tetrix', 'Tétras lyre', 'Chordata', 'Aves', 'Galliformes', 'Phasianidae', 'Chordés', 'Oiseaux', 'Autres', 2, 'wood', 125, 25),
    (3590, 'Upupa epops', 'Huppe fasciée', 'Chordata', 'Aves', 'Bucerotiformes', 'Upupidae', 'Chordés', 'Oiseaux', 'Autres', 9, 'village', 140, 30),
    (3571, 'Alcedo atthis', 'Martin-pêcheur d''Europe', 'Chordata', 'Aves', 'Coraciiformes', 'Alcedinidae', 'Chordés', 'Oiseaux', 'Autres', 6, 'river', 170, 80),
    (3958, 'Cinclus cinclus', 'Cincle plongeur', 'Chordata', 'Aves', 'Passeriformes', 'Cinclidae', 'Chordés', 'Oiseaux', 'Autres', 12, 'river', 100, 80),
    (3676, 'Alauda arvensis', 'Alouette des champs', 'Chordata', 'Aves', 'Passeriformes', 'Alaudidae', 'Chordés', 'Oiseaux', 'Autres', 20, 'open', 130, 40),
    (4001, 'Erithacus rubecula', 'Rougegorge familier', 'Chordata', 'Aves', 'Passeriformes', 'Muscicapidae', 'Chordés', 'Oiseaux', 'Autres', 34, 'wood', 120, 90),
    (4117, 'Turdus merula', 'Merle noir', 'Chordata', 'Aves', 'Passeriformes', 'Turdidae', 'Chordés', 'Oiseaux', 'Autres', 36, 'village', 120, 90),
    (4564, 'Fringilla coelebs', 'Pinson des arbres', 'Chordata', 'Aves', 'Passeriformes', 'Fringillidae', 'Chordés', 'Oiseaux', 'Autres', 36, 'wood', 120, 90),
    (4665, 'Emberiza hortulana', 'Bruant ortolan', 'Chordata', 'Aves', 'Passeriformes', 'Emberizidae', 'Chordés', 'Oiseaux', 'Autres', 5, 'open', 145, 25),
    (4488, 'Pyrrhocorax pyrrhocorax', 'Crave à bec rouge', 'Chordata', 'Aves', 'Passeriformes', 'Corvidae', 'Chordés', 'Oiseaux', 'Autres', 8, 'rock', 120, 80),
    (186233, 'Chiroptera', 'Chauves-souris', 'Chordata', 'Mammalia', 'Chiroptera', NULL, 'Chordés', 'Mammifères', 'Chiroptères', 4, 'village', 200, 60),
    (60479, 'Pipistrellus pipistrellus', 'Pipistrelle commune', 'Chordata', 'Mammalia', 'Chiroptera', 'Vespertilionidae', 'Chordés', 'Mammifères', 'Chiroptères', 22, 'village', 200, 50),
    (60518, 'Plecotus auritus', 'Oreillard roux', 'Chordata', 'Mammalia', 'Chiroptera', 'Vespertilionidae', 'Chordés', 'Mammifères', 'Chiroptères', 5, 'wood', 20, 45),
    (60461, 'Nyctalus leisleri', 'Noctule de Leisler', 'Chordata', 'Mammalia', 'Chiroptera', 'Vespertilionidae', 'Chordés', 'Mammifères', 'Chiroptères', 5, 'wood', 210, 40),
    (60557, 'Tadarida teniotis', 'Molosse de Cestoni', 'Chordata', 'Mammalia', 'Chiroptera', 'Molossidae', 'Chordés', 'Mammifères', 'Chiroptères', 4, 'rock', 215, 50),
    (60630, 'Lutra lutra', 'Loutre d''Europe', 'Chordata', 'Mammalia', 'Carnivora', 'Mustelidae', 'Chordés', 'Mammifères', 'Autres', 12, 'river', 60, 110),
    (60636, 'Meles meles', 'Blaireau européen', 'Chordata', 'Mammalia', 'Carnivora', 'Mustelidae', 'Chordés', 'Mammifères', 'Autres', 12, 'wood', 150, 90),
    (60585, 'Vulpes vulpes', 'Renard roux', 'Chordata', 'Mammalia', 'Carnivora', 'Canidae', 'Chordés', 'Mammifères', 'Autres', 18, 'open', 150, 110),
    (61057, 'Capreolus capreolus', 'Chevreuil', 'Chordata', 'Mammalia', 'Artiodactyla', 'Cervidae', 'Chordés', 'Mammifères', 'Autres', 26, 'wood', 160, 110),
    (60015, 'Erinaceus europaeus', 'Hérisson d''Europe', 'Chordata', 'Mammalia', 'Eulipotyphla', 'Erinaceidae', 'Chordés', 'Mammifères', 'Autres', 10, 'village', 180, 50),
    (61153, 'Sciurus vulgaris', 'Écureuil roux', 'Chordata', 'Mammalia', 'Rodentia', 'Sciuridae', 'Chordés', 'Mammifères', 'Autres', 14, 'wood', 180, 100),
    (77949, 'Hierophis viridiflavus', 'Couleuvre verte et jaune', 'Chordata', 'Lepidosauria', 'Squamata', 'Colubridae', 'Chordés', 'Reptiles', 'Autres', 11, 'open', 155, 35),
    (77955, 'Coronella austriaca', 'Coronelle lisse', 'Chordata', 'Lepidosauria', 'Squamata', 'Colubridae', 'Chordés', 'Reptiles', 'Autres', 5, 'rock', 160, 40),
    (78048, 'Natrix maura', 'Couleuvre vipérine', 'Chordata', 'Lepidosauria', 'Squamata', 'Natricidae', 'Chordés', 'Reptiles', 'Autres', 8, 'river', 165, 40),
    (197, 'Alytes obstetricans', 'Alyte accoucheur', 'Chordata', 'Amphibia', 'Anura', 'Alytidae', 'Chordés', 'Amphibiens', 'Autres', 9, 'village', 130, 40),
    (259, 'Bufo bufo', 'Crapaud commun', 'Chordata', 'Amphibia', 'Anura', 'Bufonidae', 'Chordés', 'Amphibiens', 'Autres', 12, 'river', 80, 40),
    (351, 'Rana temporaria', 'Grenouille rousse', 'Chordata', 'Amphibia', 'Anura', 'Ranidae', 'Chordés', 'Amphibiens', 'Autres', 11, 'river', 85, 35),
    (66832, 'Anguilla anguilla', 'Anguille d''Europe', 'Chordata', 'Actinopterygii', 'Anguilliformes', 'Anguillidae', 'Chordés', 'Poissons', 'Autres', 3, 'river', 240, 40),
    (67772, 'Salmo trutta', 'Truite commune', 'Chordata', 'Actinopterygii', 'Salmoniformes', 'Salmonidae', 'Chordés', 'Poissons', 'Autres', 12, 'river', 240, 50),
    (67606, 'Esox lucius', 'Brochet', 'Chordata', 'Actinopterygii', 'Esociformes', 'Esocidae', 'Chordés', 'Poissons', 'Autres', 3, 'river', 230, 50),
    (69182, 'Cottus gobio', 'Chabot commun', 'Chordata', 'Actinopterygii', 'Scorpaeniformes', 'Cottidae', 'Chordés', 'Poissons', 'Autres', 7, 'river', 245, 40),
    (18437, 'Austropotamobius pallipes', 'Écrevisse à pieds blancs', 'Arthropoda', 'Malacostraca', 'Decapoda', 'Astacidae', 'Arthropodes', 'Crustacés', 'Autres', 6, 'river', 220, 40),
    (54496, 'Parnassius apollo', 'Apollon', 'Arthropoda', 'Hexapoda', 'Lepidoptera', 'Papilionidae', 'Arthropodes', 'Insectes', 'Papillons de jour', 10, 'rock', 190, 20),
    (54468, 'Papilio machaon', 'Machaon', 'Arthropoda', 'Hexapoda', 'Lepidoptera', 'Papilionidae', 'Arthropodes', 'Insectes', 'Papillons de jour', 14, 'open', 170, 40),
    (53668, 'Maniola jurtina', 'Myrtil', 'Arthropoda', 'Hexapoda', 'Lepidoptera', 'Nymphalidae', 'Arthropodes', 'Insectes', 'Papillons de jour', 26, 'open', 190, 30),
    (53700, 'Melanargia galathea', 'Demi-deuil', 'Arthropoda', 'Hexapoda', 'Lepidoptera', 'Nymphalidae', 'Arthropodes', 'Insectes', 'Papillons de jour', 22, 'open', 180, 25),
    (53467, 'Erebia epiphron', 'Moiré de la Canche', 'Arthropoda', 'Hexapoda', 'Lepidoptera', 'Nymphalidae', 'Arthropodes', 'Insectes', 'Papillons de jour', 2, 'rock', 195, 18),
    (65262, 'Libellula depressa', 'Libellule déprimée', 'Arthropoda', 'Hexapoda', 'Odonata', 'Libellulidae', 'Arthropodes', 'Insectes', 'Odonates', 12, 'river', 165, 30),
    (65141, 'Coenagrion puella', 'Agrion jouvencelle', 'Arthropoda', 'Hexapoda', 'Odonata', 'Coenagrionidae', 'Arthropodes', 'Insectes', 'Odonates', 13, 'river', 165, 30),
    (65774, 'Tettigonia viridissima', 'Grande sauterelle verte', 'Arthropoda', 'Hexapoda', 'Orthoptera', 'Tettigoniidae', 'Arthropodes', 'Insectes', 'Orthoptères', 11, 'open', 215, 30),
    (65839, 'Mantis religiosa', 'Mante religieuse', 'Arthropoda', 'Hexapoda', 'Mantodea', 'Mantidae', 'Arthropodes', 'Insectes', 'Autres', 9, 'open', 240, 25),
    (64260, 'Helix pomatia', 'Escargot de Bourgogne', 'Mollusca', 'Gastropoda', 'Stylommatophora', 'Helicidae', 'Mollusques', 'Gastéropodes', 'Autres', 8, 'village', 160, 50),
    (94041, 'Cypripedium calceolus', 'Sabot de Vénus', 'Tracheophyta', 'Equisetopsida', 'Asparagales', 'Orchidaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 3, 'wood', 155, 12),
    (110335, 'Ophrys apifera', 'Ophrys abeille', 'Tracheophyta', 'Equisetopsida', 'Asparagales', 'Orchidaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 9, 'open', 150, 18),
    (95442, 'Drosera rotundifolia', 'Rossolis à feuilles rondes', 'Tracheophyta', 'Equisetopsida', 'Caryophyllales', 'Droseraceae', 'Trachéophytes', 'Angiospermes', 'Autres', 6, 'river', 195, 30),
    (97947, 'Fagus sylvatica', 'Hêtre', 'Tracheophyta', 'Equisetopsida', 'Fagales', 'Fagaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 22, 'wood', 180, 80),
    (116704, 'Quercus ilex', 'Chêne vert', 'Tracheophyta', 'Equisetopsida', 'Fagales', 'Fagaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 16, 'rock', 180, 90),
    (89200, 'Castanea sativa', 'Châtaignier', 'Tracheophyta', 'Equisetopsida', 'Fagales', 'Fagaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 20, 'wood', 190, 80),
    (85740, 'Bellis perennis', 'Pâquerette', 'Tracheophyta', 'Equisetopsida', 'Asterales', 'Asteraceae', 'Trachéophytes', 'Angiospermes', 'Autres', 18, 'village', 110, 60),
    (79908, 'Achillea millefolium', 'Achillée millefeuille', 'Tracheophyta', 'Equisetopsida', 'Asterales', 'Asteraceae', 'Trachéophytes', 'Angiospermes', 'Autres', 20, 'open', 180, 40),
    (128268, 'Urtica dioica', 'Grande ortie', 'Tracheophyta', 'Equisetopsida', 'Rosales', 'Urticaceae', 'Trachéophytes', 'Angiospermes', 'Autres', 16, 'village', 180, 60);

-- Parents, from the kingdom down to the genus. Chiroptera is the real one of the list above.
CREATE TEMP TABLE parent AS
WITH lineage AS (
    SELECT CASE phylum WHEN 'Tracheophyta' THEN 'Plantae' ELSE 'Animalia' END AS regne, s.*,
           CASE WHEN famille IS NOT NULL THEN split_part(lb_nom, ' ', 1) END AS genre
      FROM species s
), node AS (
    SELECT DISTINCT 1 AS depth, 'KD' AS rang, regne AS name, NULL::text AS above, regne, NULL::text AS phylum, NULL::text AS classe, NULL::text AS ordre, NULL::text AS famille FROM lineage
    UNION SELECT 2, 'PH', phylum, regne, regne, phylum, NULL, NULL, NULL FROM lineage
    UNION SELECT 3, 'CL', classe, phylum, regne, phylum, classe, NULL, NULL FROM lineage
    UNION SELECT 4, 'OR', ordre, classe, regne, phylum, classe, ordre, NULL FROM lineage
    UNION SELECT 5, 'FM', famille, ordre, regne, phylum, classe, ordre, famille FROM lineage WHERE famille IS NOT NULL
    UNION SELECT 6, 'GN', genre, famille, regne, phylum, classe, ordre, famille FROM lineage WHERE genre IS NOT NULL
)
SELECT n.*, coalesce(s.cd_nom, 9000000 + row_number() OVER (ORDER BY n.depth, n.name)::integer) AS cd_nom
  FROM node n LEFT JOIN species s ON s.lb_nom = n.name;

-- The groups of a parent are those all its species share.
INSERT INTO taxonomie.taxref
    (cd_nom, cd_ref, cd_taxsup, cd_sup, id_statut, id_habitat, id_rang, regne, phylum, classe, ordre, famille,
     lb_nom, nom_complet, nom_valide, nom_vern, group1_inpn, group2_inpn, group3_inpn)
SELECT p.cd_nom, p.cd_nom, above.cd_nom, above.cd_nom, 'P', 3, p.rang, p.regne, p.phylum, p.classe, p.ordre, p.famille,
       p.name, p.name, p.name, vern.nom_vern, g.group1, g.group2, g.group3
  FROM parent p
  LEFT JOIN parent above ON above.name = p.above
  LEFT JOIN species vern ON vern.cd_nom = p.cd_nom
  CROSS JOIN LATERAL (
      SELECT CASE WHEN count(DISTINCT group1) = 1 THEN min(group1) END AS group1,
             CASE WHEN count(DISTINCT group2) = 1 THEN min(group2) END AS group2,
             CASE WHEN count(DISTINCT group3) = 1 THEN min(group3) END AS group3
        FROM species s
       WHERE p.name IN (s.phylum, s.classe, s.ordre, s.famille, split_part(s.lb_nom, ' ', 1))) AS g;

INSERT INTO taxonomie.taxref
    (cd_nom, cd_ref, cd_taxsup, cd_sup, id_statut, id_habitat, id_rang, regne, phylum, classe, ordre, famille,
     lb_nom, nom_complet, nom_valide, nom_vern, group1_inpn, group2_inpn, group3_inpn)
SELECT s.cd_nom, s.cd_nom, g.cd_nom, g.cd_nom, 'P', CASE s.group2 WHEN 'Poissons' THEN 2 ELSE 3 END, 'ES',
       g.regne, s.phylum, s.classe, s.ordre, s.famille, s.lb_nom, s.lb_nom, s.lb_nom, s.nom_vern, s.group1, s.group2, s.group3
  FROM species s
  JOIN parent g ON g.rang = 'GN' AND g.name = split_part(s.lb_nom, ' ', 1);

-- Synonyms: invented names of real species, used by some observations.
INSERT INTO taxonomie.taxref
    (cd_nom, cd_ref, cd_taxsup, cd_sup, id_statut, id_habitat, id_rang, regne, phylum, classe, ordre, famille,
     lb_nom, nom_complet, nom_valide, nom_vern, group1_inpn, group2_inpn, group3_inpn)
SELECT 9100000 + row_number() OVER (ORDER BY cd_nom), cd_ref, cd_taxsup, cd_sup, id_statut, id_habitat, id_rang, regne, phylum,
       classe, ordre, famille, lb_nom || ' synonymus', lb_nom || ' synonymus', nom_valide, nom_vern, group1_inpn, group2_inpn,
       group3_inpn
  FROM taxonomie.taxref
 WHERE cd_nom IN (2645, 2938, 3489, 4665, 60518, 60630, 18437, 54496, 95442, 77949, 259, 67772);
