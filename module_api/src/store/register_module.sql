-- The module DEMANDES in GeoNature: menu entry, objects, available permissions. Safe to run again.
INSERT INTO gn_commons.t_modules (module_code, module_label, module_picto, module_desc, module_path, active_frontend,
    active_backend, ng_module)
VALUES ('DEMANDES', 'Demandes d''accès', 'fa-unlock-alt', 'Demandes d''accès aux données précises', 'demandes', false, false,
    'demandes')
ON CONFLICT (module_code) DO NOTHING;

INSERT INTO gn_permissions.t_objects (code_object, description_object) VALUES
    ('DEMANDES_COMPLETUDE', 'Complétude des demandes d''accès'),
    ('DEMANDES_AVIS', 'Avis des pôles sur les lots'),
    ('DEMANDES_DECISION', 'Décisions sur les lots'),
    ('DEMANDES_LIVRAISON', 'Envoi des lots'),
    ('DEMANDES_REGISTRES', 'Registres des demandes d''accès'),
    ('DEMANDES_REGLAGES', 'Réglages des demandes d''accès')
ON CONFLICT (code_object) DO NOTHING;

INSERT INTO gn_permissions.t_permissions_available (id_module, id_object, id_action, label, scope_filter, sensitivity_filter,
    areas_filter, taxons_filter)
SELECT m.id_module, o.id_object, a.id_action, p.label, p.scope_filter, false, false, false
FROM (VALUES
    ('ALL', 'C', 'Faire une demande d''accès', false),
    ('ALL', 'R', 'Voir les demandes d''accès', true),
    ('ALL', 'U', 'Modifier et déposer ses demandes d''accès', true),
    ('DEMANDES_COMPLETUDE', 'V', 'Contrôler la complétude, déposer pour autrui', false),
    ('DEMANDES_AVIS', 'V', 'Donner l''avis de son pôle', false),
    ('DEMANDES_DECISION', 'V', 'Décider des lots', false),
    ('DEMANDES_LIVRAISON', 'E', 'Envoyer les lots dont on est responsable', false),
    ('DEMANDES_REGISTRES', 'U', 'Tenir les registres, partager le travail', false),
    ('DEMANDES_REGLAGES', 'U', 'Changer les réglages, les groupes et l''engagement', false)
) AS p (object, action, label, scope_filter)
JOIN gn_commons.t_modules m ON m.module_code = 'DEMANDES'
JOIN gn_permissions.t_objects o ON o.code_object = p.object
JOIN gn_permissions.bib_actions a ON a.code_action = p.action
ON CONFLICT DO NOTHING;

-- What a person may unsubscribe from, on GeoNature's page of notification rules; subscribed by default.
INSERT INTO gn_notifications.bib_notifications_categories (code, label, description, id_module)
SELECT c.code, c.label, 'Module Demandes d''accès', m.id_module
FROM (VALUES
    ('DEMANDES-SUIVI', 'Mes demandes d''accès'),
    ('DEMANDES-AVIS', 'Demandes d''accès : avis de mon pôle'),
    ('DEMANDES-COORDINATION', 'Demandes d''accès : coordination'),
    ('DEMANDES-RESPONSABLE', 'Demandes d''accès : dossiers et lots qui me sont confiés')
) AS c (code, label)
JOIN gn_commons.t_modules m ON m.module_code = 'DEMANDES'
ON CONFLICT (code) DO NOTHING;
INSERT INTO gn_notifications.t_notifications_rules (id_role, code_method, code_category, subscribed)
SELECT NULL, t.code, c.code, true
FROM gn_notifications.bib_notifications_methods t, gn_notifications.bib_notifications_categories c
WHERE t.code IN ('EMAIL', 'DB') AND c.code LIKE 'DEMANDES-%'
  AND NOT EXISTS (SELECT FROM gn_notifications.t_notifications_rules r
                  WHERE r.id_role IS NULL AND r.code_method = t.code AND r.code_category = c.code);
