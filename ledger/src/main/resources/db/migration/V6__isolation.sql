-- An authorization's id belongs to the agent that asked: the same id of another agent is another one.
alter table spending_authorization drop constraint spending_authorization_pkey;
alter table spending_authorization add primary key (agent_id, id);
create index spending_authorization_id on spending_authorization (id);
