"""Scripts: upload, look at what an import would do, import, and the reports of earlier imports."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from callboard.film.breakdown.queries import episodes_of
from callboard.film.scripts.actions import import_kept_script, keep_script
from callboard.film.scripts.queries import preview_import, script_file, script_report, scripts_of, uploaded_script
from callboard.formats.limits import MAX_FILE_BYTES
from callboard.web.asking import member_of, now, once, production_for
from callboard.web.forms import PageForm

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.film.scripts.queries import Upload

app_name = "scripts"


class UploadForm(PageForm):
    """A screenplay from somebody's disk."""

    file = forms.FileField(
        label=gettext_lazy("Screenplay"),
        max_length=200,
        help_text=gettext_lazy(
            "Final Draft (.fdx) or Fountain (.fountain, .txt), up to 10 MB. Choose it or drop it here."
        ),
        widget=forms.FileInput(attrs={"accept": ".fdx,.fountain,.spmd,.txt,.xml", "data-drop": ""}),
        error_messages={"empty": gettext_lazy("The file is empty. Export the script again from your writing program.")},
    )


@require_safe
def scripts(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every import, and the upload of the next."""
    return _list(request, production_for(request, production), UploadForm())


def _list(request: HttpRequest, production: Production, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"production": production, "form": form, "reports": scripts_of(member_of(request), production)}
    return render(request, "pages/scripts_list.html", context, status=status)


@require_POST
def upload(request: HttpRequest, production: UUID) -> HttpResponse:
    """Keep a file for its preview. The same file twice is two uploads and no harm; a file that is no script is none."""
    found, form = production_for(request, production), UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with form.refusals():
            content = file.read(MAX_FILE_BYTES + 1)
            kept = keep_script(found, content, file.name, by=member_of(request), at=now())
            return redirect("scripts:preview", production, kept.public_id)
    return _list(request, found, form, 422)


@require_safe
def preview(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """What the import would do. Writes nothing."""
    found, member = production_for(request, production), member_of(request)
    preview = preview_import(member, found, public_id, request.GET.get("episode"))
    context = {"production": found, "preview": preview, "episodes": episodes_of(member, found)}
    return render(request, "pages/scripts_preview.html", context)


@require_POST
def import_upload(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Read the upload anew, before the transaction, then land it."""
    return _import(request, uploaded_script(member_of(request), production_for(request, production), public_id))


@once
def _import(request: HttpRequest, upload: Upload) -> HttpResponse:
    script = import_kept_script(upload, request.POST.get("episode", ""), by=member_of(request), at=now())
    text = ngettext(
        "%(count)s scene is in the breakdown.", "%(count)s scenes are in the breakdown.", script.scene_count
    )
    messages.success(request, text % {"count": script.scene_count})
    return redirect("scripts:report", upload.production.public_id, script.public_id)


@require_safe
def report(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """What an import found, guessed and did."""
    found = production_for(request, production)
    shown = script_report(member_of(request), found, public_id)
    return render(request, "pages/scripts_report.html", {"production": found, "report": shown})


@require_safe
def file(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The screenplay as it was uploaded, always as a download."""
    name, content = script_file(member_of(request), production_for(request, production), public_id)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


urlpatterns = [
    path("", scripts, name="list"),
    path("upload/", upload, name="upload"),
    path("uploads/<uuid:public_id>/", preview, name="preview"),
    path("uploads/<uuid:public_id>/import/", import_upload, name="import"),
    path("<uuid:public_id>/", report, name="report"),
    path("<uuid:public_id>/file/", file, name="file"),
]
