//! Pôles and the groups they own.

use sqlx::PgConnection;

/// A pôle with the codes of its groups.
#[derive(Debug, Clone)]
pub struct Pole {
    /// Key.
    pub id_pole: i32,
    /// Name shown.
    pub label: String,
    /// Whether this row stands for the coordination.
    pub is_coordination: bool,
    /// Codes of the groups it owns.
    pub groupes: Vec<String>,
}

/// Every pôle that is asked.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut PgConnection) -> sqlx::Result<Vec<Pole>> {
    sqlx::query_as!(
        Pole,
        r#"SELECT p.id_pole, p.label, p.is_coordination,
                  coalesce(array_agg(g.code_groupe ORDER BY g.code_groupe) FILTER (WHERE g.code_groupe IS NOT NULL), '{}')
                      AS "groupes!"
           FROM gn_demandes.pole p LEFT JOIN gn_demandes.pole_groupe g USING (id_pole)
           WHERE p.active
           GROUP BY p.id_pole ORDER BY p.id_pole"#
    )
    .fetch_all(conn)
    .await
}
