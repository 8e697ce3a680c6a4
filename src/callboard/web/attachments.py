"""Handing out files, to those only who are shown their class of data."""

from __future__ import annotations

import io
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import path

from callboard.core.attachments.queries import attachment_by_id, content_of
from callboard.web.asking import member_of, production_for

app_name = "attachments"


def file(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponseBase:
    """One file, to be saved and never shown in the page: whatever it holds, it runs nothing here."""
    attachment = attachment_by_id(member_of(request), production_for(request, production), public_id)
    response = FileResponse(
        io.BytesIO(content_of(attachment)),
        as_attachment=True,
        filename=attachment.file_name,
        content_type=attachment.content_type,
    )
    response["Content-Length"] = str(attachment.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [path("<uuid:public_id>/", file, name="file")]
