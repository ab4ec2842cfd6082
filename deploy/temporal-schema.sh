#!/bin/sh
# Creates and migrates the databases of the Temporal server. May run again: each step then changes nothing.
set -eu

# Database $1 gets the schema $2.
prepare() {
  sql="temporal-sql-tool --plugin $DB --ep $POSTGRES_SEEDS -p $DB_PORT -u $POSTGRES_USER --db $1"
  $sql create
  $sql setup-schema -v 0.0
  $sql update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

prepare temporal temporal
prepare temporal_visibility visibility
