-- The extension as an administrator has it: installed over the loaded tables, with the groups of the pôles.

DROP EXTENSION IF EXISTS gn_diffusion CASCADE;
DROP SCHEMA IF EXISTS gn_diffusion CASCADE;
CREATE EXTENSION gn_diffusion;

INSERT INTO gn_diffusion.groupe (code, label, avis_systematique) VALUES
    ('OISEAUX', 'Oiseaux', true), ('MAMMIFERES', 'Mammifères', true), ('HERPETO', 'Reptiles et amphibiens', false),
    ('INVERTEBRES', 'Invertébrés', false), ('FLORE', 'Flore', true);
INSERT INTO gn_diffusion.groupe_taxon (code_groupe, kind, value) VALUES
    ('OISEAUX', 'group2_inpn', 'Oiseaux'), ('MAMMIFERES', 'group2_inpn', 'Mammifères'), ('HERPETO', 'group2_inpn', 'Reptiles'),
    ('HERPETO', 'group2_inpn', 'Amphibiens'), ('INVERTEBRES', 'group2_inpn', 'Insectes'), ('FLORE', 'group2_inpn', 'Angiospermes');
