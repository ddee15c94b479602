"""What institutions sign with: keys and e-seals, their private halves encrypted."""

from django.db import models

from mcx.network.models import Institution


class SigningKey(models.Model):
    """An institution's key; the private part is encrypted under the deployment's own key, and erased once the
    key is retired or lost.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="signing_keys")
    method = models.CharField(max_length=300, unique=True)
    algorithm = models.CharField(max_length=12)
    public_multikey = models.CharField(max_length=600)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.method

    @property
    def is_in_use(self) -> bool:
        """Whether it signs: neither retired nor marked as compromised."""
        return self.retired_at is None and self.revoked_at is None


class Seal(models.Model):
    """An institution's e-seal for European Digital Credentials; its key is encrypted as signing keys are.

    `chain` is PEM, the seal's own certificate first. Once the seal is ended its key is gone; `revoked_at`
    says since when somebody else may have it.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="seals")
    fingerprint = models.CharField(max_length=64, unique=True)
    holder = models.CharField(max_length=300)
    identifier = models.CharField(max_length=100)
    chain = models.TextField()
    wrapped = models.BinaryField()
    is_test = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.holder} ({self.identifier})"
