"""What others may listen to. Sent after the transaction is committed, with the row as the only argument that matters."""

from django.dispatch import Signal

attempt_finished = Signal()  # attempt, outcome
outcome_replaced = Signal()  # attempt, outcome, predecessor: after marking by people or a regrade
certificate_issued = Signal()  # certificate
certificate_expiring = Signal()  # certificate, reminder
certificate_extended = Signal()  # certificate, event
certificate_replaced = Signal()  # certificate, event, new: the one issued in its place
certificate_revoked = Signal()  # certificate, event
name_consent_changed = Signal()  # certificate, event: the holder opened or closed the name on the public page
