"""People and the tokens with which their programs act for them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from mcx.accounts.rules import Access


class PersonManager(BaseUserManager["Person"]):
    """Look-up of people by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person who signs in with this address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Anyone with an account; what they may do follows from their appointments (`network`).

    `access` is how they came in by a door just now; without one it is the system that acts for them.
    """

    access: Access | None = None

    email = models.EmailField(_("email address"), unique=True)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    student_identifier = models.CharField(_("European Student Identifier"), max_length=255, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["family_name", "given_name", "id"], name="people_to_correct")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name people are shown; the address where no name was given."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


class ApiToken(models.Model):
    """A secret with which a program acts for a person within some scopes; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=120)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    factor = models.PositiveSmallIntegerField(default=0)  # how lately its maker had used one: `rules.Factor`

    def __str__(self) -> str:
        return f"{self.label} ({self.person})"
