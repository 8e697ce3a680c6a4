"""Tables of organizations, members, productions, and the base that puts an organization on every row."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models

from callboard.core.errors import StaleEdit
from callboard.core.organizations.rules import DataClass, Role
from callboard.core.organizations.scope import OtherOrganization, current_scope

_M = TypeVar("_M", bound=models.Model)


def new_public_id() -> uuid.UUID:
    """Make an id for addresses: ordered by time for the indexes, with 74 random bits so that none is guessed."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


class TenantManager(models.Manager[_M]):
    """Sees one organization's rows; refuses to be asked without a scope."""

    def get_queryset(self) -> models.QuerySet[_M]:
        """Filter by the organization in scope."""
        rows = super().get_queryset()
        scope = current_scope()
        return rows if scope.organization_id is None else rows.filter(organization_id=scope.organization_id)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[_M]:
        """Insert many, all of the organization in scope."""
        rows = list(objs)
        for row in rows:
            row.check_organization()
        return super().bulk_create(rows, *args, **kwargs)


class Organization(models.Model):
    """A company or office that keeps its productions here."""

    data_classes: ClassVar[dict[str, DataClass]] = {
        "public_id": DataClass.PUBLIC,
        "name": DataClass.PUBLIC,
        "created_at": DataClass.PUBLIC,
    }
    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row that belongs to one organization."""

    data_classes: ClassVar[dict[str, DataClass]]
    append_only: ClassVar[bool] = False

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    public_id = models.UUIDField(default=new_public_id, editable=False)

    objects = TenantManager[Self]()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "public_id"], name="%(app_label)s_%(class)s_public_id"),
        ]

    def check_organization(self) -> None:
        """Refuse to be written in another organization's name."""
        scope = current_scope()
        if scope.organization_id is not None and self.organization_id != scope.organization_id:
            raise OtherOrganization()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, in its own organization only."""
        self.check_organization()
        super().save(*args, **kwargs)


class VersionedModel(TenantModel):
    """A row that people edit: an edit names the version it was made from."""

    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        abstract = True

    def claim_version(self, expected: int) -> None:
        """Take the next version, or refuse because somebody else did. Call inside the action's transaction."""
        model = type(self)
        claimed = model.objects.filter(pk=self.pk, version=expected).update(version=expected + 1)
        if not claimed:
            raise StaleEdit(what=str(self), public_id=str(self.public_id))
        self.version = expected + 1


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Create a user with a hashed password."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """Somebody who logs in. What they may do is said by their memberships, never here."""

    data_classes: ClassVar[dict[str, DataClass]] = {
        "password": DataClass.SECRET,
        "last_login": DataClass.CONTACT,
        "is_superuser": DataClass.CREW,
        "first_name": DataClass.CREW,
        "last_name": DataClass.CREW,
        "is_staff": DataClass.CREW,
        "is_active": DataClass.CREW,
        "date_joined": DataClass.CREW,
        "email": DataClass.CONTACT,
    }
    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        app_label = "core"


class Membership(VersionedModel):
    """A user's place in an organization: the credential from which the tenant and the role come."""

    data_classes: ClassVar[dict[str, DataClass]] = {
        "name": DataClass.CREW,
        "role": DataClass.CREW,
        "joined_at": DataClass.CREW,
        "ended_at": DataClass.CREW,
    }
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "user"], name="membership_is_one_per_user_and_organization"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiKey(TenantModel):
    """A program's credential: it acts as the membership it was made for. Only a keyed hash is kept."""

    data_classes: ClassVar[dict[str, DataClass]] = {
        "label": DataClass.CREW,
        "token_hash": DataClass.SECRET,
        "created_at": DataClass.CREW,
        "revoked_at": DataClass.CREW,
    }
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        app_label = "core"


class Production(VersionedModel):
    """One film, series, commercial or plant: what people are engaged for."""

    class Kind(models.TextChoices):
        """What is made."""

        FEATURE = "feature"
        SERIES = "series"
        COMMERCIAL = "commercial"
        PLANT = "plant"

    data_classes: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "title",
            "kind",
            "company",
            "zone",
            "starts_on",
            "paper",
            "country",
            "weekly_days_off",
            "edition_colors",
            "emergency_number",
            "pick_up_counts",
            "closed_at",
            "currency",
        ),
        DataClass.PUBLIC,
    )
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    company = models.CharField(max_length=160, blank=True)
    zone = models.CharField(max_length=60, default="Europe/Berlin")
    starts_on = models.DateField()
    paper = models.CharField(max_length=10, default="a4", choices=[("a4", "A4"), ("us-letter", "US Letter")])
    country = models.CharField(max_length=10, blank=True)
    """ISO country, or country-subdivision, whose public holidays are days off by default."""
    weekly_days_off = models.JSONField(default=list)
    """Weekdays without work, Monday = 0."""
    edition_colors = models.JSONField(default=list)
    """Color names of editions in order; after the last the list starts again as "2nd …"."""
    emergency_number = models.CharField(max_length=20, blank=True)
    pick_up_counts = models.BooleanField(default=True)
    """Whether a pick-up is the first call from which rest is measured."""
    currency = models.CharField(max_length=3, default="USD")
    """What its stock and orders are valued in."""
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "core"

    def __str__(self) -> str:
        return self.title


class ProductionAccess(TenantModel):
    """A member who sees one production (roles that see every production need no row)."""

    data_classes: ClassVar[dict[str, DataClass]] = {}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="accesses")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="accesses")

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production", "membership"], name="access_is_one_per_member_and_production"
            ),
        ]


class DayOff(TenantModel):
    """A single date without work (or, reversed, a day off that is worked)."""

    data_classes: ClassVar[dict[str, DataClass]] = {
        "on": DataClass.PUBLIC,
        "reason": DataClass.PUBLIC,
        "is_worked": DataClass.PUBLIC,
    }
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="days_off")
    on = models.DateField()
    reason = models.CharField(max_length=80, blank=True)
    is_worked = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        app_label = "core"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "production", "on"], name="day_off_is_one_per_date"),
        ]
