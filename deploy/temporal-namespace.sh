#!/bin/sh
# Creates Purser's namespace and search attributes. May run again: what is there stays.
set -eu

attempts=30
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -le 0 ]; then
    echo "the Temporal server at $TEMPORAL_ADDRESS did not become healthy" >&2
    exit 1
  fi
  sleep 2
done

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
fi

# A new namespace takes a few seconds to be known everywhere.
attempts=30
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
  attempts=$((attempts - 1))
  if [ "$attempts" -le 0 ]; then
    echo "the namespace $TEMPORAL_NAMESPACE did not become ready" >&2
    exit 1
  fi
  sleep 2
done

for attribute in PurserAgent:Keyword PurserStatus:Keyword PurserParkedBy:Keyword PurserCostUsd:Double; do
  name=${attribute%%:*}
  case $known in
    *"$name"*) ;;
    *)
      temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
        --name "$name" --type "${attribute##*:}"
      ;;
  esac
done
