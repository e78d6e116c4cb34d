"""Who does something: a name that was stated, or a person who logged in."""

from dataclasses import dataclass

VIEWER, PLANNER, MANAGER, PROGRAMME, ADMIN = "viewer", "planner", "park_manager", "programme", "admin"
ROLES = (VIEWER, PLANNER, MANAGER, PROGRAMME, ADMIN)


@dataclass(frozen=True)
class Person:
    """Who does something. Without a login, the one local user, who may do everything.

    name : as it is signed
    parks : the ids of the person's own parks; None for all, but for a park manager, who has none then
    issuer, subject : as the login knows the person; empty where the name is only stated. Never a national number.
    number : of the register's row of the person; 0 where the name is only stated
    """

    name: str
    role: str = ADMIN
    parks: tuple[str, ...] | None = None
    issuer: str = ""
    subject: str = ""
    number: int = 0

    def owns(self, park_id: str | None) -> bool:
        """Whether a park is the person's own; None is what belongs to no park."""
        if self.parks is None:
            return self.role != MANAGER
        return park_id is not None and park_id in self.parks
