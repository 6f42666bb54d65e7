#!/bin/bash
# A dump now and every day; those older than KEEP_DAYS go. Restoring: docs/howto/deploy.md
set -euo pipefail

while true; do
    target="/backups/handover-$(date -u +%Y%m%dT%H%M%SZ).dump"
    if pg_dump --format=custom --file="$target.part"; then
        mv "$target.part" "$target"
        find /backups -name '*.dump' -mtime "+$KEEP_DAYS" -delete
        sleep 86400 &
    else
        rm -f "$target.part"
        sleep 300 &
    fi
    wait $!
done
