"""The table of files that senders attach to what they sent; the bytes stand among the files, in quarantine first."""

from django.db import models

from fourpoint.records.classification import Keep, marked
from fourpoint.records.files.models import File
from fourpoint.records.intelligence.submissions import Submission
from fourpoint.records.marked import MarkedPart


class SubmissionFile(MarkedPart):
    """One file of a submission; never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    held = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("submission", "sha256"), name="submission_file_once"),)

    class Classified(MarkedPart.Classified):
        submission = marked(Keep.RECORD)
        held = marked(Keep.RECORD)
        name = marked(Keep.RECORD, scrub=True)
        media_type = marked(Keep.RECORD)
        size = marked(Keep.RECORD)
        sha256 = marked(Keep.RECORD)
        attached_at = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"submission file {self.pk}"
