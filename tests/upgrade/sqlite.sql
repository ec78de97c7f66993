CREATE TABLE core_affiliation (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB NOT NULL, 
	contact_id BLOB NOT NULL, 
	role TEXT, 
	since TEXT, 
	until TEXT, 
	CONSTRAINT pk_core_affiliation PRIMARY KEY (id), 
	CONSTRAINT fk_core_affiliation_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE CASCADE, 
	CONSTRAINT fk_core_affiliation_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "core_affiliation" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "role", "since", "until") VALUES (X'01A200301A9E73E9A2A9B434D940D66B', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A20030152C75A282789245BD4D2827', X'01A200301531733B84791C0FB61A8D8E', NULL, NULL, NULL);
INSERT INTO "core_affiliation" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "role", "since", "until") VALUES (X'01A200301AD671C7B96995F60CEFE738', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A20030151B721D8B34C7DED9A95A55', X'01A200301AC371888B485487594987E1', 'Einkauf', NULL, NULL);
CREATE TABLE core_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT core_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "core_alembic_version" ("version_num") VALUES ('core_0004');
CREATE TABLE core_api_token (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	name TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	scopes TEXT, 
	expires_at TEXT, 
	revoked_at TEXT, 
	CONSTRAINT pk_core_api_token PRIMARY KEY (id), 
	CONSTRAINT fk_core_api_token_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_core_api_token_token_hash UNIQUE (token_hash)
)
 STRICT

;
CREATE TABLE core_contact (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	given_name TEXT, 
	family_name TEXT NOT NULL, 
	title TEXT, 
	sex TEXT, 
	born_on TEXT, 
	language TEXT NOT NULL, 
	custom TEXT NOT NULL, 
	merged_into_id BLOB, 
	CONSTRAINT pk_core_contact PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "core_contact" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "name_key", "given_name", "family_name", "title", "sex", "born_on", "language", "custom", "merged_into_id") VALUES (X'01A200301531733B84791C0FB61A8D8E', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, 'Dr. Erika Brandt', 'brandt erika', 'Erika', 'Brandt', 'Dr.', NULL, NULL, 'de', '{}', NULL);
INSERT INTO "core_contact" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "name_key", "given_name", "family_name", "title", "sex", "born_on", "language", "custom", "merged_into_id") VALUES (X'01A200301AC371888B485487594987E1', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, 'Jan Ohl', 'ohl jan', 'Jan', 'Ohl', NULL, NULL, NULL, 'de', '{}', NULL);
CREATE TABLE core_contact_point (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB, 
	contact_id BLOB, 
	scheme TEXT NOT NULL, 
	value TEXT NOT NULL, 
	purpose TEXT, 
	state TEXT NOT NULL, 
	street TEXT, 
	postcode TEXT, 
	city TEXT, 
	country TEXT, 
	CONSTRAINT pk_core_contact_point PRIMARY KEY (id), 
	CONSTRAINT fk_core_contact_point_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE CASCADE, 
	CONSTRAINT fk_core_contact_point_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "core_contact_point" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "scheme", "value", "purpose", "state", "street", "postcode", "city", "country") VALUES (X'01A200301AEB71EDA8B975A50344E817', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, NULL, X'01A200301AC371888B485487594987E1', 'email', 'jan@mueller.de', NULL, 'active', NULL, NULL, NULL, NULL);
CREATE TABLE core_counter (
	name TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;
INSERT INTO "core_counter" ("name", "value") VALUES ('customer', 10004);
CREATE TABLE core_credential (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	password_hash TEXT NOT NULL, 
	password_version INTEGER NOT NULL, 
	CONSTRAINT pk_core_credential PRIMARY KEY (id), 
	CONSTRAINT fk_core_credential_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_core_credential_user_id UNIQUE (user_id)
)
 STRICT

;
CREATE TABLE core_customer (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	number TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	phase TEXT NOT NULL, 
	roles TEXT NOT NULL, 
	language TEXT NOT NULL, 
	custom TEXT NOT NULL, 
	merged_into_id BLOB, 
	CONSTRAINT pk_core_customer PRIMARY KEY (id), 
	CONSTRAINT uq_core_customer_number UNIQUE (number)
)
 STRICT

;
INSERT INTO "core_customer" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "number", "kind", "name", "name_key", "phase", "roles", "language", "custom", "merged_into_id") VALUES (X'01A20030151B721D8B34C7DED9A95A55', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, 'K-10001', 'organisation', 'Müller & Söhne', 'muller & sohne', 'prospect', '["prospect"]', 'de', '{}', NULL);
INSERT INTO "core_customer" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "number", "kind", "name", "name_key", "phase", "roles", "language", "custom", "merged_into_id") VALUES (X'01A20030152C75A282789245BD4D2827', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, 'K-10002', 'person', 'Dr. Erika Brandt', 'dr. erika brandt', 'prospect', '["prospect"]', 'de', '{}', NULL);
INSERT INTO "core_customer" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "number", "kind", "name", "name_key", "phase", "roles", "language", "custom", "merged_into_id") VALUES (X'01A200301B7572BC9CCE1FD4B55EED65', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 2, NULL, NULL, 'K-10003', 'organisation', 'Mueller und Soehne', 'mueller und soehne', 'prospect', '["prospect"]', 'de', '{}', X'01A20030151B721D8B34C7DED9A95A55');
INSERT INTO "core_customer" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "number", "kind", "name", "name_key", "phase", "roles", "language", "custom", "merged_into_id") VALUES (X'01A200301C6A7151814BAE73DCFFA362', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, 'K-10004', 'organisation', 'Customer 4', 'customer 4', 'prospect', '["prospect"]', 'de', '{}', NULL);
CREATE TABLE core_event (
	seq INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	type TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	customer_id BLOB, 
	contact_id BLOB, 
	subject TEXT, 
	subject_id BLOB, 
	actor_id BLOB, 
	plugin TEXT NOT NULL, 
	occurred_at TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	correlation_id BLOB, 
	causation_id BLOB, 
	payload TEXT NOT NULL, 
	personal TEXT, 
	PRIMARY KEY (seq)
)
 STRICT

