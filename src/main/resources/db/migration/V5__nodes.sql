-- What a node is found and recognized by: when it started, the name of its machine, the address of its control port, and
-- the versions of its program and of the files that it runs. Empty for a node that is starting, and for one of an earlier
-- version of the program.
alter table node add column since bigint not null default 0;
alter table node add column host varchar(255) not null default '';
alter table node add column address varchar(300) not null default '';
alter table node add column program varchar(64) not null default '';
alter table node add column files varchar(64) not null default '';
