"""Tables about people: who there is, who was invited, who is logged in, and the trail of what was done.

They stand beside the tables of the register, and no backup has them: a file from elsewhere gives nobody a role, and a restore
neither ends a login nor changes the trail.
"""

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

from register.tables import Moment

METADATA = MetaData()

PERSON = Table(
    "person",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),  # as it is signed; "" once the person is blanked
    Column("issuer", String(300), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("role", String(20), nullable=False),
    Column("parks", JSON(none_as_null=True), nullable=True),  # the person's own; null for all
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    UniqueConstraint("issuer", "subject", name="uq_person_issuer"),
)
INVITATION = Table(
    "invitation",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("parks", JSON(none_as_null=True), nullable=True),
    Column("made_by", Integer, nullable=False),  # the person's number; 0: on the command line
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=True),  # who came with it
)
SESSION = Table(
    "web_session",
    METADATA,
    Column("token_digest", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
ATTEMPT = Table(
    "login_attempt",
    METADATA,
    Column("state_digest", String(64), primary_key=True),
    Column("browser_digest", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("invitation_digest", String(64), nullable=True),
    Column("begun_at", Moment, nullable=False),
)
TRAIL = Table(
    "trail",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),  # ISO in UTC, as the digest has it
    Column("person_id", Integer, nullable=False),  # 0: nobody who logged in
    Column("act", String(40), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("park_id", String(60), nullable=True),
    Column("about", Text, nullable=False),
    Column("personal", JSON(none_as_null=True), nullable=True),  # name and address; null once the person is blanked
    Column("salt", String(32), nullable=True),
    Column("personal_digest", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
