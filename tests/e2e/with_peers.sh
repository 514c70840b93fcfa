#!/bin/sh
# with_peers.sh PYTHON SCRIPT ARGUMENT...: runs the script with the Python of scripts/install-peers;
# ends with 77, skipped, where that is not there.
if [ ! -x "$1" ]; then
  echo "skipped: no Python peers (scripts/install-peers)"
  exit 77
fi
exec "$@"
