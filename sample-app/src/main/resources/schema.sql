create table if not exists passage (
	id integer generated always as identity primary key,
	source varchar(200) not null,
	content varchar(10000) not null
);

create table if not exists answer (
	id uuid primary key,
	number integer generated always as identity,
	conversation varchar(64) not null,
	question varchar(4000) not null,
	complete boolean default false not null
);

create table if not exists token (
	answer uuid not null references answer,
	position integer not null,
	content varchar(1000) not null,
	primary key (answer, position)
);
