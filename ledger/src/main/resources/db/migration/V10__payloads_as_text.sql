-- What agents hand over is kept as it came: jsonb writes 1e399 out as four hundred digits.
alter table intent
  alter column payload drop default,
  alter column payload type text using cast(payload as text),
  alter column payload set default '{}',
  alter column result type text using cast(result as text),
  alter column checkpoint type text using cast(checkpoint as text);
