-- The same SQL for SQLite and PostgreSQL. Times are milliseconds since 1970, JSON is text.

-- One row for each escalation. origin is written once, state with each commit.
create table escalation (
    id          varchar(36) not null primary key,
    version     bigint      not null,
    phase       varchar(64) not null,
    is_over     integer     not null,
    -- 1 while origin and the payloads of its journal are kept
    payloads    integer     not null,
    created_at  bigint      not null,
    updated_at  bigint      not null,
    -- when somebody has to look at it; the largest number for never
    alarm_at    bigint      not null,
    origin      text        not null,
    state       text        not null
);
create index escalation_created on escalation (created_at);
create index escalation_alarm on escalation (alarm_at);
-- only of those that are over: each commit would move an open one
create index escalation_over on escalation (updated_at) where is_over = 1;
create index escalation_payloads on escalation (updated_at) where is_over = 1 and payloads = 1;

-- Both calls of an escalation, by lower-case id without dashes.
create table call (
    call_key      varchar(128) not null primary key,
    escalation_id varchar(36)  not null
);
create index call_escalation on call (escalation_id);

-- What happened to an escalation: one row for each version. payload is what was told and sent word for word, with people
-- in it; null when it is kept no more.
create table journal (
    escalation_id varchar(36) not null,
    version       bigint      not null,
    entry         text        not null,
    payload       text,
    primary key (escalation_id, version)
);

-- What happened and belongs to no escalation. payload as in journal.
create table unmatched (
    id      varchar(36) not null primary key,
    at      bigint      not null,
    entry   text        not null,
    payload text
);
create index unmatched_at on unmatched (at);
create index unmatched_payload on unmatched (at) where payload is not null;

-- Messages that could not be decided on, and commands that failed for good.
create table dead_letter (
    id            varchar(36)  not null primary key,
    at            bigint       not null,
    -- empty where it is not known, as are call_id and step
    escalation_id varchar(36)  not null,
    call_id       text         not null,
    kind          varchar(16)  not null,
    summary       text         not null,
    -- null when it is closed and its message is kept no more
    message       text,
    error         text         not null,
    route         text         not null,
    step          text         not null,
    failures      integer      not null,
    state         varchar(16)  not null,
    -- when it was replayed or dismissed; 0 while it is open
    closed_at     bigint       not null
);
create index dead_letter_at on dead_letter (at);
create index dead_letter_state on dead_letter (state, at);

-- Commands that Graph has not answered yet.
create table outbox (
    escalation_id varchar(36)  not null,
    command_key   varchar(64)  not null,
    due           bigint       not null,
    -- who took it to send it; null when it has been put off, and certainly not been carried out
    owner         varchar(36),
    command       text         not null,
    primary key (escalation_id, command_key)
);
create index outbox_due on outbox (due);

-- Programs that share this database. What one that is gone had taken is handed to the others.
create table node (
    id          varchar(36) not null primary key,
    alive_until bigint      not null
);

-- Empty: health writes here to find out whether there is room for a decision.
create table probe (
    fill text not null
);
