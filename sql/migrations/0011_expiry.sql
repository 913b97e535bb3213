-- How long a brouillon or an incomplete demande may be left before it expires, in days. Added to every version of the settings: the
-- ones kept on past demandes must still be readable.
INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'expiry_days', '180' FROM gn_demandes.setting_version;
