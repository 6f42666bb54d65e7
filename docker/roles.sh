#!/bin/bash
# Run once by the PostgreSQL image, on an empty volume: the three roles and the database.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set=owner_password="$OWNER_PASSWORD" \
    --set=app_password="$APP_PASSWORD" \
    --set=backup_password="$BACKUP_PASSWORD" <<'SQL'
CREATE ROLE handover_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE handover_app LOGIN PASSWORD :'app_password';
CREATE ROLE handover_backup LOGIN BYPASSRLS PASSWORD :'backup_password';
GRANT pg_read_all_data TO handover_backup;
CREATE DATABASE handover OWNER handover_owner;
SQL
