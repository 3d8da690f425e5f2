"""What others may listen to. Sent after the transaction is committed, with the row as the only argument that matters."""

from django.dispatch import Signal

attempt_finished = Signal()  # attempt, outcome
certificate_issued = Signal()  # certificate
certificate_revoked = Signal()  # certificate, event
name_consent_changed = Signal()  # certificate, event: the holder opened or closed the name on the public page