;
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (1, X'01A2003014F570A8A50AB9F6A41CCFB7', 'team.created', 1, NULL, NULL, 'team', X'01A2003014D17528B569C0C01E1BB573', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (2, X'01A200301506772983E696E56735A4FF', 'user.created', 1, NULL, NULL, 'user', X'01A200301506772983E696E43C578789', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (3, X'01A200301525717D8A4C1C0706468CC2', 'customer.created', 1, X'01A20030151B721D8B34C7DED9A95A55', NULL, 'customer', X'01A20030151B721D8B34C7DED9A95A55', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (4, X'01A20030152D71588CECBFD359F9E918', 'customer.created', 1, X'01A20030152C75A282789245BD4D2827', NULL, 'customer', X'01A20030152C75A282789245BD4D2827', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (5, X'01A20030153F70E486914101DB22A222', 'contact.created', 1, NULL, X'01A200301531733B84791C0FB61A8D8E', 'contact', X'01A200301531733B84791C0FB61A8D8E', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (6, X'01A200301AB3719D8A421830EAC37BD2', 'affiliation.created', 1, X'01A20030152C75A282789245BD4D2827', X'01A200301531733B84791C0FB61A8D8E', 'affiliation', X'01A200301A9E73E9A2A9B434D940D66B', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (7, X'01A200301AC371888B485488F4EEC0D9', 'contact.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'contact', X'01A200301AC371888B485487594987E1', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (8, X'01A200301AD77110AA5BBA8EBD9CD06F', 'affiliation.created', 1, X'01A20030151B721D8B34C7DED9A95A55', X'01A200301AC371888B485487594987E1', 'affiliation', X'01A200301AD671C7B96995F60CEFE738', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (9, X'01A200301AF2726584AF321100A9BAD2', 'contact_point.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'contact_point', X'01A200301AEB71EDA8B975A50344E817', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (10, X'01A200301B6276CBA8988236571D04D9', 'interaction.created', 1, X'01A20030151B721D8B34C7DED9A95A55', X'01A200301AC371888B485487594987E1', 'interaction', X'01A200301B1A75CE979197637F6FD8B6', X'01A200301506772983E696E43C578789', 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (11, X'01A200301B7572BC9CCE1FD5D5A5BBCA', 'customer.created', 1, X'01A20030151B721D8B34C7DED9A95A55', NULL, 'customer', X'01A200301B7572BC9CCE1FD4B55EED65', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (12, X'01A200301C697048BDD960E986AD79D4', 'customer.merged', 1, X'01A20030151B721D8B34C7DED9A95A55', NULL, 'customer', X'01A20030151B721D8B34C7DED9A95A55', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{"merged":["01a20030-1b75-72bc-9cce-1fd4b55eed65"]}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (13, X'01A200301C6B74E987923082F082F906', 'customer.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'customer', X'01A200301C6A7151814BAE73DCFFA362', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (14, X'01A200301C7576C588ADB27D25A02C42', 'user.created', 1, NULL, NULL, 'user', X'01A200301C7576C588ADB27C2E37CAB4', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (15, X'01A200301CDD74FE977ED3606F1766BC', 'documents.document.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'documents.document', X'01A200301CB57779ACCE33AF2D65215F', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (16, X'01A200301D6976508CF528A6D7B4E67B', 'documents.document.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'documents.document', X'01A200301D6874F2A8795411B84E9481', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (17, X'01A200301D6A7437AD9E93F68FFF61C9', 'documents.tag.created', 1, NULL, NULL, 'documents.tag', X'01A200301D6A7437AD9E93F5F4371FCD', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (18, X'01A200301D7D75669BCF072C385FE949', 'documents.tagging.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'documents.tagging', X'01A200301D7C7138A2D21B2E261A9FEC', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (19, X'01A200301DA472BEB71A4EC7821F67CE', 'documents.tagging.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'documents.tagging', X'01A200301D7F72529FDCB3B68DD7BDC4', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (20, X'01A200301DC5775E9F622A92962B62B3', 'documents.document.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'documents.document', X'01A200301DC470509C828D68D943940F', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (21, X'01A200301DDD731099D329D1D8826072', 'documents.document.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'documents.document', X'01A200301DDC7315BB63748FF4F802BD', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (22, X'01A200301DDE76CDB9F3104350087562', 'documents.tag.created', 1, NULL, NULL, 'documents.tag', X'01A200301DDE76CDB9F310424AC281F5', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (23, X'01A200301DDF7331BFC2A296FEA8888C', 'documents.tagging.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'documents.tagging', X'01A200301DDF7331BFC2A29562A3F78B', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (24, X'01A200301DE073008E159C6148DB1F04', 'documents.tagging.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'documents.tagging', X'01A200301DDF7331BFC2A297BB982F96', NULL, 'documents', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (25, X'01A200301DF776F1BBED1077B6785587', 'user.created', 1, NULL, NULL, 'user', X'01A200301DF776F1BBED10760085F2EB', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (26, X'01A200301E54745CBEB7B064723D0A5A', 'inbox.notice.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'inbox.notice', X'01A200301E0F770E8CB824A22C6B0CF8', NULL, 'inbox', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (27, X'01A200301E58759FAC7746C436C975AD', 'inbox.notice.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'inbox.notice', X'01A200301E5770D88D79BDC4BC0C4D52', NULL, 'inbox', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (28, X'01A200301EA3703491AA33F8E98E8557', 'inbox.notice.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'inbox.notice', X'01A200301EA3703491AA33F7A2EFB55B', NULL, 'inbox', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (29, X'01A200301EA5711D843EC0DC8D639DFF', 'inbox.notice.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'inbox.notice', X'01A200301EA472B2AA34CC17DD99DCB1', NULL, 'inbox', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (30, X'01A200301EA776B68FFC64F7B24A9C0A', 'user.created', 1, NULL, NULL, 'user', X'01A200301EA776B68FFC64F624B77841', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (31, X'01A200301ECE74F38CBF5E0041ECFBDC', 'notes.note.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'notes.note', X'01A200301EC27050B3B3096CFA5434D5', NULL, 'notes', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (32, X'01A200301F2A77649B1E225E43CB61E7', 'notes.note.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'notes.note', X'01A200301F0B73179EFC69EC2AE136E7', NULL, 'notes', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (33, X'01A200301F8571EEB558FB594536D393', 'user.created', 1, NULL, NULL, 'user', X'01A200301F8476CBB3BA8D0504510196', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (34, X'01A200301FA37565B4586F6EEE848A66', 'tasks.task.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'tasks.task', X'01A200301F9372DCBF03004DA20945E5', NULL, 'tasks', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (35, X'01A200301FF972FCA4ADBEDAFE42F8F4', 'tasks.task.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'tasks.task', X'01A200301FEA7799ABBC3D3A6930EC95', NULL, 'tasks', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (36, X'01A20030200972E893D2BA87BE55AA73', 'tasks.task.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'tasks.task', X'01A20030200876E6A5507B124EF832A4', NULL, 'tasks', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (37, X'01A20030200B73C6A9D70E8AA04A149A', 'tasks.task.created', 1, NULL, X'01A200301AC371888B485487594987E1', 'tasks.task', X'01A20030200A771DA9DDFE4CBB582C7B', NULL, 'tasks', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (38, X'01A2003020257461B1A78A0F17DB7026', 'tasks.task.created', 1, NULL, NULL, 'tasks.task', X'01A20030201A77D093089EF3EE62D3AB', NULL, 'tasks', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (39, X'01A20030204F7530BF7602D73BA930D6', 'user.created', 1, NULL, NULL, 'user', X'01A20030203975769E0B6E89391EAA8C', NULL, 'core', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (40, X'01A20030207575E5BCE1CDF7A484BA5C', 'transactions.product.created', 1, NULL, NULL, 'transactions.product', X'01A20030206177708791A1222CE37199', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (41, X'01A200302090714198C2940B0EF92C90', 'transactions.order.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.order', X'01A20030208E75D4BD157D2B1274144D', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (42, X'01A2003020A772AAB3D7C07FBF9E30A8', 'transactions.order.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.order', X'01A2003020A671E4BB0B30C64469E177', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (43, X'01A2003020AC726BBA237B36F57FAC97', 'transactions.account.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.account', X'01A2003020AB704480A73761FEBC640C', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (44, X'01A2003021D4767E8D4A5F056F569D8C', 'transactions.order_line.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.order_line', X'01A20030214E70D7A172AA617DEECABA', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (45, X'01A20030223A718692E4ED7F4B0D98B9', 'transactions.order_line.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.order_line', X'01A2003021D770CB8ED35639DF07B4D4', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (46, X'01A20030223B74EE9E940A175CAA8D96', 'transactions.invoice.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.invoice', X'01A20030223B74EE9E940A16B2404C1A', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (47, X'01A20030225E707CAD6BB7C8B2682AB7', 'transactions.invoice.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.invoice', X'01A200302254777398BB8CAFA6D99D58', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (48, X'01A20030226D764AAC8B80015A9DBA8F', 'transactions.payment.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.payment', X'01A20030226A77638BA9E80022BB52F0', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (49, X'01A20030227C72EE9297F3725B4E444B', 'transactions.payment.created', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.payment', X'01A20030227374A8816DC7595255DA64', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{}', NULL);
INSERT INTO "core_event" ("seq", "id", "type", "version", "customer_id", "contact_id", "subject", "subject_id", "actor_id", "plugin", "occurred_at", "recorded_at", "correlation_id", "causation_id", "payload", "personal") VALUES (50, X'01A20030239B703ABB8CB660D56CAF10', 'transactions.account.changed', 1, X'01A200301C6A7151814BAE73DCFFA362', NULL, 'transactions.account', X'01A2003020AB704480A73761FEBC640C', NULL, 'transactions', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', NULL, NULL, '{"changed":{"revenue":[189,40100],"returned":[190,0],"orders":[191,2],"last_order_at":["2026-04-26T12:00:00Z","2026-04-27T09:00:00Z"],"open_amount":[193,-2]}}', NULL);
CREATE TABLE core_event_failure (
	id INTEGER NOT NULL, 
	subscriber TEXT NOT NULL, 
	position TEXT NOT NULL, 
	type TEXT NOT NULL, 
	order_key BLOB, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_at TEXT, 
	error TEXT, 
	failed_at TEXT, 
	PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE core_import_chunk (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	job_id BLOB NOT NULL, 
	number INTEGER NOT NULL, 
	made TEXT NOT NULL, 
	changed TEXT NOT NULL, 
	CONSTRAINT pk_core_import_chunk PRIMARY KEY (id), 
	CONSTRAINT fk_core_import_chunk_job_id FOREIGN KEY(job_id) REFERENCES core_import_job (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE core_import_error (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	job_id BLOB NOT NULL, 
	line INTEGER NOT NULL, 
	column_name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_core_import_error PRIMARY KEY (id), 
	CONSTRAINT fk_core_import_error_job_id FOREIGN KEY(job_id) REFERENCES core_import_job (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE core_import_job (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	"key" TEXT NOT NULL, 
	target TEXT NOT NULL, 
	preset INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	source TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	options TEXT NOT NULL, 
	state TEXT NOT NULL, 
	actor_id BLOB, 
	total INTEGER, 
	position INTEGER NOT NULL, 
	good INTEGER NOT NULL, 
	bad INTEGER NOT NULL, 
	made TEXT NOT NULL, 
	problem TEXT, 
	finished_at TEXT, 
	CONSTRAINT pk_core_import_job PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE core_interaction (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB NOT NULL, 
	contact_id BLOB, 
	channel TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	occurred_at TEXT NOT NULL, 
	subject TEXT, 
	body TEXT, 
	outcome TEXT, 
	follow_up_on TEXT, 
	CONSTRAINT pk_core_interaction PRIMARY KEY (id), 
	CONSTRAINT fk_core_interaction_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE SET NULL, 
	CONSTRAINT fk_core_interaction_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "core_interaction" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "channel", "direction", "occurred_at", "subject", "body", "outcome", "follow_up_on") VALUES (X'01A200301B1A75CE979197637F6FD8B6', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A20030151B721D8B34C7DED9A95A55', X'01A200301AC371888B485487594987E1', 'call', 'out', '2026-05-04T12:00:00.000000Z', 'Angebot', NULL, NULL, NULL);
CREATE TABLE core_job (
	"key" TEXT NOT NULL, 
	last_run TEXT, 
	next_run TEXT NOT NULL, 
	worker TEXT, 
	lease_until TEXT, 
	fence INTEGER NOT NULL, 
	last_error TEXT, 
	runs INTEGER NOT NULL, 
	PRIMARY KEY ("key")
)
 STRICT

;
CREATE TABLE core_membership (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	CONSTRAINT pk_core_membership PRIMARY KEY (id), 
	CONSTRAINT fk_core_membership_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "core_membership" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id") VALUES (X'01A20030151077FA8BE11AE7DA0D2248', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, X'01A2003014D17528B569C0C01E1BB573', X'01A200301506772983E696E43C578789');
CREATE TABLE core_merge (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	entity TEXT NOT NULL, 
	survivor_id BLOB NOT NULL, 
	merged_id BLOB NOT NULL, 
	moved TEXT NOT NULL, 
	gained TEXT NOT NULL, 
	undone_at TEXT, 
	CONSTRAINT pk_core_merge PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "core_merge" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "entity", "survivor_id", "merged_id", "moved", "gained", "undone_at") VALUES (X'01A200301C1572EB92FE2CD1D8960101', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, 'customer', X'01A20030151B721D8B34C7DED9A95A55', X'01A200301B7572BC9CCE1FD4B55EED65', '{"core_event.customer_id":["01a20030-1b75-72bc-9cce-1fd5d5a5bbca"]}', '{"roles":[],"custom":[],"contact":null}', NULL);
CREATE TABLE core_meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 STRICT

;
INSERT INTO "core_meta" ("key", "value") VALUES ('search.customer', '{"declared":"name:personal number:internal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.contact', '{"declared":"name:personal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.contact_point', '{"declared":"value:personal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.interaction', '{"declared":"subject:personal body:personal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.notes.note', '{"declared":"body:personal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.transactions.product', '{"declared":"name:public sku:public","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.transactions.order', '{"declared":"number:internal","after":"00000000-0000-0000-0000-000000000000","done":true}');
INSERT INTO "core_meta" ("key", "value") VALUES ('search.transactions.invoice', '{"declared":"number:internal","after":"00000000-0000-0000-0000-000000000000","done":true}');
CREATE TABLE core_plugin (
	"key" TEXT NOT NULL, 
	distribution TEXT, 
	version TEXT, 
	schema_head TEXT, 
	state TEXT NOT NULL, 
	last_error TEXT, 
	enabled_at TEXT, 
	owned_tables TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 STRICT

;
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('core', 'kontor-core', '0.1.0', 'core_0004', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["core_affiliation","core_api_token","core_contact","core_contact_point","core_credential","core_customer","core_import_chunk","core_import_error","core_import_job","core_interaction","core_membership","core_merge","core_role_assignment","core_session","core_share","core_team","core_user"]', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('documents', 'kontor-builtin', '0.1.0', 'documents_0002', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["documents_document","documents_tag","documents_tagging"]', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('inbox', 'kontor-builtin', '0.1.0', 'inbox_0001', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["inbox_notice"]', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('notes', 'kontor-builtin', '0.1.0', 'notes_0001', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["notes_note"]', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('tasks', 'kontor-builtin', '0.1.0', 'tasks_0001', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["tasks_feed","tasks_task"]', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_plugin" ("key", "distribution", "version", "schema_head", "state", "last_error", "enabled_at", "owned_tables", "updated_at") VALUES ('transactions', 'kontor-transactions', '0.1.0', 'transactions_0001', 'enabled', NULL, '2026-05-04T12:00:00.000000Z', '["transactions_account","transactions_invoice","transactions_order","transactions_order_line","transactions_payment","transactions_product"]', '2026-05-04T12:00:00.000000Z');
CREATE TABLE core_role_assignment (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_core_role_assignment PRIMARY KEY (id), 
	CONSTRAINT fk_core_role_assignment_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A20030150F7552A2829A7821F2C0EA', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301506772983E696E43C578789', 'administrator');
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A200301C76764C8982CE4CA4DA40D2', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301C7576C588ADB27C2E37CAB4', 'agent');
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A200301E0C7021A7E14AE6F49E3D65', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DF776F1BBED10760085F2EB', 'agent');
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A200301EA776B68FFC64F883733B24', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301EA776B68FFC64F624B77841', 'agent');
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A200301F8672F688AE3D56AE23442C', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301F8476CBB3BA8D0504510196', 'agent');
INSERT INTO "core_role_assignment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "user_id", "role") VALUES (X'01A20030205970888FAF5167F051AEB6', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A20030203975769E0B6E89391EAA8C', 'agent');
CREATE TABLE core_search_document (
	rowid INTEGER NOT NULL, 
	entity TEXT NOT NULL, 
	entity_id BLOB NOT NULL, 
	customer_id BLOB, 
	contact_id BLOB, 
	updated TEXT NOT NULL, 
	PRIMARY KEY (rowid)
)
 STRICT

;
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (1, 'customer', X'01A20030151B721D8B34C7DED9A95A55', X'01A20030151B721D8B34C7DED9A95A55', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (2, 'customer', X'01A20030152C75A282789245BD4D2827', X'01A20030152C75A282789245BD4D2827', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (3, 'customer', X'01A200301C6A7151814BAE73DCFFA362', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (4, 'contact', X'01A200301531733B84791C0FB61A8D8E', NULL, X'01A200301531733B84791C0FB61A8D8E', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (5, 'contact', X'01A200301AC371888B485487594987E1', NULL, X'01A200301AC371888B485487594987E1', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (6, 'contact_point', X'01A200301AEB71EDA8B975A50344E817', NULL, X'01A200301AC371888B485487594987E1', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (7, 'interaction', X'01A200301B1A75CE979197637F6FD8B6', X'01A20030151B721D8B34C7DED9A95A55', X'01A200301AC371888B485487594987E1', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (8, 'notes.note', X'01A200301EC27050B3B3096CFA5434D5', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (9, 'notes.note', X'01A200301F0B73179EFC69EC2AE136E7', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (10, 'transactions.product', X'01A20030206177708791A1222CE37199', NULL, NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (11, 'transactions.order', X'01A20030208E75D4BD157D2B1274144D', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (12, 'transactions.order', X'01A2003020A671E4BB0B30C64469E177', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (13, 'transactions.invoice', X'01A20030223B74EE9E940A16B2404C1A', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_search_document" ("rowid", "entity", "entity_id", "customer_id", "contact_id", "updated") VALUES (14, 'transactions.invoice', X'01A200302254777398BB8CAFA6D99D58', X'01A200301C6A7151814BAE73DCFFA362', NULL, '2026-05-04T12:00:00.000000Z');
CREATE VIRTUAL TABLE core_search_text USING fts5(kind, open, personal, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4', columnsize = 0);
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (1, 'Customer', 'k 10001', 'muller sohne');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (2, 'Customer', 'k 10002', 'dr erika brandt');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (3, 'Customer', 'k 10004', 'customer 4');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (4, 'Contact', '', 'dr erika brandt');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (5, 'Contact', '', 'jan ohl');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (6, 'ContactPoint', '', 'jan mueller de');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (7, 'Interaction', '', 'angebot');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (8, 'NotesNote', '', '00087 kanarienvogel');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (9, 'NotesNote', '', '00090 kanarienvogel');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (10, 'TransactionsProduct', '00162 kanarienvogel 00160 kanarienvogel', '');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (11, 'TransactionsOrder', '00168 kanarienvogel', '');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (12, 'TransactionsOrder', '00179 kanarienvogel', '');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (13, 'TransactionsInvoice', '00205 kanarienvogel', '');
INSERT INTO "core_search_text" ("rowid", "kind", "open", "personal") VALUES (14, 'TransactionsInvoice', '00214 kanarienvogel', '');
CREATE TABLE core_session (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	token_hash TEXT NOT NULL, 
	csrf_token TEXT NOT NULL, 
	expires_at TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	password_version INTEGER NOT NULL, 
	CONSTRAINT pk_core_session PRIMARY KEY (id), 
	CONSTRAINT fk_core_session_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_core_session_token_hash UNIQUE (token_hash)
)
 STRICT

;
CREATE TABLE core_share (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	record_id BLOB NOT NULL, 
	principal_id BLOB NOT NULL, 
	level TEXT NOT NULL, 
	plugin TEXT NOT NULL, 
	CONSTRAINT pk_core_share PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF66099B4975B', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A20030200876E6A5507B124EF832A4', X'01A200301F8476CBB3BA8D0504510196', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF66146CF321D', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A20030201A77D093089EF3EE62D3AB', X'01A200301F8476CBB3BA8D0504510196', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF6629AD18246', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301FEA7799ABBC3D3A6930EC95', X'01A200301F8476CBB3BA8D0504510196', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF663BC338572', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301FEA7799ABBC3D3A6930EC95', X'01A200301506772983E696E43C578789', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF664EE96A68E', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301F9372DCBF03004DA20945E5', X'01A200301F8476CBB3BA8D0504510196', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF66551D8F7EF', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301F9372DCBF03004DA20945E5', X'01A200301506772983E696E43C578789', 'edit', 'tasks');
INSERT INTO "core_share" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "record_id", "principal_id", "level", "plugin") VALUES (X'01A20030232F7033AFFCF666B0CA39ED', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A20030200A771DA9DDFE4CBB582C7B', X'01A200301F8476CBB3BA8D0504510196', 'edit', 'tasks');
CREATE TABLE core_subscriber (
	id TEXT NOT NULL, 
	position TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	worker TEXT, 
	updated_at TEXT NOT NULL, 
	PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('inbox.keep_notices', '50', 1, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('notes.tell_mentioned', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('tasks.share_with_people', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('tasks.tell_assignees', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('tasks.tell_due', '50', 1, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('tasks.keep_series', '50', 1, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('tasks.make_follow_ups', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('transactions.keep_accounts', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
INSERT INTO "core_subscriber" ("id", "position", "fence", "worker", "updated_at") VALUES ('search', '50', 2, 'vm:18251', '2026-05-04T12:00:00.000000Z');
CREATE TABLE core_team (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_core_team PRIMARY KEY (id), 
	CONSTRAINT uq_core_team_name UNIQUE (name)
)
 STRICT

;
INSERT INTO "core_team" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name") VALUES (X'01A2003014D17528B569C0C01E1BB573', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, 'Vertrieb');
CREATE TABLE core_user (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	name TEXT NOT NULL, 
	email TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	locale TEXT NOT NULL, 
	CONSTRAINT pk_core_user PRIMARY KEY (id), 
	CONSTRAINT uq_core_user_email UNIQUE (email)
)
 STRICT

;
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A200301506772983E696E43C578789', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'Ann Ott', 'ann.ott@kontor.example', 1, 'de');
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A200301C7576C588ADB27C2E37CAB4', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'User 5', 'user.5@kontor.example', 1, 'de');
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A200301DF776F1BBED10760085F2EB', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'User 44', 'user.44@kontor.example', 1, 'de');
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A200301EA776B68FFC64F624B77841', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'User 85', 'user.85@kontor.example', 1, 'de');
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A200301F8476CBB3BA8D0504510196', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'User 92', 'user.92@kontor.example', 1, 'de');
INSERT INTO "core_user" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "email", "active", "locale") VALUES (X'01A20030203975769E0B6E89391EAA8C', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 3, NULL, NULL, 'User 158', 'user.158@kontor.example', 1, 'de');
CREATE TABLE documents_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT documents_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "documents_alembic_version" ("version_num") VALUES ('documents_0002');
CREATE TABLE documents_document (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB, 
	contact_id BLOB, 
	name TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	media_type TEXT NOT NULL, 
	author_id BLOB, 
	removed_at TEXT, 
	blob_id BLOB NOT NULL, 
	CONSTRAINT pk_documents_document PRIMARY KEY (id), 
	CONSTRAINT fk_documents_document_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE CASCADE, 
	CONSTRAINT fk_documents_document_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "documents_document" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "name", "number", "size", "media_type", "author_id", "removed_at", "blob_id") VALUES (X'01A200301CB57779ACCE33AF2D65215F', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301C6A7151814BAE73DCFFA362', NULL, '00007-Kanarienvogel', 8, 9, '00011-Kanarienvogel', X'01A200301C7576C588ADB27C2E37CAB4', '2026-05-04T00:00:00.000000Z', X'01A200301C8F7112B01B2CF2E0D06046');
INSERT INTO "documents_document" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "name", "number", "size", "media_type", "author_id", "removed_at", "blob_id") VALUES (X'01A200301D6874F2A8795411B84E9481', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301C6A7151814BAE73DCFFA362', NULL, '00015-Kanarienvogel', 16, 17, '00019-Kanarienvogel', X'01A200301C7576C588ADB27C2E37CAB4', '2026-05-03T16:00:00.000000Z', X'01A200301CFA75D285BB32046CF0FCA9');
INSERT INTO "documents_document" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "name", "number", "size", "media_type", "author_id", "removed_at", "blob_id") VALUES (X'01A200301DC470509C828D68D943940F', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, NULL, X'01A200301AC371888B485487594987E1', '00026-Kanarienvogel', 27, 28, '00030-Kanarienvogel', X'01A200301C7576C588ADB27C2E37CAB4', '2026-05-03T05:00:00.000000Z', X'01A200301DA6736E950B78F2A7F9FBC7');
INSERT INTO "documents_document" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "contact_id", "name", "number", "size", "media_type", "author_id", "removed_at", "blob_id") VALUES (X'01A200301DDC7315BB63748FF4F802BD', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, NULL, X'01A200301AC371888B485487594987E1', '00034-Kanarienvogel', 35, 36, '00038-Kanarienvogel', X'01A200301C7576C588ADB27C2E37CAB4', '2026-05-02T21:00:00.000000Z', X'01A200301DC5775E9F622A9344AB76FC');
CREATE TABLE documents_tag (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	name TEXT NOT NULL, 
	color TEXT NOT NULL, 
	CONSTRAINT pk_documents_tag PRIMARY KEY (id), 
	CONSTRAINT uq_documents_tag_name UNIQUE (name)
)
 STRICT

;
INSERT INTO "documents_tag" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "color") VALUES (X'01A200301D6A7437AD9E93F5F4371FCD', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00023-Kanarienvogel', 'c1');
INSERT INTO "documents_tag" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "name", "color") VALUES (X'01A200301DDE76CDB9F310424AC281F5', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00042-Kanarienvogel', 'c1');
CREATE TABLE documents_tagging (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	tag_id BLOB, 
	customer_id BLOB, 
	contact_id BLOB, 
	CONSTRAINT pk_documents_tagging PRIMARY KEY (id), 
	CONSTRAINT fk_documents_tagging_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE CASCADE, 
	CONSTRAINT fk_documents_tagging_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE, 
	CONSTRAINT fk_documents_tagging_tag_id FOREIGN KEY(tag_id) REFERENCES documents_tag (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "documents_tagging" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "tag_id", "customer_id", "contact_id") VALUES (X'01A200301D7C7138A2D21B2E261A9FEC', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301D6A7437AD9E93F5F4371FCD', X'01A200301C6A7151814BAE73DCFFA362', NULL);
INSERT INTO "documents_tagging" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "tag_id", "customer_id", "contact_id") VALUES (X'01A200301D7F72529FDCB3B68DD7BDC4', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301D6A7437AD9E93F5F4371FCD', X'01A200301C6A7151814BAE73DCFFA362', NULL);
INSERT INTO "documents_tagging" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "tag_id", "customer_id", "contact_id") VALUES (X'01A200301DDF7331BFC2A29562A3F78B', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DDE76CDB9F310424AC281F5', NULL, X'01A200301AC371888B485487594987E1');
INSERT INTO "documents_tagging" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "tag_id", "customer_id", "contact_id") VALUES (X'01A200301DDF7331BFC2A297BB982F96', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DDE76CDB9F310424AC281F5', NULL, X'01A200301AC371888B485487594987E1');
CREATE TABLE inbox_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT inbox_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "inbox_alembic_version" ("version_num") VALUES ('inbox_0001');
CREATE TABLE inbox_notice (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	recipient_id BLOB NOT NULL, 
	text TEXT NOT NULL, 
	text_en TEXT, 
	told_at TEXT NOT NULL, 
	read_at TEXT, 
	customer_id BLOB, 
	contact_id BLOB, 
	about TEXT, 
	about_id BLOB, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_inbox_notice PRIMARY KEY (id), 
	CONSTRAINT fk_inbox_notice_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE CASCADE, 
	CONSTRAINT fk_inbox_notice_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE, 
	CONSTRAINT fk_inbox_notice_recipient_id FOREIGN KEY(recipient_id) REFERENCES core_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_inbox_notice_digest UNIQUE (digest)
)
 STRICT

;
INSERT INTO "inbox_notice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "recipient_id", "text", "text_en", "told_at", "read_at", "customer_id", "contact_id", "about", "about_id", "digest") VALUES (X'01A200301E0F770E8CB824A22C6B0CF8', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DF776F1BBED10760085F2EB', '00046-Kanarienvogel', '00048-Kanarienvogel', '2026-05-02T11:00:00.000000Z', '2026-05-02T10:00:00.000000Z', X'01A200301C6A7151814BAE73DCFFA362', NULL, '00052-Kanarienvogel', NULL, '00054-Kanarienvogel');
INSERT INTO "inbox_notice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "recipient_id", "text", "text_en", "told_at", "read_at", "customer_id", "contact_id", "about", "about_id", "digest") VALUES (X'01A200301E5770D88D79BDC4BC0C4D52', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DF776F1BBED10760085F2EB', '00056-Kanarienvogel', '00058-Kanarienvogel', '2026-05-02T01:00:00.000000Z', '2026-05-02T00:00:00.000000Z', X'01A200301C6A7151814BAE73DCFFA362', NULL, '00062-Kanarienvogel', NULL, '00064-Kanarienvogel');
INSERT INTO "inbox_notice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "recipient_id", "text", "text_en", "told_at", "read_at", "customer_id", "contact_id", "about", "about_id", "digest") VALUES (X'01A200301EA3703491AA33F7A2EFB55B', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DF776F1BBED10760085F2EB', '00066-Kanarienvogel', '00068-Kanarienvogel', '2026-05-01T15:00:00.000000Z', '2026-05-01T14:00:00.000000Z', NULL, X'01A200301AC371888B485487594987E1', '00072-Kanarienvogel', NULL, '00074-Kanarienvogel');
INSERT INTO "inbox_notice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "recipient_id", "text", "text_en", "told_at", "read_at", "customer_id", "contact_id", "about", "about_id", "digest") VALUES (X'01A200301EA472B2AA34CC17DD99DCB1', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, X'01A200301DF776F1BBED10760085F2EB', '00076-Kanarienvogel', '00078-Kanarienvogel', '2026-05-01T05:00:00.000000Z', '2026-05-01T04:00:00.000000Z', NULL, X'01A200301AC371888B485487594987E1', '00082-Kanarienvogel', NULL, '00084-Kanarienvogel');
CREATE TABLE notes_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT notes_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "notes_alembic_version" ("version_num") VALUES ('notes_0001');
CREATE TABLE notes_note (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB NOT NULL, 
	body TEXT NOT NULL, 
	pinned INTEGER NOT NULL, 
	CONSTRAINT pk_notes_note PRIMARY KEY (id), 
	CONSTRAINT fk_notes_note_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "notes_note" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "body", "pinned") VALUES (X'01A200301EC27050B3B3096CFA5434D5', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', '00087-Kanarienvogel', 1);
INSERT INTO "notes_note" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "body", "pinned") VALUES (X'01A200301F0B73179EFC69EC2AE136E7', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', '00090-Kanarienvogel', 1);
CREATE TABLE tasks_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT tasks_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "tasks_alembic_version" ("version_num") VALUES ('tasks_0001');
CREATE TABLE tasks_feed (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	user_id BLOB NOT NULL, 
	token TEXT, 
	CONSTRAINT pk_tasks_feed PRIMARY KEY (id), 
	CONSTRAINT fk_tasks_feed_user_id FOREIGN KEY(user_id) REFERENCES core_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tasks_feed_token UNIQUE (token), 
	CONSTRAINT uq_tasks_feed_user_id UNIQUE (user_id)
)
 STRICT

;
CREATE TABLE tasks_task (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	title TEXT NOT NULL, 
	note TEXT, 
	due_on TEXT, 
	due_at TEXT, 
	assignee_id BLOB, 
	customer_id BLOB, 
	contact_id BLOB, 
	priority TEXT NOT NULL, 
	recurrence TEXT, 
	done_at TEXT, 
	source TEXT NOT NULL, 
	source_id BLOB, 
	previous_id BLOB, 
	reminded_at TEXT, 
	CONSTRAINT pk_tasks_task PRIMARY KEY (id), 
	CONSTRAINT fk_tasks_task_assignee_id FOREIGN KEY(assignee_id) REFERENCES core_user (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_tasks_task_contact_id FOREIGN KEY(contact_id) REFERENCES core_contact (id) ON DELETE SET NULL, 
	CONSTRAINT fk_tasks_task_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE, 
	CONSTRAINT fk_tasks_task_previous_id FOREIGN KEY(previous_id) REFERENCES tasks_task (id) ON DELETE SET NULL, 
	CONSTRAINT uq_tasks_task_source_id UNIQUE (source_id)
)
 STRICT

;
INSERT INTO "tasks_task" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "title", "note", "due_on", "due_at", "assignee_id", "customer_id", "contact_id", "priority", "recurrence", "done_at", "source", "source_id", "previous_id", "reminded_at") VALUES (X'01A200301F9372DCBF03004DA20945E5', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00094-Kanarienvogel', '00096-Kanarienvogel', '2026-01-27', '00099', X'01A200301F8476CBB3BA8D0504510196', X'01A200301C6A7151814BAE73DCFFA362', NULL, 'high', '00102-Kanarienvogel', '2026-04-30T05:00:00.000000Z', 'hand', NULL, NULL, '2026-04-30T03:00:00.000000Z');
INSERT INTO "tasks_task" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "title", "note", "due_on", "due_at", "assignee_id", "customer_id", "contact_id", "priority", "recurrence", "done_at", "source", "source_id", "previous_id", "reminded_at") VALUES (X'01A200301FEA7799ABBC3D3A6930EC95', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00107-Kanarienvogel', '00109-Kanarienvogel', '2026-01-14', '00112', X'01A200301F8476CBB3BA8D0504510196', X'01A200301C6A7151814BAE73DCFFA362', NULL, 'high', '00115-Kanarienvogel', '2026-04-29T16:00:00.000000Z', 'hand', NULL, X'01A200301F9372DCBF03004DA20945E5', '2026-04-29T14:00:00.000000Z');
INSERT INTO "tasks_task" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "title", "note", "due_on", "due_at", "assignee_id", "customer_id", "contact_id", "priority", "recurrence", "done_at", "source", "source_id", "previous_id", "reminded_at") VALUES (X'01A20030200876E6A5507B124EF832A4', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00120-Kanarienvogel', '00122-Kanarienvogel', '2026-01-01', '00125', X'01A200301F8476CBB3BA8D0504510196', NULL, X'01A200301AC371888B485487594987E1', 'high', '00128-Kanarienvogel', '2026-04-29T03:00:00.000000Z', 'hand', NULL, NULL, '2026-04-29T01:00:00.000000Z');
INSERT INTO "tasks_task" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "title", "note", "due_on", "due_at", "assignee_id", "customer_id", "contact_id", "priority", "recurrence", "done_at", "source", "source_id", "previous_id", "reminded_at") VALUES (X'01A20030200A771DA9DDFE4CBB582C7B', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00133-Kanarienvogel', '00135-Kanarienvogel', '2025-12-19', '00138', X'01A200301F8476CBB3BA8D0504510196', NULL, X'01A200301AC371888B485487594987E1', 'high', '00141-Kanarienvogel', '2026-04-28T14:00:00.000000Z', 'hand', NULL, X'01A20030200876E6A5507B124EF832A4', '2026-04-28T12:00:00.000000Z');
INSERT INTO "tasks_task" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "title", "note", "due_on", "due_at", "assignee_id", "customer_id", "contact_id", "priority", "recurrence", "done_at", "source", "source_id", "previous_id", "reminded_at") VALUES (X'01A20030201A77D093089EF3EE62D3AB', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00146-Kanarienvogel', '00148-Kanarienvogel', '2025-12-06', '00151', X'01A200301F8476CBB3BA8D0504510196', NULL, NULL, 'high', '00154-Kanarienvogel', '2026-04-28T01:00:00.000000Z', 'hand', X'01A200301B1A75CE979197637F6FD8B6', NULL, '2026-04-27T23:00:00.000000Z');
CREATE TABLE transactions_account (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB NOT NULL, 
	revenue INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	orders INTEGER NOT NULL, 
	last_order_at TEXT, 
	open_amount INTEGER NOT NULL, 
	currency TEXT, 
	CONSTRAINT pk_transactions_account PRIMARY KEY (id), 
	CONSTRAINT fk_transactions_account_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE CASCADE, 
	CONSTRAINT uq_transactions_account_customer_id UNIQUE (customer_id)
)
 STRICT

;
INSERT INTO "transactions_account" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "revenue", "returned", "orders", "last_order_at", "open_amount", "currency") VALUES (X'01A2003020AB704480A73761FEBC640C', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 2, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', 40100, 0, 2, '2026-04-27T09:00:00.000000Z', -2, 'EUR');
CREATE TABLE transactions_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT transactions_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "transactions_alembic_version" ("version_num") VALUES ('transactions_0001');
CREATE TABLE transactions_invoice (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB NOT NULL, 
	order_id BLOB, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	issued_on TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	total INTEGER NOT NULL, 
	paid INTEGER NOT NULL, 
	currency TEXT NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_transactions_invoice PRIMARY KEY (id), 
	CONSTRAINT fk_transactions_invoice_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_transactions_invoice_order_id FOREIGN KEY(order_id) REFERENCES transactions_order (id) ON DELETE SET NULL, 
	CONSTRAINT uq_transactions_invoice_number UNIQUE (number)
)
 STRICT

;
INSERT INTO "transactions_invoice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "order_id", "number", "number_key", "issued_on", "due_on", "total", "paid", "currency", "state") VALUES (X'01A20030223B74EE9E940A16B2404C1A', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', X'01A20030208E75D4BD157D2B1274144D', '00205-Kanarienvogel', '00207-Kanarienvogel', '2025-10-08', '2025-10-07', 210, 211, 'EUR', 'open');
INSERT INTO "transactions_invoice" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "order_id", "number", "number_key", "issued_on", "due_on", "total", "paid", "currency", "state") VALUES (X'01A200302254777398BB8CAFA6D99D58', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', X'01A2003020A671E4BB0B30C64469E177', '00214-Kanarienvogel', '00216-Kanarienvogel', '2025-09-29', '2025-09-28', 219, 220, 'EUR', 'open');
CREATE TABLE transactions_order (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	customer_id BLOB, 
	number TEXT NOT NULL, 
	number_key TEXT NOT NULL, 
	placed_at TEXT NOT NULL, 
	status TEXT NOT NULL, 
	channel TEXT, 
	country TEXT, 
	currency TEXT NOT NULL, 
	total INTEGER NOT NULL, 
	CONSTRAINT pk_transactions_order PRIMARY KEY (id), 
	CONSTRAINT fk_transactions_order_customer_id FOREIGN KEY(customer_id) REFERENCES core_customer (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_transactions_order_number UNIQUE (number)
)
 STRICT

;
INSERT INTO "transactions_order" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "number", "number_key", "placed_at", "status", "channel", "country", "currency", "total") VALUES (X'01A20030208E75D4BD157D2B1274144D', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', '00168-Kanarienvogel', '00170-Kanarienvogel', '2026-04-27T09:00:00.000000Z', 'open', '00174-Kanarienvogel', '00176-Kanarienvogel', 'EUR', 177);
INSERT INTO "transactions_order" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "customer_id", "number", "number_key", "placed_at", "status", "channel", "country", "currency", "total") VALUES (X'01A2003020A671E4BB0B30C64469E177', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200301C6A7151814BAE73DCFFA362', '00179-Kanarienvogel', '00181-Kanarienvogel', '2026-04-26T22:00:00.000000Z', 'open', '00185-Kanarienvogel', '00187-Kanarienvogel', 'EUR', 188);
CREATE TABLE transactions_order_line (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	order_id BLOB NOT NULL, 
	product_id BLOB NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	quantity INTEGER NOT NULL, 
	unit_price INTEGER NOT NULL, 
	amount INTEGER NOT NULL, 
	CONSTRAINT pk_transactions_order_line PRIMARY KEY (id), 
	CONSTRAINT fk_transactions_order_line_order_id FOREIGN KEY(order_id) REFERENCES transactions_order (id) ON DELETE CASCADE, 
	CONSTRAINT fk_transactions_order_line_product_id FOREIGN KEY(product_id) REFERENCES transactions_product (id) ON DELETE RESTRICT
)
 STRICT

;
INSERT INTO "transactions_order_line" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "order_id", "product_id", "position", "kind", "quantity", "unit_price", "amount") VALUES (X'01A20030214E70D7A172AA617DEECABA', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A20030208E75D4BD157D2B1274144D', X'01A20030206177708791A1222CE37199', 194, 'sale', 196000, 197000000, 198000000);
INSERT INTO "transactions_order_line" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "order_id", "product_id", "position", "kind", "quantity", "unit_price", "amount") VALUES (X'01A2003021D770CB8ED35639DF07B4D4', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A2003020A671E4BB0B30C64469E177', X'01A20030206177708791A1222CE37199', 199, 'sale', 201000, 202000000, 203000000);
CREATE TABLE transactions_payment (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	invoice_id BLOB NOT NULL, 
	paid_on TEXT NOT NULL, 
	amount INTEGER NOT NULL, 
	currency TEXT NOT NULL, 
	method TEXT NOT NULL, 
	CONSTRAINT pk_transactions_payment PRIMARY KEY (id), 
	CONSTRAINT fk_transactions_payment_invoice_id FOREIGN KEY(invoice_id) REFERENCES transactions_invoice (id) ON DELETE RESTRICT
)
 STRICT

;
INSERT INTO "transactions_payment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "invoice_id", "paid_on", "amount", "currency", "method") VALUES (X'01A20030226A77638BA9E80022BB52F0', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A20030223B74EE9E940A16B2404C1A', '2025-09-24', 223, 'EUR', 'transfer');
INSERT INTO "transactions_payment" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "invoice_id", "paid_on", "amount", "currency", "method") VALUES (X'01A20030227374A8816DC7595255DA64', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, X'01A200301506772983E696E43C578789', NULL, X'01A200302254777398BB8CAFA6D99D58', '2025-09-21', 226, 'EUR', 'transfer');
CREATE TABLE transactions_product (
	id BLOB NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	owner_id BLOB, 
	team_id BLOB, 
	sku TEXT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	price INTEGER, 
	currency TEXT, 
	active INTEGER NOT NULL, 
	CONSTRAINT pk_transactions_product PRIMARY KEY (id), 
	CONSTRAINT uq_transactions_product_sku UNIQUE (sku)
)
 STRICT

;
INSERT INTO "transactions_product" ("id", "created_at", "updated_at", "version", "owner_id", "team_id", "sku", "name", "name_key", "price", "currency", "active") VALUES (X'01A20030206177708791A1222CE37199', '2026-05-04T12:00:00.000000Z', '2026-05-04T12:00:00.000000Z', 1, NULL, NULL, '00160-Kanarienvogel', '00162-Kanarienvogel', '00164-Kanarienvogel', 165000000, 'EUR', 1);
CREATE INDEX ix_core_affiliation_contact_id ON core_affiliation (contact_id);
CREATE INDEX ix_core_affiliation_customer_id ON core_affiliation (customer_id);
CREATE INDEX ix_core_affiliation_own ON core_affiliation (owner_id, contact_id);
CREATE INDEX ix_core_affiliation_team ON core_affiliation (team_id, contact_id);
CREATE INDEX ix_core_api_token_user_id ON core_api_token (user_id);
CREATE INDEX ix_core_contact_merged_into_id ON core_contact (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX ix_core_contact_name_key_all ON core_contact (name_key, id);
CREATE INDEX ix_core_contact_name_key_own ON core_contact (owner_id, name_key, id);
CREATE INDEX ix_core_contact_name_key_team ON core_contact (team_id, name_key, id);
CREATE INDEX ix_core_contact_point_contact_id ON core_contact_point (contact_id);
CREATE INDEX ix_core_contact_point_customer_id ON core_contact_point (customer_id);
CREATE INDEX ix_core_contact_point_value ON core_contact_point (value);
CREATE INDEX ix_core_customer_created ON core_customer (created_at, id);
CREATE INDEX ix_core_customer_merged_into_id ON core_customer (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX ix_core_customer_name_key_all ON core_customer (name_key, id);
CREATE INDEX ix_core_customer_name_key_own ON core_customer (owner_id, name_key, id);
CREATE INDEX ix_core_customer_name_key_team ON core_customer (team_id, name_key, id);
CREATE INDEX ix_core_customer_number_all ON core_customer (number, id);
CREATE INDEX ix_core_customer_number_own ON core_customer (owner_id, number, id);
CREATE INDEX ix_core_customer_number_team ON core_customer (team_id, number, id);
CREATE INDEX ix_core_event_contact ON core_event (contact_id, seq) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_core_event_customer ON core_event (customer_id, seq);
CREATE INDEX ix_core_event_failure_queue ON core_event_failure (subscriber, state, order_key);
CREATE INDEX ix_core_event_subject ON core_event (subject_id);
CREATE INDEX ix_core_import_chunk_job ON core_import_chunk (job_id, number);
CREATE INDEX ix_core_import_error_job ON core_import_error (job_id, id);
CREATE INDEX ix_core_import_job_key ON core_import_job ("key");
CREATE INDEX ix_core_interaction_contact_id ON core_interaction (contact_id);
CREATE INDEX ix_core_interaction_customer ON core_interaction (customer_id, occurred_at);
CREATE INDEX ix_core_interaction_occurred_at_all ON core_interaction (occurred_at, id);
CREATE INDEX ix_core_interaction_occurred_at_own ON core_interaction (owner_id, occurred_at, id);
CREATE INDEX ix_core_interaction_occurred_at_team ON core_interaction (team_id, occurred_at, id);
CREATE INDEX ix_core_merge_merged_id ON core_merge (merged_id);
CREATE INDEX ix_core_merge_survivor_id ON core_merge (survivor_id);
CREATE INDEX ix_core_role_assignment_user_id ON core_role_assignment (user_id);
CREATE INDEX ix_core_search_document_contact_id ON core_search_document (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX ix_core_search_document_customer_id ON core_search_document (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ix_core_session_user_id ON core_session (user_id);
CREATE INDEX ix_core_share_principal ON core_share (principal_id, record_id, level);
CREATE INDEX ix_core_share_record_id ON core_share (record_id);
CREATE INDEX ix_core_team_name_all ON core_team (name, id);
CREATE INDEX ix_core_team_name_own ON core_team (owner_id, name, id);
CREATE INDEX ix_core_team_name_team ON core_team (team_id, name, id);
CREATE INDEX ix_core_user_name_all ON core_user (name, id);
CREATE INDEX ix_core_user_name_own ON core_user (owner_id, name, id);
CREATE INDEX ix_core_user_name_team ON core_user (team_id, name, id);
CREATE INDEX ix_documents_document_contact ON documents_document (contact_id, created_at);
CREATE INDEX ix_documents_document_customer ON documents_document (customer_id, created_at);
CREATE INDEX ix_documents_tagging_contact ON documents_tagging (contact_id, tag_id);
CREATE INDEX ix_documents_tagging_customer ON documents_tagging (customer_id, tag_id);
CREATE INDEX ix_documents_tagging_tag_id ON documents_tagging (tag_id);
CREATE INDEX ix_inbox_notice_contact_id ON inbox_notice (contact_id);
CREATE INDEX ix_inbox_notice_customer_id ON inbox_notice (customer_id);
CREATE INDEX ix_inbox_notice_recipient ON inbox_notice (recipient_id, told_at);
CREATE INDEX ix_inbox_notice_unread ON inbox_notice (recipient_id, read_at, told_at);
CREATE INDEX ix_notes_note_customer ON notes_note (customer_id, created_at);
CREATE INDEX ix_tasks_task_assignee ON tasks_task (assignee_id, done_at, due_on);
CREATE INDEX ix_tasks_task_contact_id ON tasks_task (contact_id);
CREATE INDEX ix_tasks_task_customer ON tasks_task (customer_id, done_at, due_on);
CREATE INDEX ix_tasks_task_due_on_all ON tasks_task (due_on, id);
CREATE INDEX ix_tasks_task_due_on_own ON tasks_task (owner_id, due_on, id);
CREATE INDEX ix_tasks_task_due_on_team ON tasks_task (team_id, due_on, id);
CREATE INDEX ix_tasks_task_previous_id ON tasks_task (previous_id);
CREATE INDEX ix_tasks_task_waiting ON tasks_task (done_at, reminded_at, due_on);
CREATE INDEX ix_transactions_account_last_order_at_all ON transactions_account (last_order_at, id);
CREATE INDEX ix_transactions_account_last_order_at_own ON transactions_account (owner_id, last_order_at, id);
CREATE INDEX ix_transactions_account_last_order_at_team ON transactions_account (team_id, last_order_at, id);
CREATE INDEX ix_transactions_account_revenue_all ON transactions_account (revenue, id);
CREATE INDEX ix_transactions_account_revenue_own ON transactions_account (owner_id, revenue, id);
CREATE INDEX ix_transactions_account_revenue_team ON transactions_account (team_id, revenue, id);
CREATE INDEX ix_transactions_invoice_customer ON transactions_invoice (customer_id, issued_on);
CREATE INDEX ix_transactions_invoice_issued_on_all ON transactions_invoice (issued_on, id);
CREATE INDEX ix_transactions_invoice_issued_on_own ON transactions_invoice (owner_id, issued_on, id);
CREATE INDEX ix_transactions_invoice_issued_on_team ON transactions_invoice (team_id, issued_on, id);
CREATE INDEX ix_transactions_invoice_number_key ON transactions_invoice (number_key);
CREATE INDEX ix_transactions_invoice_order_id ON transactions_invoice (order_id);
CREATE INDEX ix_transactions_order_customer ON transactions_order (customer_id, placed_at);
CREATE INDEX ix_transactions_order_line_order_id ON transactions_order_line (order_id);
CREATE INDEX ix_transactions_order_line_product_id ON transactions_order_line (product_id);
CREATE INDEX ix_transactions_order_number_key ON transactions_order (number_key);
CREATE INDEX ix_transactions_order_placed_at_all ON transactions_order (placed_at, id);
CREATE INDEX ix_transactions_order_placed_at_own ON transactions_order (owner_id, placed_at, id);
CREATE INDEX ix_transactions_order_placed_at_team ON transactions_order (team_id, placed_at, id);
CREATE INDEX ix_transactions_payment_invoice_id ON transactions_payment (invoice_id);
CREATE INDEX ix_transactions_payment_paid_on_all ON transactions_payment (paid_on, id);
CREATE INDEX ix_transactions_payment_paid_on_own ON transactions_payment (owner_id, paid_on, id);
CREATE INDEX ix_transactions_payment_paid_on_team ON transactions_payment (team_id, paid_on, id);
CREATE INDEX ix_transactions_product_name_key_all ON transactions_product (name_key, id);
CREATE INDEX ix_transactions_product_name_key_own ON transactions_product (owner_id, name_key, id);
CREATE INDEX ix_transactions_product_name_key_team ON transactions_product (team_id, name_key, id);
CREATE INDEX ix_transactions_product_sku_all ON transactions_product (sku, id);
CREATE INDEX ix_transactions_product_sku_own ON transactions_product (owner_id, sku, id);
CREATE INDEX ix_transactions_product_sku_team ON transactions_product (team_id, sku, id);
CREATE UNIQUE INDEX uq_core_membership_user_team ON core_membership (user_id, team_id);
CREATE UNIQUE INDEX uq_core_search_document_entity ON core_search_document (entity_id);
