-- Only the people, groups and organismes of the demonstration, for a database whose territory and observations come from elsewhere.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET search_path = public;
BEGIN;
\ir 00_helpers.sql
\ir 01_users.sql
COMMIT;
