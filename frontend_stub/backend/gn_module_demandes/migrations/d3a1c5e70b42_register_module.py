"""Register the module: menu entry, permission objects, permissions that may be given, notification categories.

Revision ID: d3a1c5e70b42
Revises:
Create Date: 2026-11-29

`demandes_api migrate` makes the same rows where the pages are not compiled with GeoNature: what is there is kept and switched on. The
downgrade removes these rows and the permissions given on them, and nothing of the schema `gn_demandes`, which is the service's.
"""

from alembic import op

revision = "d3a1c5e70b42"
down_revision = None
branch_labels = ("demandes",)
depends_on = None

OBJECTS = (
    "DEMANDES_COMPLETUDE",
    "DEMANDES_AVIS",
    "DEMANDES_DECISION",
    "DEMANDES_LIVRAISON",
    "DEMANDES_REGISTRES",
    "DEMANDES_REGLAGES",
)


def upgrade():
    op.execute(
        """
        INSERT INTO gn_commons.t_modules (module_code, module_label, module_picto, module_desc, module_path, active_frontend,
            active_backend, ng_module)
        VALUES ('DEMANDES', 'Demandes d''accès', 'fa-unlock-alt', 'Demandes d''accès aux données précises', 'demandes', true, true,
            'demandes')
        ON CONFLICT (module_code) DO UPDATE
            SET active_frontend = true, active_backend = true, ng_module = 'demandes', module_path = 'demandes',
                module_external_url = NULL, module_target = NULL
        """
    )
    op.execute(
        """
        INSERT INTO gn_permissions.t_objects (code_object, description_object) VALUES
            ('DEMANDES_COMPLETUDE', 'Complétude des demandes d''accès'),
            ('DEMANDES_AVIS', 'Avis des pôles sur les lots'),
            ('DEMANDES_DECISION', 'Décisions sur les lots'),
            ('DEMANDES_LIVRAISON', 'Envoi des lots'),
            ('DEMANDES_REGISTRES', 'Registres des demandes d''accès'),
            ('DEMANDES_REGLAGES', 'Réglages des demandes d''accès')
        ON CONFLICT (code_object) DO NOTHING
        """
    )
    op.execute(
        """
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
        ON CONFLICT DO NOTHING
        """
    )
    op.execute(
        """
        INSERT INTO gn_notifications.bib_notifications_categories (code, label, description, id_module)
        SELECT c.code, c.label, 'Module Demandes d''accès', m.id_module
        FROM (VALUES
            ('DEMANDES-SUIVI', 'Mes demandes d''accès'),
            ('DEMANDES-AVIS', 'Demandes d''accès : avis de mon pôle'),
            ('DEMANDES-COORDINATION', 'Demandes d''accès : coordination'),
            ('DEMANDES-RESPONSABLE', 'Demandes d''accès : dossiers et lots qui me sont confiés')
        ) AS c (code, label)
        JOIN gn_commons.t_modules m ON m.module_code = 'DEMANDES'
        ON CONFLICT (code) DO NOTHING
        """
    )


def downgrade():
    op.execute("DELETE FROM gn_notifications.t_notifications_rules WHERE code_category LIKE 'DEMANDES-%'")
    op.execute("DELETE FROM gn_notifications.bib_notifications_categories WHERE code LIKE 'DEMANDES-%'")
    granted = """
        SELECT p.id_permission FROM gn_permissions.t_permissions p JOIN gn_commons.t_modules m USING (id_module)
        WHERE m.module_code = 'DEMANDES'
    """
    for table in ("cor_permission_area", "cor_permission_taxref", "t_permissions"):
        op.execute(f"DELETE FROM gn_permissions.{table} WHERE id_permission IN ({granted})")
    op.execute(
        """
        DELETE FROM gn_permissions.t_permissions_available a USING gn_commons.t_modules m
        WHERE m.id_module = a.id_module AND m.module_code = 'DEMANDES'
        """
    )
    names = ", ".join(f"'{name}'" for name in OBJECTS)
    op.execute(f"DELETE FROM gn_permissions.t_objects WHERE code_object IN ({names})")
    op.execute("DELETE FROM gn_commons.t_modules WHERE module_code = 'DEMANDES'")
